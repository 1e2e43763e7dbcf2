% NAME: an algorithm of IsacCluster in Octave. `isac run --check spec.yaml` tries it, `isac run spec.yaml` compares it.
1;
function [c, s] = design(problem)
  % Maximum ratio transmission, to be replaced: see isac_algorithm.m for what a problem has and a design is.
  h = problem.channels;                                     % (batch, users, antennas), row l is h_l
  unit = h ./ sqrt(sum(abs(h) .^ 2, 3));
  c = sqrt(problem.power / problem.users) * permute(unit, [1 3 2]);
  s = [];                                                   % beams of the radar; []: none
end

isac_algorithm(@design);
