using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Scenarios;
using static IsacCluster.Campaigns.Tests.SampleSpecifications;

namespace IsacCluster.Campaigns.Tests;

/// <summary>The field pattern: its forms, files, identities and mistakes.</summary>
public sealed class PatternFieldTests
{
    public static TheoryData<Scenario> Scenarios =>
    [
        new Scenario { Pattern = new SectorPattern(new([1, 2, 3]), new([2]), 0.5) },
        new Scenario { Pattern = new TablePattern(new([-20, 30]), new([]), new([1, 0]), new([1, 2])) },
        new Scenario { Pattern = new TablePattern(new([-20, 30]), new([0, 5, 9]), new([1, 0, 1, 2, 3, 4]), new([1, 2, 1, 1, 1, 1])) },
        new Scenario { Antennas = 2, Pattern = new ReferencePattern(2, new([1, 0, 0.5, 0.25, 0.5, -0.25, 1, 0])) },
    ];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_file_holds_all_numbers(Scenario scenario)
    {
        Assert.Equal(scenario, ScenarioJson.Read(ScenarioFieldsTests.Written(scenario)));
        Assert.False(scenario.IsPlain());
        Assert.NotEqual(new Scenario { Antennas = scenario.Antennas }, scenario);
    }

    [Fact]
    public void Forms_in_a_specification()
    {
        Assert.Null(ParseCampaign("scenario: {pattern: sectors}\n").Scenario.Pattern);
        Assert.Equal(
            new SectorPattern(new([1, 0.5, 1]), new([4]), 1),
            ParseCampaign("scenario: {pattern: {sectors: {levels: [1, 0.5, 1], weights: 4}}}\n").Scenario.Pattern);
        Assert.Equal(
            new TablePattern(new([-5, 0, 5.5]), new([]), new([0, 1, 0]), new([1, 3, 1])),
            ParseCampaign("scenario: {pattern: {angles: [[-5, 0], [0, 1, 3], [5.5, 0]]}}\n").Scenario.Pattern);
        Scenario swept = ParseCampaign("sweep: {pattern: [sectors, {sectors: {elsewhere: 0.1}}]}\n").Points[1].Scenario;
        Assert.Equal(new SectorPattern(new([1]), new([1]), 0.1), swept.Pattern);
    }

    [Fact]
    public void The_identity_is_that_of_the_numbers_and_old_ones_have_none()
    {
        Assert.False(ScenarioIdentity.Of(ParseCampaign("scenario: {pattern: sectors}\n").Scenario, []).ContainsKey("pattern"));
        string Identity(string pattern) =>
            CanonicalJson.Write(ScenarioIdentity.Of(ParseCampaign($"scenario: {{pattern: {pattern}}}\n").Scenario, [])["pattern"]);
        Assert.Equal("{\"sectors\":{\"elsewhere\":0,\"levels\":[1],\"weights\":[1]}}", Identity("{sectors: {elsewhere: 0}}"));
        Assert.Equal(Identity("{angles: [[0, 1], [9, 0]]}"), Identity("{angles: [[0, 1, 1], [9.0, 0, 1]]}"));
        Assert.NotEqual(Identity("{angles: [[0, 1], [9, 0]]}"), Identity("{angles: [[0, 1], [9, 0, 2]]}"));
    }

    [Fact]
    public void Files_are_read_beside_the_specification()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["p.csv"], "angle_deg,level,weight\r\n-5,0,1\r\n0,1,3\r\n5.5,0,1\r\n");
        File.WriteAllText(folder["t.csv"], "elevation_deg,angle_deg,level\n0,10,2\n0,-10,1\n5,-10,3\n5,10,4\n");
        Assert.Equal(new TablePattern(new([-5, 0, 5.5]), new([]), new([0, 1, 0]), new([1, 3, 1])), Read("{file: p.csv}").Pattern);
        Assert.Equal(new TablePattern(new([-10, 10]), new([0, 5]), new([1, 2, 3, 4]), new([1, 1, 1, 1])), Read("{file: t.csv}").Pattern);
        byte[] header = [0x93, .. "NUMPY\u0001\0"u8];
        string description = "{'descr': '<c16', 'fortran_order': False, 'shape': (2, 2), }".PadRight(117) + "\n";
        double[] numbers = [1, 0, 0.5, 0.25, 0.5, -0.25, 1, 0];
        File.WriteAllBytes(
            folder["r.npy"],
            [.. header, 118, 0, .. System.Text.Encoding.ASCII.GetBytes(description), .. numbers.SelectMany(BitConverter.GetBytes)]);
        Assert.Equal(new ReferencePattern(2, new(numbers)), Read("{reference: r.npy}", "antennas: 2, users: 1, ").Pattern);
        var error = Assert.Throws<SpecificationException>(() => Read("{reference: r.npy}"));
        Assert.Contains("a reference design of 2 antennas for an array of 10 is not allowed.", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<SpecificationException>(() => Read("{file: none.csv}"));
        Assert.Equal("none.csv", error.MissingFile);

        Scenario Read(string pattern, string more = "") => ((CampaignSpecification)Reader.Parse(
            Campaign($"scenario: {{{more}pattern: {pattern}}}\n"), folder["x.yaml"])).Scenario;
    }

    [Theory]
    [InlineData("angle_deg,level\n", "p.csv:1:1: the file has no rows")]
    [InlineData("angle_deg,gain\n0,1\n", "p.csv:1:1: the column level is missing")]
    [InlineData("angle_deg,level,wieght\n0,1,1\n", "p.csv:1:17: 'wieght' is not allowed; expected a column of")]
    [InlineData("angle_deg,level\n0,1\n0,1\n", "p.csv:3:1: angle_deg: '0' is not allowed; expected a number > 0, the angle before it.")]
    [InlineData("angle_deg,level\n0,1\n91,1\n", "p.csv:3:1: angle_deg: '91' is not allowed; expected a number from -90 to 90.")]
    [InlineData("angle_deg,level\n0,-1\n", "p.csv:2:3: level: '-1' is not allowed; expected a number >= 0.")]
    [InlineData("angle_deg,level\n0,x\n", "p.csv:2:3: level: 'x' is not allowed; expected a number >= 0.")]
    [InlineData("angle_deg,level\n0\n", "p.csv:2:1: a row of 1 is not allowed; expected 2")]
    [InlineData("angle_deg,level,weight\n0,1,0\n", "all weights are 0")]
    [InlineData("angle_deg,elevation_deg,level\n0,0,1\n1,1,1\n", "p.csv:3:1: azimuth 1 at elevation 0 is missing")]
    [InlineData("angle_deg,elevation_deg,level\n0,0,1\n0,0,1\n", "p.csv:3:1: azimuth 0 at elevation 0 stands in a row before")]
    public void Mistakes_of_a_file_name_its_line(string text, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["p.csv"], text);
        var error = Assert.Throws<SpecificationException>(
            () => Reader.Parse(Campaign("scenario: {pattern: {file: p.csv}}\n"), folder["x.yaml"]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{angles: [[0, 1], [0, 2]]}", "scenario.pattern.angles[1]: the angle 0 is not allowed; expected a number > 0")]
    [InlineData("{angles: [[0]]}", "scenario.pattern.angles[0]: a list of one is not allowed")]
    [InlineData("{angles: [[0, -1]]}", "scenario.pattern.angles[0][1]: '-1' is not allowed; expected a number >= 0.")]
    [InlineData("{sectors: {levels: [1, 2]}}", "scenario.pattern: a list of 2 levels for 3 targets is not allowed.")]
    [InlineData("{sectors: {weights: 0, elsewhere: 0}}", "expected a weight > 0")]
    [InlineData("{sectors: {}, angles: [[0, 1]]}", "expected exactly one of sectors, angles, file, reference")]
    [InlineData("{angles: [[-90, 1, 0], [89, 1, 0], [89.5, 1, 1]]}", "no direction of the grid has a weight")]
    [InlineData("wide", "expected sectors")]
    public void Mistakes_are_said(string pattern, string expected)
    {
        var error = Assert.Throws<SpecificationException>(() => ParseCampaign($"scenario: {{pattern: {pattern}}}\n"));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
