using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.Programs;
using IsacCluster.Campaigns.Solving.Cases;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Scenarios;
using static IsacCluster.Campaigns.Tests.SampleSpecifications;

namespace IsacCluster.Campaigns.Tests;

/// <summary>The fields array and elevation_points, targets as pairs, and what is refused.</summary>
public sealed class ArrayFieldTests
{
    private static readonly PlanarGeometry Planar = new(2, 3);

    public static TheoryData<Scenario> Scenarios =>
    [
        new Scenario { Array = Planar, Antennas = 6 },
        new Scenario { Array = new PlanarGeometry(4, 4, 0.7), Antennas = 16, ElevationPoints = 10 },
        new Scenario { Array = Planar, Antennas = 6, Targets = new FixedTargets([-10, 3]) { ElevationsDeg = new([0, 5]) } },
        new Scenario
        {
            Array = Planar, Antennas = 6, Targets = new RandomTargets(3, -60, 60, 5) { LowElevationDeg = -20, HighElevationDeg = 0 },
        },
    ];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Json_reads_what_it_wrote(Scenario scenario)
    {
        Assert.Equal(scenario, ScenarioJson.Read(ScenarioFieldsTests.Written(scenario)));
        Assert.False(scenario.IsPlain());
    }

    [Fact]
    public void Forms_in_a_specification()
    {
        Assert.Equal(new LinearGeometry(), ParseCampaign("scenario: {array: linear}\n").Scenario.Array);
        Scenario planar = ParseCampaign(
            "scenario: {array: {planar: {rows: 2, columns: 3}}, targets_deg: [[-10, 0], 5, [5, 2]]}\n").Scenario;
        Assert.Equal(((ArrayGeometry)Planar, 6), (planar.Array, planar.Antennas));
        Assert.Equal([new Direction(-10), new(5), new(5, 2)], ((FixedTargets)planar.Targets).Directions());
        CampaignSpecification sweep = ParseCampaign("scenario: {users: 1}\nsweep: {array: [linear, {planar: {rows: 2, columns: 8}}]}\n");
        Assert.Equal([10, 16], sweep.Points.Select(point => point.Scenario.Antennas));
        Assert.Equal("array=planar_2rows_8columns_1row_spacing", sweep.Points[1].Id);
    }

    [Fact]
    public void Identities_of_old_scenarios_have_no_array()
    {
        SortedDictionary<string, object?> old = ScenarioIdentity.Of(new Scenario(), []);
        SortedDictionary<string, object?> planar = ScenarioIdentity.Of(new Scenario { Array = Planar, Antennas = 6 }, []);
        Assert.False(old.ContainsKey("array") || old.ContainsKey("elevation_points"));
        Assert.Equal("{\"columns\":3,\"geometry\":\"planar\",\"row_spacing\":1,\"rows\":2}", CanonicalJson.Write(planar["array"]));
        Assert.Equal(36L, planar["elevation_points"]);
        var flat = new Scenario { Targets = new FixedTargets([1, 2]) };
        var raised = new Scenario { Targets = new FixedTargets([1, 2]) { ElevationsDeg = new([0, 3]) } };
        Assert.Equal("[1,2]", CanonicalJson.Write(ScenarioIdentity.Of(flat, [])["targets"]));
        Assert.Equal("[[1,0],[2,3]]", CanonicalJson.Write(ScenarioIdentity.Of(raised, [])["targets"]));
    }

    [Theory]
    [InlineData(
        "{antennas: 10, array: {planar: {rows: 2, columns: 3}}}",
        "scenario.antennas: '10' is not allowed; expected 6, the antennas of the array planar.")]
    [InlineData("{array: planar}", "scenario.array: 'planar' is not allowed; expected linear.")]
    [InlineData("{array: {planar: {rows: 2}}}", "scenario.array.planar.columns: the field is missing; expected whole, 1 to 256.")]
    [InlineData("{array: {planar: {rows: 20, columns: 20}}}", "400 antennas are not allowed; expected 2 to 256.")]
    [InlineData("{array: {planar: {rows: 2, columns: 3, spacing: 1}}}", "unknown field")]
    [InlineData(
        "{elevation_points: 9}",
        "scenario.elevation_points: '9' is not allowed; expected none for an array whose antennas all stand at one height.")]
    [InlineData(
        "{targets_deg: [[0, 5]]}",
        "scenario.targets_deg: elevations are not allowed; expected none for an array whose antennas all stand at one height.")]
    [InlineData("{array: {planar: {rows: 1, columns: 3}}, targets_deg: [[0, 5]]}", "elevations are not allowed")]
    [InlineData(
        "{array: {planar: {rows: 2, columns: 3}}, targets_deg: [[0, 91]]}",
        "scenario.targets_deg[0][1]: '91' is not allowed; expected a number from -90 to 90.")]
    [InlineData("{array: {planar: {rows: 2, columns: 3}}, targets_deg: [[0, 5], [0, 5]]}", "scenario.targets_deg[1]: ")]
    [InlineData("{array: {planar: {rows: 2, columns: 3}}, objective: {max_min_power: {}}}", "expected a linear array")]
    [InlineData(
        "{array: {planar: {rows: 6, columns: 1}}, objective: {crb: {target_deg: 0}}}",
        "expected an array that is more than one antenna wide")]
    [InlineData(
        "{array: {planar: {rows: 16, columns: 16}}, grid_points: 1000, elevation_points: 1000}",
        "a grid of 1000000 directions is not allowed; expected at most")]
    [InlineData(
        "{grid: closed, array: {planar: {rows: 2, columns: 3}}, elevation_points: 1}",
        "scenario.grid: 'closed' is not allowed; expected half-open for a grid of one elevation.")]
    public void Mistakes_are_said(string scenario, string expected)
    {
        var error = Assert.Throws<SpecificationException>(() => ParseCampaign($"scenario: {scenario}\n"));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_is_told_where_the_antennas_stand()
    {
        var scenario = new Scenario { Array = Planar, Antennas = 6, GridPoints = 9, ElevationPoints = 3 };
        IsacInstance instance = new SampleGenerator(scenario, 1).Generate(0).Instance;
        string line = DesignProtocol.RequestLine([instance], null);
        Assert.Contains("\"places\":[[0,0,0],[0.5,0,0],[1,0,0],[0,0,0.5],[0.5,0,0.5],[1,0,0.5]]", line, StringComparison.Ordinal);
        Assert.Equal([1, 3, 2], DesignProtocol.TargetsShape([instance]));
        Assert.Equal([-40, 0, 0, 0, 40, 0], DesignProtocol.Targets([instance]));
    }

    [Fact]
    public void Cases_say_arrays_and_patterns()
    {
        SolveCase read = CaseReader.Read("a", Case("\"array\": {\"planar\": {\"rows\": 1, \"columns\": 2}}"));
        Assert.Equal(new PlanarGeometry(1, 2), read.Instance.Objective.Array.Geometry);
        read = CaseReader.Read("a", Case(
            "\"array\": {\"planar\": {\"rows\": 2, \"columns\": 1}}, \"elevation_points\": 2, \"pattern_levels\": [1, 0, 2, 0, 0, 1]"));
        Assert.Equal([1, 0, 2, 0, 0, 1], read.Instance.Objective.Desired);
        Assert.Equal([new Direction(-90, -90), new(-30, -90), new(30, -90), new(-90, 0)], read.Instance.Objective.Grid.Take(4));
        (string More, string Expected)[] mistakes =
        [
            ("\"array\": {\"planar\": {\"rows\": 2, \"columns\": 3}}",
                "field 'antennas' is 2; allowed: 6, the antennas of the array planar"),
            ("\"pattern_levels\": [1]", "field 'pattern_levels' is a list of 1; allowed: 3 numbers, one for each grid point"),
            ("\"array\": {}", "field 'array' is an object of none; allowed: an object of one of linear, planar"),
            ("\"elevation_points\": 4", "field 'elevation_points' is 4; allowed: none for"),
        ];
        Assert.All(mistakes, mistake => Assert.Contains(mistake.Expected, Mistake(mistake.More), StringComparison.Ordinal));

        static string Mistake(string more) => Assert.Throws<SpecificationException>(() => CaseReader.Read("a", Case(more))).Message;
    }

    private static JsonFields Case(string more) => JsonFields.Root(
        System.Text.Encoding.UTF8.GetBytes(
            "{\"antennas\": 2, \"users\": 1, \"targets_deg\": [0], \"beamwidth_deg\": 20, \"grid_points\": 3, \"power\": 1, "
            + $"\"noise\": 0.1, \"sinr_db\": 3, \"channel_real_imag\": [[[1, 0]], [[0, 1]]], {more}}}"),
        "cases.json");
}
