using static IsacCluster.Campaigns.Tests.Specs.SampleSpecifications;

namespace IsacCluster.Campaigns.Tests.Specs;

/// <summary>
/// Bad specifications: the text with ^ just before the place that the message must name (the mark is taken out before
/// parsing), what follows the place in the message, and the end of the message. One case a row, however long.
/// </summary>
internal static class BadSpecifications
{
    private const string ScenarioNames = "antennas, users, targets_deg, targets, beamwidth_deg, grid_points, evaluation_grid_points, "
        + "power, noise, sinr_db, channel, slots.";

    private const string AlgorithmNames = "one or more of radar, sdr, zf, zf-pinv, dnn, dnn-ip, gnn, gnn-ip.";

    public static TheoryData<string, string, string> Structure => new()
    {
        { "^", "the file is empty;", "expected a specification that begins with kind." },
        { "^# only a comment", "the file is empty;", "begins with kind." },
        { "^- kind: campaign", "a list is not allowed;", "expected a mapping that begins with kind." },
        { "^campaign", "'campaign' is not allowed;", "expected a mapping that begins with kind." },
        { "^name: x", "kind: the field is missing;", "expected one of campaign, dataset, solve, training, study." },
        { "kind:^ ", "kind: an empty value is not allowed;", "campaign, dataset, solve, training, study." },
        { "kind: ^campain", "kind: 'campain' is not allowed;", "(did you mean 'campaign'?)." },
        { "kind: [a: b\n^", "not valid YAML: ", "." },
        { "kind: ^'campaign", "not valid YAML: ", "unexpected end of stream." },
        { "kind: campaign\n^name x\nsamples: 1\n", "not valid YAML: ", "." },
        { "kind: campaign\nscenario:\n^\tusers: 2\n", "not valid YAML: a tab cannot indent a line;", "expected spaces." },
        { Campaign("^---\nkind: campaign\n"), "a second YAML document begins here;", "one specification in a file." },
        { Campaign("^samples: 20\n"), "samples: the field is given twice;", "already given in line 4." },
        { Campaign("scenario:\n  noise: 1e-9\n  power: 1\n  ^noise: 1e-8\n"), "scenario.noise: the field is given twice;", "line 6." },
        { Campaign("scenario: {power: ^*p}\n"), "scenario.power: no anchor 'p' ends before this alias", "." },
        { Campaign("scenario: {power: ^!!float 1}\n"), "scenario.power: the tag 'tag:yaml.org,2002:float' is not allowed;", "write the value alone." },
        { Campaign("scenario:\n  :^ 8\n"), "scenario: a field name is missing before ':'", "." },
        { "kind: campaign\nalgorithms: [\n^samples: 1000\n", "not valid YAML: a '[' or '{'", "opened above is not closed." },
        { Campaign("^[a]: 1\n"), "a list or mapping is not allowed as a field name;", "expected text." },
        { Campaign("seed: 1^\0\n"), "the character U+0000 is not allowed in YAML;", "expected text." },
        { Campaign("scenario: [[[[[[[[[[[[[[[[^1]]]]]]]]]]]]]]]]\n"), "scenario[0][0]", "nested more than 16 deep." },
        { Campaign("^sample: 20\n"), "sample: unknown field; did you mean 'samples'?", "samples, shard_size, stop, rows." },
        { Campaign($"^{new string('k', 200)}: 1\n"), $"{new string('k', 120)}...: unknown field;", "rows." },
        { Campaign("^colour: red\n"), "colour: unknown field; expected one of kind, name,", "rows." },
        { Campaign("? ^''\n: 1\n"), "'': unknown field; expected one of kind,", "rows." },
        { Solve("dataset: d\nalgorithms: [sdr]\n^noise: 1\n"), "noise: unknown field;", "expected one of kind, name, dataset, algorithms." },
        { Dataset("^algorithms: [sdr]\n"), "algorithms: unknown field;", "samples, shard_size, path." },
    };

    public static TheoryData<string, string, string> JobFields => new()
    {
        { "^kind: campaign\nalgorithms: [sdr]\nsamples: 1\n", "name: the field is missing;", "begin with a letter or digit." },
        { "kind: solve\nname: ^a/b\n", "name: 'a/b' is not allowed;", "begin with a letter or digit." },
        { "kind: solve\nname: ^..\n", "name: '..' is not allowed;", "begin with a letter or digit." },
        { "kind: solve\nname: ^\"a\\nb\"\n", "name: the text 'a\\u000ab' is not allowed;", "begin with a letter or digit." },
        { $"kind: solve\nname: ^{new string('a', 65)}\n", $"name: '{new string('a', 60)}...' is not allowed;", "begin with a letter or digit." },
        { Campaign("seed: ^-1\n"), "seed: '-1' is not allowed;", "expected a whole number from 0 to 18446744073709551615." },
        { Campaign("seed: ^18446744073709551616\n"), "seed: '18446744073709551616' is not allowed;", "to 18446744073709551615." },
        { Campaign("seed: ^0x10\n"), "seed: '0x10' is not allowed;", "to 18446744073709551615." },
        { "^kind: campaign\nname: x\nalgorithms: [sdr]\n", "samples: the field is missing;", "expected a whole number from 1 to 1000000000." },
        { "kind: dataset\nname: x\nsamples: ^0\n", "samples: '0' is not allowed;", "from 1 to 1000000000." },
        { "kind: dataset\nname: x\nsamples: ^1.5\n", "samples: '1.5' is not allowed;", "from 1 to 1000000000." },
        { "kind: dataset\nname: x\nsamples: ^\"10\"\n", "samples: the text '10' is not allowed;", "from 1 to 1000000000." },
        { Campaign("shard_size: ^automatic\n"), "shard_size: 'automatic' is not allowed;", "from 1 to 1000000, or auto." },
        { Campaign("shard_size: ^0\n"), "shard_size: '0' is not allowed;", "from 1 to 1000000, or auto." },
        { Campaign("rows: ^yes\n"), "rows: 'yes' is not allowed;", "expected true or false." },
        { "^kind: campaign\nname: x\nsamples: 1\n", "algorithms: the field is missing;", AlgorithmNames },
        { "kind: campaign\nname: x\nsamples: 1\nalgorithms: ^[]\n", "algorithms: an empty list is not allowed;", AlgorithmNames },
        { "kind: campaign\nname: x\nsamples: 1\nalgorithms: ^sdr\n", "algorithms: 'sdr' is not allowed;", AlgorithmNames },
        { "kind: campaign\nname: x\nsamples: 1\nalgorithms: [sdr, ^zf-pin]\n", "algorithms[1]: 'zf-pin' is not allowed;", "(did you mean 'zf-pinv'?)." },
        { "kind: campaign\nname: x\nsamples: 1\nalgorithms: [sdr, zf, ^sdr]\n", "algorithms[2]: 'sdr' is not allowed;", "this one is listed already." },
        { Solve("dataset: d\nalgorithms: [^gnn]\n"), "algorithms[0]: 'gnn' is not allowed;", "one of radar, sdr, zf, zf-pinv." },
        { Solve("dataset: d\nalgorithms: [^{gnn: {model: gnn.model}}]\n"), "algorithms[0]: a mapping is not allowed;", "one of radar, sdr, zf, zf-pinv." },
        { Campaign("metrics: [sum_rate, ^peak_sidelobe]\n"), "metrics[1]: 'peak_sidelobe' is not allowed;", "(did you mean 'peak_sidelobe_db'?)." },
        { Campaign("metrics: [sum_rate, ^sum_rate]\n"), "metrics[1]: 'sum_rate' is not allowed;", "expected distinct metrics; this one is listed already." },
        { Campaign("metrics: ^[]\n"), "metrics: an empty list is not allowed;", "expected one or more of sum_rate, peak_sidelobe_db." },
        { Campaign("metrics: ^sum_rate\n"), "metrics: 'sum_rate' is not allowed;", "expected one or more of sum_rate, peak_sidelobe_db." },
        { Campaign("stop: ^{}\n"), "stop.relative_half_width: the field is missing;", "expected a number > 0 and < 1." },
        { Campaign("stop: {relative_half_width: ^1}\n"), "stop.relative_half_width: '1' is not allowed;", "expected a number > 0 and < 1." },
        { Campaign("stop: {relative_half_width: 0.1, confidence: ^0.5}\n"), "stop.confidence: '0.5' is not allowed;", "expected a number > 0.5 and < 1." },
        { Campaign("stop: {relative_half_width: 0.1, min_samples: ^1001}\n"), "stop.min_samples: '1001' is not allowed;", "from 2 to 1000, the number of samples." },
        { "kind: campaign\nname: x\nsamples: 1\nalgorithms: [sdr]\nstop: ^{relative_half_width: 0.1}\n", "stop: a mapping is not allowed;", "expected samples of at least 2 with it, not 1." },
        { "^kind: solve\nname: x\nalgorithms: [sdr]\n", "dataset: the field is missing;", "expected the path of a dataset folder." },
        { Solve("dataset:^ \nalgorithms: [sdr]\n"), "dataset: an empty value is not allowed;", "expected the path of a dataset folder." },
        { Solve("dataset: ^\"\\0\"\nalgorithms: [sdr]\n"), "dataset: the text '\\u0000' is not allowed;", "expected the path of a dataset folder." },
        { Dataset("path: ^[a]\n"), "path: a list is not allowed;", "expected the path of a folder." },
    };

    public static TheoryData<string, string, string> Learned => new()
    {
        { With("sdr, ^gnn-ip"), "algorithms[1]: 'gnn-ip' is not allowed;", "expected it with a trained network, {gnn-ip: {model: FILE}}." },
        { With("^[gnn-ip]"), "algorithms[0]: a list is not allowed;", "expected one of radar, sdr, zf, zf-pinv, dnn, dnn-ip, gnn, gnn-ip." },
        { With("{^gnn-pi: {model: gnn.model}}"), "algorithms[0].gnn-pi: unknown field; did you mean 'gnn-ip'?", "expected one of radar, sdr, zf, zf-pinv, dnn, dnn-ip, gnn, gnn-ip." },
        { With("^{}"), "algorithms[0]: an empty mapping is not allowed;", "or of one with its model, {gnn-ip: {model: FILE}}." },
        { With("^{gnn: {model: gnn.model}, dnn: {model: dnn.model}}"), "algorithms[0]: a mapping is not allowed;", "{gnn-ip: {model: FILE}}." },
        { With("{sdr: ^{model: gnn.model}}"), "algorithms[0].sdr: a mapping is not allowed;", "expected the name sdr alone; only dnn, dnn-ip, gnn, gnn-ip take a model." },
        { With("{gnn: ^gnn.model}"), "algorithms[0].gnn: 'gnn.model' is not allowed;", "expected a mapping of model, label." },
        { With("{gnn-ip: ^{label: a}}"), "algorithms[0].gnn-ip.model: the field is missing;", "expected the path of a model file." },
        { With("{gnn-ip: {model: ^[gnn.model]}}"), "algorithms[0].gnn-ip.model: a list is not allowed;", "expected the path of a model file." },
        { With("{gnn: {model: gnn.model, ^repair: projection}}"), "algorithms[0].gnn.repair: unknown field;", "expected one of model, label." },
        { With("{gnn-ip: {model: gnn.model, repair: ^scaling}}"), "algorithms[0].gnn-ip.repair: 'scaling' is not allowed;", "expected one of projection, restoration." },
        { With("{gnn: {model: gnn.model, label: ^a b}}"), "algorithms[0].gnn.label: 'a b' is not allowed;", "begin with a letter or digit." },
        { With("{gnn: {model: gnn.model, label: ^sdr}}"), "algorithms[0].gnn.label: 'sdr' is not allowed;", "expected a label that is not the name of another algorithm." },
        { With("{gnn: {model: gnn.model, label: a}}, {gnn: {model: gnn.model, label: ^a}}"), "algorithms[1].gnn.label: 'a' is not allowed;", "expected distinct labels; this one is taken already." },
        { With("{gnn: {model: gnn.model}}, ^{gnn: {model: gnn-b.model}}"), "algorithms[1]: a mapping is not allowed;", "'gnn' is listed already: give one of them a label." },
        { With("{gnn: {model: ^missing.model}}"), "algorithms[0].gnn.model: 'missing.model' is not allowed;", "expected the file of a trained gnn; 'missing.model' does not exist." },
        { With("{gnn: {model: ^denied.model}}"), "algorithms[0].gnn.model: 'denied.model' is not allowed;", "'denied.model' cannot be read: permission denied." },
        { With("{gnn: {model: ^unreadable.model}}"), "algorithms[0].gnn.model: 'unreadable.model' is not allowed;", "'unreadable.model' cannot be read: disk\\u000aerror." },
        { With("{gnn: {model: ^broken.model}}"), "algorithms[0].gnn.model: 'broken.model' is not allowed;", "'broken.model' is not a model file: The header is cut short." },
        { With("{gnn: {model: ^dnn.model}}"), "algorithms[0].gnn.model: 'dnn.model' is not allowed;", "expected the file of a trained gnn; 'dnn.model' holds a dnn." },
        { With("{dnn-ip: {model: ^gnn.model}}"), "algorithms[0].dnn-ip.model: 'gnn.model' is not allowed;", "expected the file of a trained dnn; 'gnn.model' holds a gnn." },
        { With("{gnn: {model: ^gnn-m8.model}}"), "algorithms[0].gnn.model: 'gnn-m8.model' is not allowed;", "cannot serve the point all: it is for 8 antennas, not 10." },
        { With("{gnn: {model: ^'gnn-m8-{antennas}.model'}}", "sweep: {antennas: [8, 9]}\n"), "algorithms[0].gnn.model: the text 'gnn-m8-{antennas}.model' is not allowed;", "'gnn-m8-9.model' cannot serve the point antennas=9: it is for 8 antennas, not 9." },
        { With("{gnn: {model: ^'gnn-{users}.model'}}"), "algorithms[0].gnn.model: the text 'gnn-{users}.model' is not allowed;", "expected no placeholder, since nothing is swept; {users} is none." },
        { With("{gnn: {model: ^'gnn-{users}.model'}}", "sweep: {sinr_db: [3], noise: [1]}\n"), "algorithms[0].gnn.model: the text 'gnn-{users}.model' is not allowed;", "expected placeholders of the swept fields, {sinr_db}, {noise}; {users} is none." },
    };

    public static TheoryData<string, string, string> Scenarios => new()
    {
        { Campaign("scenario: ^10\n"), "scenario: '10' is not allowed; expected a mapping of", ScenarioNames },
        { Campaign("scenario:\n  ^snir_db: 8\n"), "scenario.snir_db: unknown field; did you mean 'sinr_db'?", ScenarioNames },
        { Campaign("scenario:\n  noise: ^-1\n"), "scenario.noise: '-1' is not allowed;", "expected a number > 0." },
        { Campaign("scenario: {noise: ^0}\n"), "scenario.noise: '0' is not allowed;", "expected a number > 0." },
        { Campaign("scenario: {noise: ^.nan}\n"), "scenario.noise: '.nan' is not allowed;", "expected a number > 0." },
        { Campaign("scenario: {noise: ^NaN}\n"), "scenario.noise: 'NaN' is not allowed;", "expected a number > 0." },
        { Campaign("scenario: {power: ^.inf}\n"), "scenario.power: '.inf' is not allowed;", "expected a number > 0." },
        { Campaign("scenario: {power: ^1e999}\n"), "scenario.power: '1e999' is not allowed;", "expected a number > 0." },
        { Campaign("scenario: {power: ^\"1\"}\n"), "scenario.power: the text '1' is not allowed;", "expected a number > 0." },
        { Campaign("scenario: {power: ^one}\n"), "scenario.power: 'one' is not allowed;", "expected a number > 0." },
        { Campaign("scenario: {sinr_db: ^61}\n"), "scenario.sinr_db: '61' is not allowed;", "expected a number from -50 to 60." },
        { Campaign("scenario: {sinr_db: ^[8]}\n"), "scenario.sinr_db: a list is not allowed;", "expected a number from -50 to 60." },
        { Campaign("scenario: {antennas: ^1}\n"), "scenario.antennas: '1' is not allowed;", "expected a whole number from 2 to 256." },
        { Campaign("scenario: {antennas: ^257}\n"), "scenario.antennas: '257' is not allowed;", "from 2 to 256." },
        { Campaign("scenario: {users: ^0}\n"), "scenario.users: '0' is not allowed;", "expected a whole number from 1 to 256." },
        { Campaign("scenario: {users: ^11}\n"), "scenario.users: '11' is not allowed;", "expected at most as many users as antennas, 10." },
        { Dataset("scenario: {antennas: 4, users: ^5}\n"), "scenario.users: '5' is not allowed;", "as antennas, 4." },
        { Campaign("scenario: {beamwidth_deg: ^0}\n"), "scenario.beamwidth_deg: '0' is not allowed;", "expected a number > 0 and at most 180." },
        { Campaign("scenario: {beamwidth_deg: ^180.5}\n"), "scenario.beamwidth_deg: '180.5' is not allowed;", "at most 180." },
        { Campaign("scenario: {grid_points: ^0}\n"), "scenario.grid_points: '0' is not allowed;", "from 1 to 100000." },
        { Campaign("scenario: {evaluation_grid_points: ^100001}\n"), "scenario.evaluation_grid_points: '100001' is not allowed;", "from 1 to 100000." },
        { Campaign("scenario: {slots: ^1e6}\n"), "scenario.slots: '1e6' is not allowed;", "from 1 to 100000." },
        { Campaign("scenario: {targets_deg: ^[]}\n"), "scenario.targets_deg: an empty list is not allowed;", "such as [-40, 0, 40]." },
        { Campaign("scenario: {targets_deg: ^40}\n"), "scenario.targets_deg: '40' is not allowed;", "such as [-40, 0, 40]." },
        { Campaign("scenario: {targets_deg: [0, ^90.5]}\n"), "scenario.targets_deg[1]: '90.5' is not allowed;", "expected a number from -90 to 90." },
        { Campaign("scenario: {targets_deg: [0, ^0.0]}\n"), "scenario.targets_deg[1]: '0.0' is not allowed;", "this one is listed already." },
        { Campaign("scenario: {targets_deg: [0], targets: ^{count: 1}}\n"), "scenario.targets: a mapping is not allowed;", "expected only one of targets_deg and targets." },
        { Campaign("scenario: {targets: ^{count: 3}}\n"), "scenario.targets.uniform_deg: the field is missing;", "within -90 to 90." },
        { Campaign("scenario: {targets: ^[0, 1]}\n"), "scenario.targets: a list is not allowed;", "count, uniform_deg, min_separation_deg." },
        { Campaign("scenario: {targets: {count: ^0, uniform_deg: [-60, 60]}}\n"), "scenario.targets.count: '0' is not allowed;", "from 1 to 180." },
        { Campaign("scenario: {targets: {count: 2, uniform_deg: [-60, ^91]}}\n"), "scenario.targets.uniform_deg[1]: '91' is not allowed;", "from -90 to 90." },
        { Campaign("scenario: {targets: {count: 2, uniform_deg: [20, ^20]}}\n"), "scenario.targets.uniform_deg[1]: '20' is not allowed;", "expected a number > 20, the lower end." },
        { Campaign("scenario: {targets: {count: 2, uniform_deg: ^[20]}}\n"), "scenario.targets.uniform_deg: a list of one", "within -90 to 90." },
        { Campaign("scenario: {targets: {count: 3, uniform_deg: [0, 10], min_separation_deg: ^5.5}}\n"), "scenario.targets.min_separation_deg: '5.5' is not allowed;", "expected at most 5, for 3 targets to fit in [0, 10]." },
        { Campaign("scenario: {channel: ^rician5}\n"), "scenario.channel: 'rician5' is not allowed;", "(did you mean 'rician'?)." },
        { Campaign("scenario: {channel: ^{rician: {}, rayleigh: {}}}\n"), "scenario.channel: a mapping is not allowed;", "exactly one of rayleigh, rician, geometric." },
        { Campaign("scenario: {channel: {rayleigh: ^{}}}\n"), "scenario.channel.rayleigh: an empty mapping is not allowed;", "takes no parameters." },
        { Campaign("scenario: {channel: {rician: {^k: 5}}}\n"), "scenario.channel.rician.k: unknown field;", "expected one of factor_db." },
        { Campaign("scenario: {channel: {rician: {factor_db: ^100}}}\n"), "scenario.channel.rician.factor_db: '100' is not allowed;", "from -60 to 60." },
        { Campaign("scenario: {channel: {geometric: {paths: ^2.5}}}\n"), "scenario.channel.geometric.paths: '2.5' is not allowed;", "from 1 to 1000." },
        { Campaign("scenario: {channel: {geometric: {spread_deg: ^-1}}}\n"), "scenario.channel.geometric.spread_deg: '-1' is not allowed;", "from 0 to 180." },
    };

    public static TheoryData<string, string, string> Sweeps => new()
    {
        { Campaign("sweep: ^{}\n"), "sweep: an empty mapping is not allowed; expected at least one of", ScenarioNames },
        { Campaign("sweep:^ \n"), "sweep: an empty value is not allowed; expected a mapping of", ScenarioNames },
        { Campaign("sweep: {^algorithms: [sdr]}\n"), "sweep.algorithms: unknown field;", ScenarioNames },
        { Campaign("sweep: {sinr_db: ^[]}\n"), "sweep.sinr_db: an empty list is not allowed;", "expected a non-empty list of values of sinr_db." },
        { Campaign("sweep: {sinr_db: ^8}\n"), "sweep.sinr_db: '8' is not allowed;", "expected a non-empty list of values of sinr_db." },
        { Campaign("sweep:\n  sinr_db:\n    - 3\n    - ^99\n"), "sweep.sinr_db[1]: '99' is not allowed;", "expected a number from -50 to 60." },
        { Campaign("sweep: {sinr_db: [8, 9, ^8.0]}\n"), "sweep.sinr_db[2]: '8.0' is not allowed;", "this one is listed already." },
        { Campaign("sweep: {targets_deg: [^-40, 0, 40]}\n"), "sweep.targets_deg[0]: '-40' is not allowed;", "such as [-40, 0, 40]." },
        { Campaign("sweep: {targets_deg: [[0], [1, ^-91]]}\n"), "sweep.targets_deg[1][1]: '-91' is not allowed;", "from -90 to 90." },
        { Campaign("sweep: {targets_deg: [[0]], targets: ^[{count: 1}]}\n"), "sweep.targets: a list is not allowed;", "only one of targets_deg and targets." },
        { Campaign("sweep: {channel: [rayleigh, ^fading]}\n"), "sweep.channel[1]: 'fading' is not allowed;", "one of rayleigh, rician, geometric." },
        { Campaign("sweep: {users: [9, 10, ^11]}\n"), "sweep.users[2]: '11' is not allowed;", "as antennas, 10." },
        { Campaign("scenario: {users: 6}\nsweep: {antennas: [8, ^4]}\n"), "sweep.antennas[1]: '4' is not allowed;", "expected at least as many antennas as users, 6." },
        { Campaign("sweep: {antennas: [8, 4], users: [2, ^6]}\n"), "sweep.users[1]: '6' is not allowed;", "as antennas, 4." },
        { Campaign($"sweep: {{sinr_db: [{Range(101)}], noise: ^[{Range(100)}]}}\n"), "sweep.noise: the sweep has more than 10000 points;", "expected fewer values." },
    };

    private static string With(string algorithms, string lines = "") => $"kind: campaign\nname: x\nsamples: 1\n{lines}algorithms: [{algorithms}]\n";

    private static string Range(int count) => string.Join(", ", Enumerable.Range(1, count).Select(i => $"{i}e-1"));
}
