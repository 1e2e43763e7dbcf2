using System.Numerics;
using IsacCluster.Campaigns.Datasets;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Reporting.Files;
using PureHDF;

namespace IsacCluster.Campaigns.Tests.Datasets;

public sealed class DatasetJobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Scenarios => ["fixed", "random", "rician", "geometric", "coarse"];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Every_sample_comes_back_to_the_bit(string kind)
    {
        Scenario scenario = kind switch
        {
            "random" => SampleDatasets.Small with { Targets = new RandomTargets(3, -60, 60, 10) },
            "rician" => SampleDatasets.Small with { Channel = new RicianChannel(3), Slots = 4 },
            "geometric" => SampleDatasets.Small with { Channel = new GeometricChannel(5, 20), Power = 2.5, Noise = 3e-9 },
            "coarse" => SampleDatasets.Small with { GridPoints = 10, EvaluationGridPoints = 90 },
            _ => SampleDatasets.Small,
        };
        SampleDatasets.Generate(_folder.Path, scenario);

        DatasetManifest read = DatasetManifest.Open(_folder.Path);

        Assert.Equal(scenario, read.Scenario);
        Assert.Equal([5, 5, 5, 5, 3], read.Shards.Select(shard => shard.Count));
        var generator = new SampleGenerator(scenario, 7);
        Sample[] samples = [.. Enumerable.Range(0, read.Shards.Count).SelectMany(read.ReadShard)];
        Assert.Equal(Enumerable.Range(0, 23).Select(i => (long)i), samples.Select(sample => sample.Index));
        foreach (Sample actual in samples)
        {
            Sample expected = generator.Generate(actual.Index);
            Assert.Equal(expected.Instance.Channel.Data, actual.Instance.Channel.Data);
            Assert.Equal(expected.Instance.Objective.TargetsDeg, actual.Instance.Objective.TargetsDeg);
            Assert.Equal(expected.Instance.Objective.Gram, actual.Instance.Objective.Gram);
            Assert.Equal(expected.Evaluation.Gram, actual.Evaluation.Gram);
            Assert.Equal(
                (expected.Instance.Power, expected.Instance.Noise, expected.Instance.SinrThreshold),
                (actual.Instance.Power, actual.Instance.Noise, actual.Instance.SinrThreshold));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Task_splits_merge_orders_repeats_and_folders_give_the_same_bytes(int tasksOf)
    {
        DatasetManifest reference = SampleDatasets.Generate(_folder["reference"]);
        var job = new DatasetJob(SampleDatasets.Settings(_folder["other"]), TimeProvider.System);
        job.Prepare();
        SampleDatasets.RunInTasksOf(job, 5, 2);
        DatasetManifest other = job.Finish(SampleDatasets.RunInTasksOf(job, 5, tasksOf));

        Assert.Equal(reference.Digest, other.Digest);
        Assert.NotEqual(reference.JobId, other.JobId);
        var (expected, actual) = (SampleDatasets.Files(_folder["reference"]), SampleDatasets.Files(_folder["other"]));
        Assert.Equal(expected.Keys.Order(), actual.Keys.Order());
        foreach ((string name, byte[] bytes) in expected.Where(file => file.Key != "manifest.json")) Assert.Equal(bytes, actual[name]);
    }

    [Fact]
    public void Runners_on_several_threads_write_what_one_writes()
    {
        DatasetManifest reference = SampleDatasets.Generate(_folder["one"], samples: 200);
        var job = new DatasetJob(SampleDatasets.Settings(_folder["many"], samples: 200), TimeProvider.System);
        job.Prepare();
        ILaneResult merged = job.Empty(0);
        Parallel.For(0, 40, new ParallelOptions { MaxDegreeOfParallelism = 8 }, shard =>
        {
            using ITaskRunner runner = job.CreateRunner();
            ILaneResult result = runner.Run(new TaskRange(0, shard, 1), CancellationToken.None).Result;
            lock (job) merged.Merge(result);
        });
        Assert.Equal(reference.Digest, job.Finish(merged).Digest);
    }

    [Fact]
    public void A_shard_is_plain_hdf5_with_the_scenario_in_its_attributes()
    {
        SampleDatasets.Generate(_folder.Path);
        using var file = H5File.OpenRead(_folder["shard-00000004.h5"]);
        Assert.Equal([3UL, 2, 4], file.Dataset("channel").Space.Dimensions);
        Assert.Equal(["r", "i"], file.Dataset("channel").Type.Compound.Members.Select(member => member.Name));
        Assert.Equal([-20.0, 30, -20, 30, -20, 30], file.Dataset("targets_deg").Read<double[]>());
        Assert.Equal([20L, 21, 22], file.Dataset("sample").Read<long[]>());
        Assert.Equal("isac-dataset-v1", file.Attribute("schema").Read<string>());
        Assert.Equal(7UL, file.Attribute("seed").Read<ulong>());
        Assert.Equal(20, file.Attribute("first").Read<long>());
        Assert.Equal(-10.0, file.Attribute("sinr_db").Read<double>());
        Complex[] channel = file.Dataset("channel").Read<Complex[]>();
        Assert.Equal(new SampleGenerator(SampleDatasets.Small, 7).Generate(21).Instance.Channel.Data, channel[8..16]);
    }

    [Fact]
    public void Stages_are_generate_and_persist_once_a_shard()
    {
        var job = new DatasetJob(SampleDatasets.Settings(_folder.Path), new SteppedTime());
        using ITaskRunner runner = job.CreateRunner();
        var stages = runner.Run(new TaskRange(0, 1, 3), CancellationToken.None).Stages;
        Assert.Equal(new StageTime(3, 3), stages["generate"]);
        Assert.Equal(new StageTime(3, 3), stages["persist"]);
        Assert.Equal(2, stages.Count);
        Assert.Equal(1, runner.Run(new TaskRange(0, 0, 1), CancellationToken.None).Stages["persist"].Calls);
    }

    [Fact]
    public void The_lane_goes_straight_to_its_end()
    {
        var job = new DatasetJob(SampleDatasets.Settings(_folder.Path), TimeProvider.System);
        Assert.Equal(LaneDecision.ContinueTo(5), job.Decide(0, 0, job.Empty(0)));
        Assert.Equal(LaneDecision.Stop("samples"), job.Decide(0, 5, job.Empty(0)));
        Assert.Single(job.Lanes);
    }

    [Fact]
    public void The_id_changes_with_all_that_changes_a_result()
    {
        DatasetSettings settings = SampleDatasets.Settings(_folder.Path);
        Scenario small = SampleDatasets.Small;
        string[] ids =
        [
            settings.JobId,
            new DatasetSettings("other", 7, small, 23, 5, _folder.Path).JobId,
            new DatasetSettings("small", 8, small, 23, 5, _folder.Path).JobId,
            new DatasetSettings("small", 7, small with { Noise = 2e-10 }, 23, 5, _folder.Path).JobId,
            new DatasetSettings("small", 7, small with { Channel = new RicianChannel(1) }, 23, 5, _folder.Path).JobId,
            new DatasetSettings("small", 7, small with { Targets = new FixedTargets([-20, 31]) }, 23, 5, _folder.Path).JobId,
            new DatasetSettings("small", 7, small, 24, 5, _folder.Path).JobId,
            new DatasetSettings("small", 7, small, 23, 6, _folder.Path).JobId,
            new DatasetSettings("small", 7, small, 23, 5, _folder["deeper"]).JobId,
        ];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Matches("^small-[0-9a-f]{12}$", ids[0]);
        Assert.Equal(ids[0], SampleDatasets.Settings(_folder.Path + "/./").JobId);
    }

    [Fact]
    public void A_job_with_a_missing_shard_has_no_manifest()
    {
        var job = new DatasetJob(SampleDatasets.Settings(_folder.Path), TimeProvider.System);
        job.Prepare();
        ILaneResult part = SampleDatasets.RunInTasksOf(job, 4, 1);
        var incomplete = Assert.Throws<InvalidDataException>(() => job.Finish(part));
        Assert.Contains("shard-00000004.h5 was not computed", incomplete.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["manifest.json"]));

        part.Merge(SampleDatasets.RunInTasksOf(job, 5, 5));
        File.Delete(_folder["shard-00000002.h5"]);
        incomplete = Assert.Throws<InvalidDataException>(() => job.Finish(part));
        Assert.Contains("shard-00000002.h5 is gone", incomplete.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["manifest.json"]));
    }

    [Fact]
    public void Finishing_removes_what_a_crashed_writer_left()
    {
        var job = new DatasetJob(SampleDatasets.Settings(_folder.Path), TimeProvider.System);
        job.Prepare();
        File.WriteAllText(_folder["shard-00000001.h5.dead" + AtomicFile.LeftoverSuffix], "half");
        job.Finish(SampleDatasets.RunInTasksOf(job, 5, 1));
        Assert.Equal(6, Directory.GetFiles(_folder.Path).Length);
        Assert.Equal(23, DatasetManifest.Open(_folder.Path).Samples);
    }

    [Fact]
    public void A_folder_with_another_dataset_is_refused_and_the_same_is_not()
    {
        SampleDatasets.Generate(_folder.Path);
        SampleDatasets.Generate(_folder.Path);
        var other = new DatasetJob(SampleDatasets.Settings(_folder.Path, samples: 24), TimeProvider.System);
        var refused = Assert.Throws<SpecificationException>(other.Prepare);
        Assert.Contains("would overwrite", refused.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder.Path, "manifest.json"), refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_dataset_with_a_lost_shard_can_be_generated_again()
    {
        DatasetManifest reference = SampleDatasets.Generate(_folder.Path);
        File.Delete(_folder["shard-00000002.h5"]);
        Assert.Throws<SpecificationException>(() => DatasetManifest.Open(_folder.Path));
        Assert.Equal(reference.Digest, SampleDatasets.Generate(_folder.Path).Digest);
        Assert.Equal(5, DatasetManifest.Open(_folder.Path).ReadShard(2).Count);
    }

    [Fact]
    public void Cancellation_stops_a_task()
    {
        var job = new DatasetJob(SampleDatasets.Settings(_folder.Path), TimeProvider.System);
        using ITaskRunner runner = job.CreateRunner();
        Assert.Throws<OperationCanceledException>(() => runner.Run(new TaskRange(0, 0, 5), new CancellationToken(canceled: true)));
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("", 1, 1)]
    [InlineData("../x", 1, 1)]
    [InlineData("a b", 1, 1)]
    [InlineData("a", 0, 1)]
    [InlineData("a", 1, 0)]
    [InlineData("a", 1, 100_000_000)]
    public void Settings_out_of_range_are_refused(string name, long samples, int samplesPerShard) =>
        Assert.ThrowsAny<ArgumentException>(
            () => new DatasetSettings(name, 1, SampleDatasets.Small, samples, samplesPerShard, _folder.Path));
}
