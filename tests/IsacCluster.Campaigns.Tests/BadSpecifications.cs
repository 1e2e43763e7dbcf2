using static IsacCluster.Campaigns.Tests.SampleSpecifications;

namespace IsacCluster.Campaigns.Tests;

/// <summary>
/// Bad specifications: the text with ^ just before the place that the message must name (the mark is taken out before
/// parsing), what follows the place in the message, and the end of the message. One case a row, however long.
/// </summary>
internal static class BadSpecifications
{
    private const string AlgorithmNames = "one or more of radar, sdr, zf, zf-pinv, descent, descent-ip, dnn, dnn-ip, gnn, gnn-ip.";

    public static TheoryData<string, string, string> Structure => new()
    {
        { "^- kind: campaign", "a list is not allowed;", "expected a mapping that begins with kind." },
        { "^campaign", "'campaign' is not allowed;", "expected a mapping that begins with kind." },
        { "^name: x", "kind: the field is missing;", "expected one of campaign, dataset, solve, training, study." },
        { "kind:^ ", "kind: an empty value is not allowed;", "campaign, dataset, solve, training, study." },
        { "kind: ^campain", "kind: 'campain' is not allowed;", "(did you mean 'campaign'?)." },
        { Campaign("^sample: 20\n"), "sample: unknown field; did you mean 'samples'?", "samples, shard_size, stop, rows." },
        { Campaign($"^{new string('k', 200)}: 1\n"), $"{new string('k', 120)}...: unknown field;", "rows." },
        { Campaign("^colour: red\n"), "colour: unknown field; expected one of kind, name,", "rows." },
        { Campaign("? ^''\n: 1\n"), "'': unknown field; expected one of kind,", "rows." },
        { Solve("dataset: d\nalgorithms: [sdr]\n^noise: 1\n"), "noise: unknown field;",
            "expected one of kind, name, dataset, algorithms, scenario, seed, samples." },
        { Dataset("^algorithms: [sdr]\n"), "algorithms: unknown field;", "samples, shard_size, path." },
    };

    public static TheoryData<string, string, string> JobFields => new()
    {
        { "^kind: campaign\nalgorithms: [sdr]\nsamples: 1\n", "name: the field is missing;", "begin with a letter or digit." },
        { "kind: solve\nname: ^a/b\n", "name: 'a/b' is not allowed;", "begin with a letter or digit." },
        { "kind: solve\nname: ^..\n", "name: '..' is not allowed;", "begin with a letter or digit." },
        { "kind: solve\nname: ^\"a\\nb\"\n", "name: the text 'a\\u000ab' is not allowed;", "begin with a letter or digit." },
        { $"kind: solve\nname: ^{new string('a', 65)}\n", $"name: '{new string('a', 60)}...' is not allowed;",
            "begin with a letter or digit." },
        { Campaign("seed: ^-1\n"), "seed: '-1' is not allowed;", "expected a whole number from 0 to 18446744073709551615." },
        { Campaign("seed: ^18446744073709551616\n"), "seed: '18446744073709551616' is not allowed;", "to 18446744073709551615." },
        { Campaign("seed: ^0x10\n"), "seed: '0x10' is not allowed;", "to 18446744073709551615." },
        { "^kind: campaign\nname: x\nalgorithms: [sdr]\n", "samples: the field is missing;",
            "expected a whole number from 1 to 1000000000." },
        { "kind: dataset\nname: x\nsamples: ^0\n", "samples: '0' is not allowed;", "from 1 to 1000000000." },
        { "kind: dataset\nname: x\nsamples: ^1.5\n", "samples: '1.5' is not allowed;", "from 1 to 1000000000." },
        { "kind: dataset\nname: x\nsamples: ^\"10\"\n", "samples: the text '10' is not allowed;", "from 1 to 1000000000." },
        { Campaign("shard_size: ^automatic\n"), "shard_size: 'automatic' is not allowed;", "from 1 to 1000000, or auto." },
        { Campaign("shard_size: ^0\n"), "shard_size: '0' is not allowed;", "from 1 to 1000000, or auto." },
        { Campaign("rows: ^yes\n"), "rows: 'yes' is not allowed;", "expected true or false." },
        { "^kind: campaign\nname: x\nsamples: 1\n", "algorithms: the field is missing;", AlgorithmNames },
        { "kind: campaign\nname: x\nsamples: 1\nalgorithms: ^[]\n", "algorithms: an empty list is not allowed;", AlgorithmNames },
        { "kind: campaign\nname: x\nsamples: 1\nalgorithms: ^sdr\n", "algorithms: 'sdr' is not allowed;", AlgorithmNames },
        { "kind: campaign\nname: x\nsamples: 1\nalgorithms: [sdr, ^zf-pin]\n", "algorithms[1]: 'zf-pin' is not allowed;",
            "(did you mean 'zf-pinv'?)." },
        { "kind: campaign\nname: x\nsamples: 1\nalgorithms: [sdr, zf, ^sdr]\n", "algorithms[2]: 'sdr' is not allowed;",
            "this one is listed already." },
        { Solve("dataset: d\nalgorithms: [^gnn]\n"), "algorithms[0]: 'gnn' is not allowed;", "one of radar, sdr, zf, zf-pinv, descent." },
        { Solve("dataset: d\nalgorithms: [^{gnn: {model: gnn.model}}]\n"), "algorithms[0]: a mapping is not allowed;",
            "one of radar, sdr, zf, zf-pinv, descent." },
        { Campaign("metrics: [sum_rate, ^peak_sidelobe]\n"), "metrics[1]: 'peak_sidelobe' is not allowed;",
            "(did you mean 'peak_sidelobe_db'?)." },
        { Campaign("metrics: [sum_rate, ^sum_rate]\n"), "metrics[1]: 'sum_rate' is not allowed;",
            "expected distinct metrics; this one is listed already." },
        { Campaign("common_samples: ^no\n"), "common_samples: 'no' is not allowed;", "expected true or false." },
        { Campaign("published: ^[{label: x, sinr_db: [8], mse: [1]}]\n"), "published: it needs a sweep", "against which it is drawn." },
        { Campaign("sweep: {sinr_db: [8, 10]}\npublished: [{label: x, sinr_db: [8, ^9], mse: [1, 1]}]\n"),
            "published[0].sinr_db[1]: '9' is not allowed;", "expected distinct values of the sweep." },
        { Campaign("sweep: {sinr_db: [8, 10]}\npublished: [{label: x, sinr_db: [8, 10], mse: ^[1]}]\n"),
            "published[0].mse: expected a list of 2 numbers", "not 1." },
        { Campaign("sweep: {sinr_db: [8, 10]}\npublished: [{label: x, sinr_db: [8], satisfaction: [^99]}]\n"),
            "published[0].satisfaction[0]: '99' is not allowed;", "expected a number from 0 to 1." },
        { Campaign("sweep: {sinr_db: [8, 10]}\npublished: [{label: ^sdr, sinr_db: [8], mse: [1]}]\n"),
            "published[0].label: 'sdr' is not allowed;", "that no algorithm and no other published values have." },
        { Campaign("sweep: {sinr_db: [8, 10]}\npublished: [^{label: x, mse: [1]}]\n"),
            "published[0]: expected one of sinr_db", "the swept field of its values." },
        { Campaign("sweep: {sinr_db: [8, 10]}\npublished: [^{label: x, sinr_db: [8]}]\n"),
            "published[0]: expected values of one or more of mse", "." },
        { Campaign("metrics: ^[]\n"), "metrics: an empty list is not allowed;", "energy_efficiency, objective_value." },
        { Campaign("metrics: ^sum_rate\n"), "metrics: 'sum_rate' is not allowed;", "energy_efficiency, objective_value." },
        { Campaign("stop: ^{}\n"), "stop.relative_half_width: the field is missing;", "expected a number > 0 and < 1." },
        { Campaign("stop: {relative_half_width: ^1}\n"), "stop.relative_half_width: '1' is not allowed;",
            "expected a number > 0 and < 1." },
        { Campaign("stop: {relative_half_width: 0.1, confidence: ^0.5}\n"), "stop.confidence: '0.5' is not allowed;",
            "expected a number > 0.5 and < 1." },
        { Campaign("stop: {relative_half_width: 0.1, min_samples: ^1001}\n"), "stop.min_samples: '1001' is not allowed;",
            "from 2 to 1000, the number of samples." },
        { "kind: campaign\nname: x\nsamples: 1\nalgorithms: [sdr]\nstop: ^{relative_half_width: 0.1}\n", "stop: a mapping is not allowed;",
            "expected samples of at least 2 with it, not 1." },
        { "^kind: solve\nname: x\nalgorithms: [sdr]\n", "dataset: the field is missing;", "dataset: NAME}}." },
        { Solve("dataset:^ \nalgorithms: [sdr]\n"), "dataset: an empty value is not allowed;", "dataset: NAME}}." },
        { Solve("dataset: ^\"\\0\"\nalgorithms: [sdr]\n"), "dataset: the text '\\u0000' is not allowed;",
            "dataset: NAME}}." },
        { Dataset("path: ^[a]\n"), "path: a list is not allowed;", "expected the path of a folder." },
        { Dataset("scenario: {antennas: 4, users: ^5}\n"), "scenario.users: '5' is not allowed;", "as antennas, 4." },
    };

    public static TheoryData<string, string, string> Criteria => new()
    {
        { Crb("^{}", "sdr"), "scenario.objective.crb.target_deg: the field is missing;", "expected number from -89 to 89." },
        { Crb("{target_deg: ^90}", "sdr"), "scenario.objective.crb.target_deg: '90' is not allowed;", "expected a number from -89 to 89." },
        { Crb("{target_deg: 0, ^snr: 1}", "sdr"), "scenario.objective.crb.snr: unknown field;",
            "expected one of target_deg, symbols, echo_snr_db." },
        { Campaign("scenario: {grid: ^closed, grid_points: 1}\n"), "scenario.grid: 'closed' is not allowed;",
            "expected half-open for a grid of one point." },
        { Crb("{target_deg: 0}", "sdr, ^zf"), "algorithms[1]: 'zf' is not allowed;",
            "expected an algorithm for the objective crb at the point all, radar or sdr." },
        { Crb("{target_deg: 0}", "sdr, ^descent-ip"), "algorithms[1]: 'descent-ip' is not allowed;", "descent-ip knows none." },
    };

    public static TheoryData<string, string, string> Learned => new()
    {
        { With("sdr, ^gnn-ip"), "algorithms[1]: 'gnn-ip' is not allowed;", "expected it with a trained network, {gnn-ip: {model: FILE}}." },
        { With("^[gnn-ip]"), "algorithms[0]: a list is not allowed;",
            "expected one of radar, sdr, zf, zf-pinv, descent, descent-ip, dnn, dnn-ip, gnn, gnn-ip." },
        { With("{^gnn-pi: {model: gnn.model}}"), "algorithms[0].gnn-pi: unknown field; did you mean 'gnn-ip'?",
            "expected one of radar, sdr, zf, zf-pinv, descent, descent-ip, dnn, dnn-ip, gnn, gnn-ip." },
        { With("^{}"), "algorithms[0]: an empty mapping is not allowed;", "or of one with its model, {gnn-ip: {model: FILE}}." },
        { With("^{gnn: {model: gnn.model}, dnn: {model: dnn.model}}"), "algorithms[0]: a mapping is not allowed;",
            "{gnn-ip: {model: FILE}}." },
        { With("{sdr: ^{model: gnn.model}}"), "algorithms[0].sdr: a mapping is not allowed;",
            "expected the name sdr alone; only descent, descent-ip, dnn, dnn-ip, gnn, gnn-ip take options." },
        { With("{gnn: ^gnn.model}"), "algorithms[0].gnn: 'gnn.model' is not allowed;", "expected a mapping of model, label." },
        { With("{gnn-ip: ^{label: a}}"), "algorithms[0].gnn-ip.model: the field is missing;", "expected the path of a model file." },
        { With("{gnn-ip: {model: ^[gnn.model]}}"), "algorithms[0].gnn-ip.model: a list is not allowed;",
            "expected the path of a model file." },
        { With("{gnn: {model: gnn.model, ^repair: projection}}"), "algorithms[0].gnn.repair: unknown field;",
            "expected one of model, label." },
        { With("{gnn-ip: {model: gnn.model, repair: ^scaling}}"), "algorithms[0].gnn-ip.repair: 'scaling' is not allowed;",
            "expected one of projection, restoration." },
        { With("{gnn: {model: gnn.model, label: ^a b}}"), "algorithms[0].gnn.label: 'a b' is not allowed;",
            "begin with a letter or digit." },
        { With("{gnn: {model: gnn.model, label: ^sdr}}"), "algorithms[0].gnn.label: 'sdr' is not allowed;",
            "expected a label that is not the name of another algorithm." },
        { With("{gnn: {model: gnn.model, label: a}}, {gnn: {model: gnn.model, label: ^a}}"), "algorithms[1].gnn.label: 'a' is not allowed;",
            "expected distinct labels; this one is taken already." },
        { With("{gnn: {model: gnn.model}}, ^{gnn: {model: gnn-b.model}}"), "algorithms[1]: a mapping is not allowed;",
            "'gnn' is listed already: give one of them a label." },
        { With("{gnn: {model: ^missing.model}}"), "algorithms[0].gnn.model: 'missing.model' is not allowed;",
            "expected the file of a trained gnn; 'missing.model' does not exist." },
        { With("{gnn: {model: ^denied.model}}"), "algorithms[0].gnn.model: 'denied.model' is not allowed;",
            "'denied.model' cannot be read: permission denied." },
        { With("{gnn: {model: ^unreadable.model}}"), "algorithms[0].gnn.model: 'unreadable.model' is not allowed;",
            "'unreadable.model' cannot be read: disk\\u000aerror." },
        { With("{gnn: {model: ^broken.model}}"), "algorithms[0].gnn.model: 'broken.model' is not allowed;",
            "'broken.model' is not a model file: The header is cut short." },
        { With("{gnn: {model: ^dnn.model}}"), "algorithms[0].gnn.model: 'dnn.model' is not allowed;",
            "expected the file of a trained gnn; 'dnn.model' holds a dnn." },
        { With("{dnn-ip: {model: ^gnn.model}}"), "algorithms[0].dnn-ip.model: 'gnn.model' is not allowed;",
            "expected the file of a trained dnn; 'gnn.model' holds a gnn." },
        { With("{gnn: {model: ^gnn-m8.model}}"), "algorithms[0].gnn.model: 'gnn-m8.model' is not allowed;",
            "cannot serve the point all: it is for 8 antennas, not 10." },
        { With("{gnn: {model: ^'gnn-m8-{antennas}.model'}}", "sweep: {antennas: [8, 9]}\n"),
            "algorithms[0].gnn.model: the text 'gnn-m8-{antennas}.model' is not allowed;",
            "'gnn-m8-9.model' cannot serve the point antennas=9: it is for 8 antennas, not 9." },
        { With("{gnn: {model: ^'gnn-{users}.model'}}"), "algorithms[0].gnn.model: the text 'gnn-{users}.model' is not allowed;",
            "expected no placeholder, since nothing is swept; {users} is none." },
        { With("{gnn: {model: ^'gnn-{users}.model'}}", "sweep: {sinr_db: [3], noise: [1]}\n"),
            "algorithms[0].gnn.model: the text 'gnn-{users}.model' is not allowed;",
            "expected placeholders of the swept fields, {sinr_db}, {noise}; {users} is none." },
    };

    private static string With(string algorithms, string lines = "") => $"kind: campaign\nname: x\nsamples: 1\n"
        + $"{lines}algorithms: [{algorithms}]\n";

    private static string Range(int count) => string.Join(", ", Enumerable.Range(1, count).Select(i => $"{i}e-1"));

    private static string Crb(string crb, string algorithms) =>
        $"kind: campaign\nname: x\nsamples: 1\nscenario:\n  objective:\n    crb: {crb}\nalgorithms: [{algorithms}]\n";
}
