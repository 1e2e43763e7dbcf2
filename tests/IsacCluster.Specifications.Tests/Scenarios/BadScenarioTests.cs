using static IsacCluster.Specifications.Tests.Marked;

namespace IsacCluster.Specifications.Tests.Scenarios;

/// <summary>Scenarios and sweeps that are refused. One case a row.</summary>
public sealed class BadScenarioTests
{
    private const string ScenarioNames = "antennas, users, targets_deg, targets, beamwidth_deg, grid_points, evaluation_grid_points, "
        + "power, noise, sinr_db, spacing, objective, csi, grid, pattern, array, elevation_points, channel, slots.";

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
        { Campaign("scenario: {sinr_db: ^[8]}\n"), "scenario.sinr_db: a list of 1 is not allowed;", "a list of 2, one for each user." },
        { Campaign("scenario: {antennas: ^1}\n"), "scenario.antennas: '1' is not allowed;", "expected a whole number from 2 to 256." },
        { Campaign("scenario: {antennas: ^257}\n"), "scenario.antennas: '257' is not allowed;", "from 2 to 256." },
        { Campaign("scenario: {users: ^0}\n"), "scenario.users: '0' is not allowed;", "expected a whole number from 1 to 256." },
        { Campaign("scenario: {users: ^11}\n"), "scenario.users: '11' is not allowed;", "expected at most as many users as antennas, 10." },
        {
            Campaign("scenario: {beamwidth_deg: ^0}\n"),
            "scenario.beamwidth_deg: '0' is not allowed;", "expected a number > 0 and at most 180."
        },
        { Campaign("scenario: {beamwidth_deg: ^180.5}\n"), "scenario.beamwidth_deg: '180.5' is not allowed;", "at most 180." },
        { Campaign("scenario: {grid_points: ^0}\n"), "scenario.grid_points: '0' is not allowed;", "from 1 to 100000." },
        {
            Campaign("scenario: {evaluation_grid_points: ^100001}\n"),
            "scenario.evaluation_grid_points: '100001' is not allowed;", "from 1 to 100000."
        },
        { Campaign("scenario: {slots: ^1e6}\n"), "scenario.slots: '1e6' is not allowed;", "from 1 to 100000." },
        { Campaign("scenario: {targets_deg: ^[]}\n"), "scenario.targets_deg: an empty list is not allowed;", "such as [-40, 0, 40]." },
        { Campaign("scenario: {targets_deg: ^40}\n"), "scenario.targets_deg: '40' is not allowed;", "such as [-40, 0, 40]." },
        {
            Campaign("scenario: {targets_deg: [0, ^90.5]}\n"),
            "scenario.targets_deg[1]: '90.5' is not allowed;", "expected a number from -90 to 90."
        },
        {
            Campaign("scenario: {targets_deg: [0, ^0.0]}\n"),
            "scenario.targets_deg[1]: '0.0' is not allowed;", "this one is listed already."
        },
        {
            Campaign("scenario: {targets_deg: [0], targets: ^{count: 1}}\n"),
            "scenario.targets: a mapping is not allowed;", "expected only one of targets_deg and targets."
        },
        { Campaign("scenario: {targets: ^{count: 3}}\n"), "scenario.targets.uniform_deg: the field is missing;", "within -90 to 90." },
        {
            Campaign("scenario: {targets: ^[0, 1]}\n"),
            "scenario.targets: a list is not allowed;", "count, uniform_deg, min_separation_deg, elevation_deg, file."
        },
        {
            Campaign("scenario: {targets: {count: ^0, uniform_deg: [-60, 60]}}\n"),
            "scenario.targets.count: '0' is not allowed;", "from 1 to 180."
        },
        {
            Campaign("scenario: {targets: {count: 2, uniform_deg: [-60, ^91]}}\n"),
            "scenario.targets.uniform_deg[1]: '91' is not allowed;", "from -90 to 90."
        },
        {
            Campaign("scenario: {targets: {count: 2, uniform_deg: [20, ^20]}}\n"),
            "scenario.targets.uniform_deg[1]: '20' is not allowed;", "expected a number > 20, the lower end."
        },
        {
            Campaign("scenario: {targets: {count: 2, uniform_deg: ^[20]}}\n"),
            "scenario.targets.uniform_deg: a list of one", "within -90 to 90."
        },
        {
            Campaign("scenario: {targets: {count: 3, uniform_deg: [0, 10], min_separation_deg: ^5.5}}\n"),
            "scenario.targets.min_separation_deg: '5.5' is not allowed;", "expected at most 5, for 3 targets to fit in [0, 10]."
        },
        { Campaign("scenario: {channel: ^rician5}\n"), "scenario.channel: 'rician5' is not allowed;", "(did you mean 'rician'?)." },
        {
            Campaign("scenario: {channel: ^{rician: {}, rayleigh: {}}}\n"),
            "scenario.channel: a mapping is not allowed;", "geometric, clusters, blockage, cdl-a, cdl-b, cdl-c, cdl-d, cdl-e, file."
        },
        {
            Campaign("scenario: {channel: {rayleigh: ^{}}}\n"),
            "scenario.channel.rayleigh: an empty mapping is not allowed;", "takes no parameters."
        },
        { Campaign("scenario: {channel: {rician: {^k: 5}}}\n"), "scenario.channel.rician.k: unknown field;", "expected one of factor_db." },
        {
            Campaign("scenario: {channel: {rician: {factor_db: ^100}}}\n"),
            "scenario.channel.rician.factor_db: '100' is not allowed;", "from -60 to 60."
        },
        {
            Campaign("scenario: {channel: {geometric: {paths: ^2.5}}}\n"),
            "scenario.channel.geometric.paths: '2.5' is not allowed;", "from 1 to 1000."
        },
        {
            Campaign("scenario: {channel: {geometric: {spread_deg: ^-1}}}\n"),
            "scenario.channel.geometric.spread_deg: '-1' is not allowed;", "from 0 to 180."
        },
    };

    public static TheoryData<string, string, string> Sweeps => new()
    {
        { Campaign("sweep: ^{}\n"), "sweep: an empty mapping is not allowed; expected at least one of", ScenarioNames },
        { Campaign("sweep:^ \n"), "sweep: an empty value is not allowed; expected a mapping of", ScenarioNames },
        { Campaign("sweep: {^algorithms: [sdr]}\n"), "sweep.algorithms: unknown field;", ScenarioNames },
        {
            Campaign("sweep: {sinr_db: ^[]}\n"),
            "sweep.sinr_db: an empty list is not allowed;", "expected a non-empty list of values of sinr_db."
        },
        { Campaign("sweep: {sinr_db: ^8}\n"), "sweep.sinr_db: '8' is not allowed;", "expected a non-empty list of values of sinr_db." },
        {
            Campaign("sweep:\n  sinr_db:\n    - 3\n    - ^99\n"),
            "sweep.sinr_db[1]: '99' is not allowed;", "expected a number from -50 to 60."
        },
        { Campaign("sweep: {sinr_db: [8, 9, ^8.0]}\n"), "sweep.sinr_db[2]: '8.0' is not allowed;", "this one is listed already." },
        { Campaign("sweep: {targets_deg: [^-40, 0, 40]}\n"), "sweep.targets_deg[0]: '-40' is not allowed;", "such as [-40, 0, 40]." },
        { Campaign("sweep: {targets_deg: [[0], [1, ^-91]]}\n"), "sweep.targets_deg[1][1]: '-91' is not allowed;", "from -90 to 90." },
        {
            Campaign("sweep: {targets_deg: [[0]], targets: ^[{count: 1}]}\n"),
            "sweep.targets: a list is not allowed;", "only one of targets_deg and targets."
        },
        {
            Campaign("sweep: {channel: [rayleigh, ^fading]}\n"),
            "sweep.channel[1]: 'fading' is not allowed;", "geometric, clusters, blockage, cdl-a, cdl-b, cdl-c, cdl-d, cdl-e."
        },
        { Campaign("sweep: {users: [9, 10, ^11]}\n"), "sweep.users[2]: '11' is not allowed;", "as antennas, 10." },
        {
            Campaign("scenario: {users: 6}\nsweep: {antennas: [8, ^4]}\n"),
            "sweep.antennas[1]: '4' is not allowed;", "expected at least as many antennas as users, 6."
        },
        { Campaign("sweep: {antennas: [8, 4], users: [2, ^6]}\n"), "sweep.users[1]: '6' is not allowed;", "as antennas, 4." },
        {
            Campaign($"sweep: {{sinr_db: [{Range(101)}], noise: ^[{Range(100)}]}}\n"),
            "sweep.noise: the sweep has more than 10000 points;", "expected fewer values."
        },
    };

    [Theory]
    [MemberData(nameof(Scenarios))]
    [MemberData(nameof(Sweeps))]
    public void The_message_names_place_field_value_and_what_is_allowed(string marked, string beginning, string end) =>
        AssertRefused(text => SampleScenarios.Points(text), marked, beginning, end);

    private static string Range(int count) => string.Join(", ", Enumerable.Range(1, count).Select(i => $"{i}e-1"));
}
