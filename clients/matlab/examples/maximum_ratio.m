% Maximum ratio transmission: c_l = sqrt(P0 / L) h_l / ||h_l||, S = 0. It looks at neither interference nor beampattern.
1;
function [c, s] = design(problem)
  h = problem.channels;                                     % (batch, users, antennas)
  unit = h ./ sqrt(sum(abs(h) .^ 2, 3));
  c = sqrt(problem.power / problem.users) * permute(unit, [1 3 2]);
  s = [];
end

addpath(fullfile(fileparts(mfilename('fullpath')), '..'));
isac_algorithm(@design);
