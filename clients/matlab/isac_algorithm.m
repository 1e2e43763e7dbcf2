function isac_algorithm(design)
% ISAC_ALGORITHM  An Octave function as an algorithm of IsacCluster.
%
%   isac_algorithm(@design)
%
% reads batch after batch from standard input until it ends and answers each on standard output. What the function prints goes to standard
% error. An error is reported with its message and fails that batch only. Needs Octave 7 or later (jsondecode).
%
%   [c, s] = design(problem)
%
% problem has
%   channels     complex (batch, users, antennas); row l is h_l.', the signal of user l is h_l' * c_l
%   targets_deg  (batch, targets)
%   sinr_db      (batch, users), the least SINR of each user
%   power        P0; the design's power Tr R must be P0
%   noise        one number, or one for each user
%   batch, antennas, users
%
%   c  (batch, antennas, users)     column l is the beam of user l
%   s  (batch, antennas, antennas)  beams of the radar; []: none
%
% A design must not depend on what else is in its batch.
  while true
    line = fgetl(stdin);
    if ~ischar(line), return; end
    problem = jsondecode(line);
    names = problem.arrays;
    for k = 1:numel(names), problem.(names{k}) = read_array(); end
    try
      printed = evalc('[c, s] = design(problem);');
      if ~isempty(printed), fputs(stderr, printed); end
      if isempty(s), s = zeros(problem.batch, problem.antennas, problem.antennas); end
      c = checked('c', c, [problem.batch, problem.antennas, problem.users]);
      s = checked('s', s, [problem.batch, problem.antennas, problem.antennas]);
      fputs(stdout, sprintf('{"arrays": ["c", "s"]}\n'));
      write_array(c, [problem.batch, problem.antennas, problem.users]);
      write_array(s, [problem.batch, problem.antennas, problem.antennas]);
    catch failure
      where = '';
      if ~isempty(failure.stack), where = sprintf(' (%s, line %d)', failure.stack(1).name, failure.stack(1).line); end
      fputs(stdout, [jsonencode(struct('error', [failure.message where])) sprintf('\n')]);
    end
    fflush(stdout);
  end
end

function array = checked(name, array, shape)
  found = [size(array) ones(1, numel(shape) - ndims(array))];
  if ~isequal(found, shape)
    error('the array %s has the shape (%s); expected (%s)', name, strjoin(num2cell_text(found), ', '), strjoin(num2cell_text(shape), ', '));
  end
end

function texts = num2cell_text(numbers)
  texts = arrayfun(@(n) sprintf('%d', n), numbers, 'UniformOutput', false);
end

function array = read_array()
% An array in NumPy's .npy format: its last index varies fastest unless it says otherwise.
  start = fread(stdin, 8, 'uint8');
  if start(7) == 1, bytes = fread(stdin, 1, 'uint16'); else bytes = fread(stdin, 1, 'uint32'); end
  header = char(fread(stdin, bytes, 'uint8')');
  shape = str2double(strsplit(strtrim(regexprep(regexp(header, '\(([^)]*)\)', 'tokens', 'once'){1}, ',\s*$', '')), ','));
  count = prod(shape);
  if ~isempty(strfind(header, '<c16'))
    parts = reshape(fread(stdin, 2 * count, 'double'), 2, count);
    values = complex(parts(1, :), parts(2, :));
  else
    values = fread(stdin, count, 'double');
  end
  if isempty(strfind(header, 'True'))
    array = permute(reshape(values, [fliplr(shape) 1]), [numel(shape):-1:1 numel(shape) + 1]);
  else
    array = reshape(values, [shape 1]);
  end
end

function write_array(array, shape)
  text = sprintf('%d, ', shape);
  header = sprintf('{''descr'': ''<c16'', ''fortran_order'': True, ''shape'': (%s), }', text(1:end - 2));
  header = [header repmat(' ', 1, mod(-(numel(header) + 11), 64)) sprintf('\n')];
  fwrite(stdout, [147 double('NUMPY') 1 0], 'uint8');
  fwrite(stdout, numel(header), 'uint16');
  fwrite(stdout, double(header), 'uint8');
  fwrite(stdout, [real(array(:))'; imag(array(:))'], 'double');
end
