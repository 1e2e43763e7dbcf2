function isac_algorithm(design)
% ISAC_ALGORITHM  A function of Octave or MATLAB as an algorithm of IsacCluster.
%
%   isac_algorithm(@design)
%
% answers batch after batch until it is ended: in Octave over standard input and output, and where the specification says
% exchange: folder, which MATLAB needs, by MAT-files in a folder. What the function prints goes to standard error. After an error
% each problem of the batch is asked for alone; those with an error fail with its message. Needs Octave 7 or MATLAB R2017b or later.
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
  folder = getenv('ISAC_FOLDER');
  if isempty(folder)
    if ~exist('OCTAVE_VERSION', 'builtin')
      error('MATLAB cannot read binary input: say exchange: folder in the specification.');
    end
    serve_streams(design);
  else
    serve_folder(design, folder);
  end
end

function serve_streams(design)
  input = 0;
  output = 1;
  while true
    line = fgetl(input);
    if ~ischar(line), return; end
    problem = jsondecode(line);
    names = problem.arrays;
    for k = 1:numel(names), problem.(names{k}) = read_array(input); end
    [c, s, failure] = answer(design, problem);
    if isempty(failure)
      fprintf(output, '{"arrays": ["c", "s"]}\n');
      write_array(output, c, [problem.batch, problem.antennas, problem.users]);
      write_array(output, s, [problem.batch, problem.antennas, problem.antennas]);
    else
      fprintf(output, '%s\n', jsonencode(struct('error', failure)));
    end
    fflush(output);
  end
end

function serve_folder(design, folder)
  k = 0;
  while true
    k = k + 1;
    request = fullfile(folder, sprintf('request-%d.json', k));
    while ~isfile(request), pause(0.001); end
    problem = jsondecode(fileread(request));
    arrays = load(fullfile(folder, sprintf('problem-%d.mat', k)));
    names = problem.arrays;
    for n = 1:numel(names), problem.(names{n}) = arrays.(names{n}); end
    [c, s, failure] = answer(design, problem);
    if isempty(failure)
      save(fullfile(folder, sprintf('answer-%d.mat', k)), 'c', 's', '-v6');
      fprintf(1, '\n{"arrays": ["c", "s"]}\n');
    else
      fprintf(1, '\n%s\n', jsonencode(struct('error', failure)));
    end
    if exist('OCTAVE_VERSION', 'builtin'), fflush(1); end
  end
end

function [c, s, failure] = answer(design, problem)
  c = [];
  s = [];
  failure = '';
  try
    printed = evalc('[c, s] = design(problem);');
    if ~isempty(printed), fprintf(2, '%s', printed); end
    if isempty(s), s = zeros(problem.batch, problem.antennas, problem.antennas); end
    c = checked('c', c, [problem.batch, problem.antennas, problem.users]);
    s = checked('s', s, [problem.batch, problem.antennas, problem.antennas]);
  catch caught
    where = '';
    if ~isempty(caught.stack), where = sprintf(' (%s, line %d)', caught.stack(1).name, caught.stack(1).line); end
    failure = [caught.message where];
  end
end

function array = checked(name, array, shape)
  found = [size(array) ones(1, numel(shape) - ndims(array))];
  if ~isequal(found, shape)
    error('the array %s has the shape (%s); expected (%s)', name, listed(found), listed(shape));
  end
end

function text = listed(numbers)
  text = sprintf('%d, ', numbers);
  text = text(1:end - 2);
end

function array = read_array(input)
% An array in NumPy's .npy format: its last index varies fastest unless it says otherwise.
  start = fread(input, 8, 'uint8');
  if start(7) == 1, bytes = fread(input, 1, 'uint16'); else, bytes = fread(input, 1, 'uint32'); end
  header = char(fread(input, bytes, 'uint8')');
  found = regexp(header, '\(([^)]*)\)', 'tokens', 'once');
  shape = str2double(strsplit(strtrim(regexprep(found{1}, ',\s*$', '')), ','));
  count = prod(shape);
  if ~isempty(strfind(header, '<c16'))
    parts = reshape(fread(input, 2 * count, 'double'), 2, count);
    values = complex(parts(1, :), parts(2, :));
  else
    values = fread(input, count, 'double');
  end
  if isempty(strfind(header, 'True'))
    array = permute(reshape(values, [fliplr(shape) 1]), [numel(shape):-1:1 numel(shape) + 1]);
  else
    array = reshape(values, [shape 1]);
  end
end

function write_array(output, array, shape)
  header = sprintf('{''descr'': ''<c16'', ''fortran_order'': True, ''shape'': (%s), }', listed(shape));
  header = [header repmat(' ', 1, mod(-(numel(header) + 11), 64)) sprintf('\n')];
  fwrite(output, [147 double('NUMPY') 1 0], 'uint8');
  fwrite(output, numel(header), 'uint16');
  fwrite(output, double(header), 'uint8');
  fwrite(output, [real(array(:))'; imag(array(:))'], 'double');
end
