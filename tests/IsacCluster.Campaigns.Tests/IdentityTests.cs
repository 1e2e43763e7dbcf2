using System.Text.Json;
using IsacCluster.Campaigns.Datasets;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.Solving;
using static IsacCluster.Campaigns.Tests.SampleSpecifications;

namespace IsacCluster.Campaigns.Tests;

/// <summary>What makes two specifications the same job.</summary>
public sealed class IdentityTests
{
    private const string Lines = "seed: 2025\nscenario: {users: 2, sinr_db: 8, targets_deg: [-40, 0, 40]}\nsweep: {noise: [1e-10, 1e-9]}\n";

    public static TheoryData<string> EquivalentLines =>
    [
        Lines,
        "# comment\n" + Lines,
        "scenario: {sinr_db: 8.0, users: 2.0, targets_deg: [-4e1, -0.0, +40.]}\nsweep: {noise: [0.0000000001, 0.1e-8]}\nseed: 2025\n",
        "sweep:\n  noise:\n  - 1e-10\n  - 1e-9\nscenario:\n  users: 2\n",
        "scenario: {channel: rayleigh, antennas: 10, noise: 5, slots: 1}\nsweep: {noise: [1e-10, 1e-9]}\n",
        Lines + "common_samples: true\n",
        Lines + "published: [{label: paper, noise: [1e-9], mse: [0.25]}]\n",
        Lines + "shard_size: 7\nrows: true\nstop: {relative_half_width: 0.1}\n",
    ];

    [Theory]
    [MemberData(nameof(EquivalentLines))]
    public void Equivalent_texts_are_the_same_job(string lines)
    {
        CampaignSpecification one = ParseCampaign(Lines), other = ParseCampaign(lines);
        Assert.Equal(one.IdentityText, other.IdentityText);
        Assert.Equal(one.JobId, other.JobId);
    }

    public static TheoryData<string> OtherLines =>
    [
        "",
        Lines.Replace("2025", "2026", StringComparison.Ordinal),
        Lines.Replace("[1e-10, 1e-9]", "[1e-9, 1e-10]", StringComparison.Ordinal),
        Lines.Replace("users: 2", "users: 3", StringComparison.Ordinal),
        Lines.Replace("sinr_db: 8", "sinr_db: 8.000000000000002", StringComparison.Ordinal),
        Lines.Replace("sweep: {", "sweep: {users: [2], ", StringComparison.Ordinal),
        Lines + "metrics: [sum_rate]\n",
        Lines + "common_samples: false\n",
    ];

    [Theory]
    [MemberData(nameof(OtherLines))]
    public void Whatever_changes_a_number_makes_another_job(string lines) =>
        Assert.NotEqual(ParseCampaign(Lines).IdentityText, ParseCampaign(lines).IdentityText);

    public static TheoryData<string> ScenarioValues =>
    [
        "antennas: 11", "users: 3", "targets_deg: [1]", "targets: {count: 3, uniform_deg: [-40, 40]}", "beamwidth_deg: 11",
        "grid_points: 181",
        "evaluation_grid_points: 181", "power: 2", "noise: 1", "sinr_db: 9", "channel: rician", "channel: geometric", "slots: 2",
    ];

    [Theory]
    [MemberData(nameof(ScenarioValues))]
    public void Every_scenario_field_is_part_of_the_identity(string value)
    {
        Assert.NotEqual(ParseCampaign().IdentityText, ParseCampaign($"scenario: {{{value}}}\n").IdentityText);
        Assert.NotEqual(
            Parse<DatasetSpecification>(Dataset()).JobId, Parse<DatasetSpecification>(Dataset($"scenario: {{{value}}}\n")).JobId);
        string[] pair = value.Split(": ", 2);
        Assert.NotEqual(ParseCampaign().IdentityText, ParseCampaign($"sweep: {{{pair[0]}: [{pair[1]}]}}\n").IdentityText);
    }

    [Fact]
    public void The_identity_is_canonical_json()
    {
        const string expected = """{"algorithms":["sdr"],"kind":"campaign","name":"x","scenario":{"antennas":10,"beamwidth_deg":"""
            + """10,"channel":"rayleigh","evaluation_grid_points":null,"grid_points":180,"power":1,"sinr_db":8,"slots":1,"targets":"""
            + """[-40,0,40],"users":2},"seed":2025,"sweep":[{"field":"noise","values":[1e-10,1e-9]}]}""";
        string text = ParseCampaign(Lines).IdentityText;
        Assert.Equal(expected, text);
        Assert.Equal(JsonValueKind.Object, JsonDocument.Parse(text).RootElement.ValueKind);
    }

    [Fact]
    public void The_job_id_is_the_name_and_twelve_digits_of_the_hash() => Assert.Matches(@"\Ax-[0-9a-f]{12}\z", ParseCampaign().JobId);

    [Fact]
    public void More_samples_continue_the_same_job_with_another_specification_hash()
    {
        CampaignSpecification thousand = ParseCampaign(), more = thousand with { Samples = 2000 };
        Assert.Equal(thousand.JobId, more.JobId);
        Assert.NotEqual(thousand.SpecSha256, more.SpecSha256);
        Assert.Matches(@"\A[0-9a-f]{64}\z", more.SpecSha256);
    }

    [Theory]
    [InlineData("rows: true\n")]
    [InlineData("shard_size: 7\n")]
    [InlineData("stop: {relative_half_width: 0.1}\n")]
    [InlineData("seed: 1\n")]
    public void The_specification_hash_covers_every_field(string line) =>
        Assert.NotEqual(ParseCampaign().SpecSha256, ParseCampaign(line).SpecSha256);

    [Fact]
    public void Where_the_file_lies_changes_nothing() =>
        Assert.Equal(Reader.Parse(Campaign(Lines), "a.yaml").SpecSha256, Reader.Parse(Campaign(Lines), "b/c.yaml").SpecSha256);

    [Theory]
    [InlineData("shard_size: 10\n")]
    [InlineData("path: elsewhere\n")]
    [InlineData("seed: 1\n")]
    public void A_dataset_with_other_files_is_another_job(string line) =>
        Assert.NotEqual(Parse<DatasetSpecification>(Dataset()).JobId, Parse<DatasetSpecification>(Dataset(line)).JobId);

    [Fact]
    public void A_solve_job_is_its_dataset_and_algorithms()
    {
        string id = Parse<SolveSpecification>(Solve("dataset: d\nalgorithms: [sdr]\n")).JobId;
        Assert.NotEqual(id, Parse<SolveSpecification>(Solve("dataset: e\nalgorithms: [sdr]\n")).JobId);
        Assert.NotEqual(id, Parse<SolveSpecification>(Solve("dataset: d\nalgorithms: [zf]\n")).JobId);
        Assert.Equal(id, Parse<SolveSpecification>(Solve("algorithms:\n- sdr\ndataset: 'd'\n")).JobId);
    }
}
