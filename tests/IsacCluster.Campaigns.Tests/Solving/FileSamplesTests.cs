using System.Numerics;
using IsacCluster.Campaigns.Kinds;
using IsacCluster.Campaigns.Programs;
using IsacCluster.Campaigns.Solving;
using IsacCluster.Campaigns.Tests.Datasets;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using PureHDF;
using PureHDF.VOL.Native;

namespace IsacCluster.Campaigns.Tests.Solving;

/// <summary>A file of channels where kind: solve takes a dataset.</summary>
public sealed class FileSamplesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FileSamplesTests()
    {
        Sample[] samples = [.. SampleDatasets.Generate(_folder["data"], samples: 6, samplesPerShard: 6).ReadShard(0)];
        Complex[] channels = [.. samples.SelectMany(sample => sample.Instance.Channel.Data)];
        File.WriteAllBytes(_folder["H.npy"], NpyArray.ToBytes([6, 2, 4], channels));
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("{file: {path: H.npy}}")]
    [InlineData("H.npy")]
    [InlineData("{file: data}")]
    public void Its_samples_are_solved_as_those_of_a_dataset_and_replayed(string dataset)
    {
        double[] expected = Mse(Job("dataset: data\n"));
        SolveSpecification specification = Read($"dataset: {dataset}\n{Scenario}");
        SolveJob job = Job(specification);
        string folder = dataset.Contains("data", StringComparison.Ordinal) ? _folder["data"] : _folder.Path;
        Assert.Equal(Path.Combine(folder, "designs-x"), job.OutputFolder);
        Assert.Equal(expected, Mse(job));
        ReplayReport replay = new SolveKind().Replay(specification, "0", 5, TimeProvider.System);
        Assert.Contains("mse", replay.Lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dataset: data\nsamples: 3", "goes with a file of channels")]
    [InlineData("dataset: H.npy\nsamples: 7", "at most 6, the samples that the file holds")]
    [InlineData("dataset: none.npy", "'none.npy' does not exist")]
    [InlineData("dataset: H.npy\nscenario: {channel: iid}", "no scenario.channel with it")]
    [InlineData("dataset: H.npy\nscenario: {users: 3}", "2 users x 4 antennas; expected 3 x 4")]
    public void What_does_not_fit_is_said(string lines, string expected) =>
        Assert.Contains(expected, Assert.Throws<SpecificationException>(() => Read(lines)).Message, StringComparison.Ordinal);

    [Fact]
    public void Without_a_number_all_rows_are_solved()
    {
        Assert.Equal(6, Read("dataset: H.npy").File!.Samples);
        Assert.NotEqual(Read("dataset: H.npy").JobId, Read("dataset: H.npy\nsamples: 5").JobId);
    }

    private const string Scenario = "scenario: {targets_deg: [-20, 30], grid_points: 36, sinr_db: -10}\n";

    private SolveSpecification Read(string lines) => (SolveSpecification)new SpecificationReader().Parse(
        $"kind: solve\nname: x\nalgorithms: [sdr]\n{lines}", _folder["x.yaml"]);

    private SolveJob Job(string lines) => Job(Read(lines));

    private SolveJob Job(SolveSpecification specification) => (SolveJob)new SolveKind().CreateJob(
        specification, new JobSurroundings(_folder["x.yaml"], _folder["out"], TimeProvider.System));

    private static double[] Mse(SolveJob job)
    {
        job.Prepare();
        job.Finish(SampleDatasets.RunInTasksOf(job, 1, 1));
        string path = Path.Combine(job.OutputFolder, "sdr-shard-00000000.h5");
        double[] mse;
        using (NativeFile file = H5File.OpenRead(path)) mse = file.Dataset("mse").Read<double[]>();
        Directory.Delete(job.OutputFolder, recursive: true);
        return mse;
    }
}
