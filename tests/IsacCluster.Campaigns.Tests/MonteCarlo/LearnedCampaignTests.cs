using System.Text.Json;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Campaigns.Tests.Algorithms;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.Tests.MonteCarlo;

/// <summary>Campaigns with learned algorithms, with a designer in place of the network.</summary>
public sealed class LearnedCampaignTests : IDisposable
{
    private const int Samples = 140;
    private const string Three = "algorithms: [sdr, {gnn: {model: gnn.model}}, {gnn-ip: {model: gnn.model, label: paper}}]";
    private readonly TemporaryFolder _folder = new();
    private readonly FakeModel _gnn = (FakeModel)FakeModel.Load("gnn.model");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Shards_and_chunks_of_any_size_give_the_same_statistics()
    {
        CampaignJob job = Job("algorithms: [{gnn-ip: {model: gnn.model}}]");
        byte[] whole = Statistics(job, TimeProvider.System, Samples).DigestedBytes();
        Assert.Equal([128, 12], _gnn.Batches);
        _gnn.Batches.Clear();
        Assert.Equal(whole, Statistics(job, TimeProvider.System, 1, 63, 2, 74).DigestedBytes());
        Assert.Equal([1, 63, 2, 74], _gnn.Batches);
    }

    [Fact]
    public void A_replayed_sample_has_the_designs_of_its_batch()
    {
        CampaignJob job = Job();
        SweepPoint point = job.Specification.Points[0];
        var clock = new StageClock(TimeProvider.System);
        IReadOnlyList<SampleEvaluation> together = SampleEvaluator.Of(job.Specification, point).Evaluate(
            3, 5, clock, CancellationToken.None);
        ReplayedSample alone = SampleReplay.Run(job.Specification, point.Id, 6, TimeProvider.System);
        Assert.Equal([3, 4, 5, 6, 7], together.Select(sample => sample.Index));
        Assert.Equal(
            together[3].Algorithms.Select(a => (a.Name, (double?)a.Mse, a.Projected)),
            alone.Algorithms.Select(a => (a.Name, a.Mse, a.Projected)));
        Assert.Equal(["sdr", "gnn", "paper"], alone.Algorithms.Select(a => a.Name));
    }

    [Fact]
    public void Usage_and_parts_are_counted_per_algorithm()
    {
        CampaignJob job = Job();
        const int count = 30;
        PointStatistics point = Statistics(job, new SteppedTime(), count);
        var generator = new SampleGenerator(job.Specification.Points[0].Scenario, job.Specification.Seed);
        int good = Enumerable.Range(0, count).Count(index => FakeModel.IsGood(generator.Generate(index).Instance));
        AlgorithmStatistics sdr = point.Algorithms[0], gnn = point.Algorithms[1], repaired = point.Algorithms[2];

        Assert.Null(sdr.Parts);
        Assert.Equal((0, 0), (gnn.ProjectionKnown, gnn.Projected));
        Assert.Equal((count, count - good), (repaired.ProjectionKnown, repaired.Projected));
        Assert.Equal((good, count), (gnn.Satisfied, repaired.Satisfied));
        Assert.Equal((count, 0, 0), Counts(gnn.Parts!));
        Assert.Equal((count, count, count - good), Counts(repaired.Parts!));
        Assert.Equal(
            (1.0 / count, 1.0, 1.0), (repaired.Parts!.Inference.Mean, repaired.Parts.Feasibility.Mean, repaired.Parts.Projection.Mean));
        Assert.Equal(1.0 / count + 1 + (count - good) / (double)count, repaired.Seconds.Mean!.Value, 1e-12);

        static (long, long, long) Counts(PartStatistics parts) => (parts.Inference.Count, parts.Feasibility.Count, parts.Projection.Count);
    }

    [Fact]
    public void Bytes_carry_the_parts_and_merge_with_them()
    {
        CampaignJob job = Job();
        PointStatistics whole = Statistics(job, new SteppedTime(), 30);
        byte[] bytes = whole.ToBytes();
        Assert.Equal(bytes, job.Read(0, bytes).ToBytes());
        Assert.Throws<InvalidDataException>(() => PointStatistics.FromBytes(3, bytes));
        // Bytes that end before the fourth moments are those of an earlier version.
        int earlier = PointStatisticsTests.EarlierBytes(whole).Length;
        for (int length = 0; length < bytes.Length; length++)
        {
            if (length != earlier) Assert.Throws<InvalidDataException>(() => job.Read(0, bytes.AsSpan(0, length)));
        }

        ILaneResult doubled = job.Read(0, bytes);
        doubled.Merge(whole);
        Assert.Equal(60, ((PointStatistics)doubled).Algorithms[2].Parts!.Inference.Count);
    }

    [Fact]
    public void The_results_tell_usage_parts_and_model()
    {
        CampaignJob job = Job();
        JobReport report = job.WriteReport(Outcome(job, Statistics(job, TimeProvider.System, 20)), _folder.Path);
        using var document = JsonDocument.Parse(File.ReadAllBytes(report.ResultsFile));
        JsonElement[] algorithms = [.. document.RootElement.GetProperty("points")[0].GetProperty("algorithms").EnumerateArray()];
        Assert.Equal(["sdr", "gnn", "paper"], algorithms.Select(a => a.GetProperty("name").GetString()));
        Assert.Equal([null, "sha256:gnn", "sha256:gnn"], algorithms.Select(a => a.GetProperty("model").GetString()));
        Assert.Equal(
            [JsonValueKind.Null, JsonValueKind.Null, JsonValueKind.Number],
            algorithms.Select(a => a.GetProperty("projection_usage").ValueKind));
        Assert.Equal(JsonValueKind.Null, algorithms[0].GetProperty("parts_s").ValueKind);
        Assert.Equal(JsonValueKind.Null, algorithms[1].GetProperty("parts_s").GetProperty("projection").ValueKind);
        Assert.True(algorithms[2].GetProperty("parts_s").GetProperty("projection").GetDouble() > 0);
        Assert.Contains("Parts of the time of learned algorithms", File.ReadAllText(report.MainFile), StringComparison.Ordinal);
        Assert.Equal(ResultsJson.Write(ResultsJson.Read(File.ReadAllBytes(report.ResultsFile))), File.ReadAllBytes(report.ResultsFile));
    }

    [Fact]
    public void Each_point_is_designed_by_its_own_model()
    {
        var loaded = new Dictionary<string, FakeModel>();
        CampaignJob job = Job("sweep: {sinr_db: [6, 8]}\nalgorithms: [{gnn: {model: 'gnn-{sinr_db}.model'}}]", path =>
        {
            string name = Path.GetFileName(path);
            return loaded[name] = (FakeModel)FakeModel.Load(path);
        });
        using ITaskRunner runner = job.CreateRunner();
        runner.Run(new TaskRange(1, 0, 3), CancellationToken.None);
        Assert.Equal((0, 1), (loaded["gnn-6.model"].Batches.Count, loaded["gnn-8.model"].Batches.Count));
        runner.Run(new TaskRange(0, 0, 2), CancellationToken.None);
        Assert.Equal([2], loaded["gnn-6.model"].Batches);
    }

    [Theory]
    [InlineData(10, 128)]
    [InlineData(90, 128)]
    [InlineData(128, 64)]
    [InlineData(256, 16)]
    public void Chunks_shrink_for_large_arrays(int antennas, int chunk) =>
        Assert.Equal(chunk, new SampleEvaluator(new Scenario { Antennas = antennas }, 1, []).LargestChunk);

    private CampaignJob Job(string lines = Three, Func<string, ILearnedModel>? load = null) => new(
        (CampaignSpecification)new SpecificationReader(load ?? (_ => _gnn)).Parse(
            $"kind: campaign\nname: unit\nscenario: {{antennas: 6, grid_points: 36}}\nsamples: {Samples}\n{lines}\n", "unit.yaml"),
        _folder.Path, TimeProvider.System);

    private static PointStatistics Statistics(CampaignJob job, TimeProvider time, params int[] shards)
    {
        using ITaskRunner runner = new CampaignJob(job.Specification, "", time).CreateRunner();
        ILaneResult merged = job.Empty(0);
        long first = 0;
        foreach (int count in shards)
        {
            merged.Merge(runner.Run(new TaskRange(0, first, count), CancellationToken.None).Result);
            first += count;
        }

        return (PointStatistics)merged;
    }

    private static JobOutcome Outcome(CampaignJob job, PointStatistics point) => new()
    {
        Lanes = [new LaneOutcome(point, point.Samples, "samples")],
        Tasks = new TaskCounts(1, 0, 0, point.Samples, 0),
        Timing = new TimingLedger(1, 1, 0, 0, 0, new Dictionary<string, StageSummary>()),
        Poisoned = [],
        Command = $"isac run {job.Specification.Name}.yaml",
        Started = DateTimeOffset.UnixEpoch,
        Finished = DateTimeOffset.UnixEpoch,
        HostCount = 1,
    };
}
