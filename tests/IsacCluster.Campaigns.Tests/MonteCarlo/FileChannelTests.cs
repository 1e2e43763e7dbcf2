using System.Numerics;
using IsacCluster.Campaigns.Datasets;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.Programs;
using IsacCluster.Campaigns.Tests.Datasets;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Samples;

namespace IsacCluster.Campaigns.Tests.MonteCarlo;

/// <summary>Channels and targets from files, from the specification to the statistics.</summary>
public sealed class FileChannelTests : IDisposable
{
    private const string Rest = "power: 1, sinr_db: 8, grid_points: 60";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The project's own draws as shards of a dataset and as .npy: statistics equal to the bit.</summary>
    [Fact]
    public void Exported_draws_that_are_read_back_give_the_same_statistics_for_every_algorithm()
    {
        var scenario = new Scenario { Antennas = 6, Users = 2, GridPoints = 60, Targets = new RandomTargets(2, -60, 60, 20) };
        DatasetManifest dataset = SampleDatasets.Generate(_folder["data"], scenario, samples: 12, samplesPerShard: 5);
        Export(dataset);
        byte[] drawn = Statistics("antennas: 6, users: 2, targets: {count: 2, uniform_deg: [-60, 60], min_separation_deg: 20}");
        foreach (string files in (string[])
                 [
                     "channel: {file: {path: data}}, targets: {file: {path: data}}",
                     "channel: {file: data/manifest.json}, targets: {file: {path: data/manifest.json, dataset: /targets_deg}}",
                     "channel: {file: {path: H.npy}}, targets: {file: T.npy}, antennas: 6, users: 2",
                 ])
            Assert.Equal(drawn, Statistics(files));
        Assert.NotEqual(drawn, Statistics("channel: {file: {path: H.npy}}, targets_deg: [-20, 20]"));
    }

    [Fact]
    public void The_digest_of_the_file_is_part_of_the_identity_and_its_path_is_not()
    {
        Write("a.npy", [3, 2, 4], seed: 1);
        Write("b.npy", [3, 2, 4], seed: 2);
        File.Copy(_folder["a.npy"], _folder["copy.npy"]);
        Assert.Equal(Read("channel: {file: a.npy}").IdentityText, Read("channel: {file: {path: copy.npy}}").IdentityText);
        Assert.NotEqual(Read("channel: {file: a.npy}").IdentityText, Read("channel: {file: b.npy}").IdentityText);
        Assert.DoesNotContain(_folder.Path, Read("channel: {file: a.npy}").IdentityText, StringComparison.Ordinal);
        Assert.Matches("channel=file_[0-9a-f]{8}", Read("", "sweep: {channel: [iid, {file: a.npy}], antennas: [4]}").Points[1].Id);
    }

    [Fact]
    public void Users_and_antennas_that_are_not_given_are_those_of_the_file()
    {
        Write("a.npy", [3, 2, 4]);
        Scenario scenario = Read("channel: {file: a.npy}").Scenario;
        Assert.Equal((2, 4, 3L), (scenario.Users, scenario.Antennas, scenario.MostSamples()));
    }

    [Theory]
    [InlineData("channel: {file: none.npy}", "none.npy' does not exist")]
    [InlineData("channel: {file: {dataset: H}}", "path: the field is missing")]
    [InlineData("channel: {file: {path: a.npy, dataset: H}}", "has no name")]
    [InlineData("channel: {file: flat.npy}", "(6, 4); expected (samples, users, antennas)")]
    [InlineData("channel: {file: wide.npy}", "at most as many users")]
    [InlineData("channel: {file: a.npy}, users: 3", "2 users x 4 antennas; expected 3 x 4")]
    [InlineData("channel: {file: a.npy}, targets: {file: a.npy}", "expected (samples, targets)")]
    [InlineData("channel: {file: a.npy}, targets: {file: none.npy}", "none.npy' does not exist")]
    [InlineData("channel: {file: a.npy, rician: {}}", "exactly one of")]
    public void What_does_not_fit_is_said(string scenario, string expected)
    {
        Write("a.npy", [3, 2, 4]);
        Write("flat.npy", [6, 4]);
        Write("wide.npy", [3, 5, 4]);
        Assert.Contains(expected, Assert.Throws<SpecificationException>(() => Read(scenario)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void More_samples_than_rows_are_an_error_of_every_kind()
    {
        Write("a.npy", [3, 2, 4]);
        foreach (string kind in (string[])["kind: campaign\nalgorithms: [radar]", "kind: dataset"])
        {
            string message = Assert.Throws<SpecificationException>(() => new SpecificationReader().Parse(
                $"name: x\nscenario: {{channel: {{file: a.npy}}}}\nsamples: 4\n{kind}\n", _folder["x.yaml"])).Message;
            Assert.Contains("samples: '4' is not allowed; expected at most 3, the samples", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_coordinator_without_the_file_plans_and_says_what_it_lacks()
    {
        var specification = (CampaignSpecification)new SpecificationReader(mayLackFiles: true).Parse(
            "kind: campaign\nname: x\nsamples: 9\nalgorithms: [radar]\nscenario: {channel: {file: none.npy}}", _folder["x.yaml"]);
        Assert.Equal(["none.npy"], new CampaignJob(specification, _folder.Path, TimeProvider.System).Lacks);
        Assert.IsType<FileChannel>(specification.Scenario.Channel);
    }

    private byte[] Statistics(string scenario)
    {
        CampaignSpecification specification = Read(scenario);
        var job = new CampaignJob(specification, _folder.Path, TimeProvider.System);
        using ITaskRunner runner = job.CreateRunner();
        return ((PointStatistics)runner.Run(new TaskRange(0, 0, 12), CancellationToken.None).Result).DigestedBytes();
    }

    private CampaignSpecification Read(string scenario, string lines = "") => (CampaignSpecification)new SpecificationReader().Parse(
        $$"""
        kind: campaign
        name: x
        seed: 7
        algorithms: [radar, sdr, zf, zf-pinv]
        samples: {{(scenario.Contains("targets", StringComparison.Ordinal) ? 12 : 3)}}
        scenario: { {{Rest}}{{(scenario.Length > 0 ? ", " + scenario : "")}} }
        {{lines}}
        """, _folder["x.yaml"]);

    private void Export(DatasetManifest dataset)
    {
        Sample[] samples = [.. Enumerable.Range(0, dataset.Shards.Count).SelectMany(dataset.ReadShard)];
        Complex[] channels = [.. samples.SelectMany(sample => sample.Instance.Channel.Data)];
        double[] targets = [.. samples.SelectMany(sample => sample.Instance.Objective.TargetsDeg)];
        File.WriteAllBytes(_folder["H.npy"], NpyArray.ToBytes([samples.Length, 2, 6], channels, fortran: true));
        File.WriteAllBytes(_folder["T.npy"], NpyArray.ToBytes([samples.Length, 2], targets));
    }

    private void Write(string name, int[] shape, ulong seed = 1)
    {
        int entries = shape.Aggregate(1, (product, size) => product * size);
        var scenario = new Scenario { Antennas = entries, Users = 1, Channel = new IidChannel() };
        File.WriteAllBytes(_folder[name], NpyArray.ToBytes(shape, ChannelGenerator.Generate(scenario, seed, 0).Data));
    }
}
