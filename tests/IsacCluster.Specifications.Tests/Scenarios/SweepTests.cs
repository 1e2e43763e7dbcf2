using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications.Scenarios;
using static IsacCluster.Specifications.Tests.Scenarios.SampleScenarios;

namespace IsacCluster.Specifications.Tests.Scenarios;

/// <summary>The points that a sweep makes: their order, ids, parameters and scenarios.</summary>
public sealed class SweepTests
{
    [Fact]
    public void Without_a_sweep_there_is_one_point()
    {
        SweepPoint point = Assert.Single(Points("scenario: {users: 3}\n"));
        Assert.Equal("all", point.Id);
        Assert.Empty(point.Params);
        Assert.Equal(new Scenario { Users = 3 }, point.Scenario);
    }

    [Fact]
    public void The_last_field_varies_fastest_in_file_order()
    {
        IReadOnlyList<SweepPoint> points = Points("sweep:\n  sinr_db: [8, 3]\n  users: [2, 1, 4]\n");
        Assert.Equal(
            ["sinr_db=8,users=2", "sinr_db=8,users=1", "sinr_db=8,users=4", "sinr_db=3,users=2", "sinr_db=3,users=1", "sinr_db=3,users=4"],
            points.Select(point => point.Id));
        Assert.Equal((3.0, 1), (points[4].Scenario.SinrDb, points[4].Scenario.Users));
        Assert.Equal(["sinr_db", "users"], points[4].Params.Keys);
        Assert.Equal([3.0, 1L], points[4].Params.Values);
    }

    public static TheoryData<string, string[], object[]> Fields => new()
    {
        { "noise: [1e-10, 0.5]", ["noise=1e-10", "noise=0.5"], [1e-10, 0.5] },
        { "grid_points: [180, 90]", ["grid_points=180", "grid_points=90"], [180L, 90L] },
        { "targets_deg: [[-40, 0, 40], [12.5]]", ["targets_deg=-40_0_40", "targets_deg=12.5"], [new[] { -40.0, 0, 40 }, new[] { 12.5 }] },
        {
            "channel: [rayleigh, rician, {geometric: {paths: 4}}]",
            ["channel=rayleigh", "channel=rician_5dB", "channel=geometric_4paths_20deg"],
            ["rayleigh", "rician_5dB", "geometric_4paths_20deg"]
        },
        {
            "targets: [{count: 2, uniform_deg: [-60, 60]}, {count: 2, uniform_deg: [-60, 60], min_separation_deg: 5}]",
            ["targets=uniform_2_from_-60_to_60_apart_0", "targets=uniform_2_from_-60_to_60_apart_5"],
            ["uniform_2_from_-60_to_60_apart_0", "uniform_2_from_-60_to_60_apart_5"]
        },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public void Ids_and_parameters(string sweep, string[] ids, object[] parameters)
    {
        IReadOnlyList<SweepPoint> points = Points($"sweep: {{{sweep}}}\n");
        Assert.Equal(ids, points.Select(point => point.Id));
        Assert.Equal(parameters, points.Select(point => point.Params.Values.Single()));
        Assert.Equal(points.Count, points.Select(point => point.Scenario).Distinct().Count());
    }

    [Fact]
    public void A_swept_value_overrides_the_scenario_before_it_is_checked()
    {
        IReadOnlyList<SweepPoint> points =
            Points("scenario: {users: 12, targets_deg: [0]}\nsweep: {antennas: [12, 16], targets: [{count: 2, uniform_deg: [0, 9]}]}\n");
        Assert.Equal([(12, 12), (16, 12)], points.Select(point => (point.Scenario.Antennas, point.Scenario.Users)));
        Assert.All(points, point => Assert.Equal(new RandomTargets(2, 0, 9, 0), point.Scenario.Targets));
    }

    [Fact]
    public void Ten_thousand_points_are_allowed_and_have_distinct_ids()
    {
        string hundred = string.Join(", ", Enumerable.Range(1, 100));
        IReadOnlyList<SweepPoint> points = Points($"sweep: {{grid_points: [{hundred}], slots: [{hundred}]}}\n");
        Assert.Equal(10_000, points.Select(point => point.Id).Distinct().Count());
    }
}
