% Maximum ratio transmission for MATLAB, whose scripts begin with no function: c_l = sqrt(P0 / L) h_l / ||h_l||, S = 0. It works by
%
%   mine: {command: [matlab, -batch, maximum_ratio_matlab], exchange: folder, files: [maximum_ratio_matlab.m]}
addpath(fullfile(fileparts(mfilename('fullpath')), '..'));
unit = @(h) h ./ sqrt(sum(abs(h) .^ 2, 3));
isac_algorithm(@(problem) deal(sqrt(problem.power / problem.users) * permute(unit(problem.channels), [1 3 2]), []));
