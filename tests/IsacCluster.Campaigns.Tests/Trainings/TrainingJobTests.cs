using IsacCluster.Campaigns.Trainings;
using IsacCluster.Jobs;
using IsacCluster.Networks.Layouts;
using IsacCluster.Training;
using IsacCluster.Training.Settings;
using static IsacCluster.Campaigns.Tests.Trainings.SampleTrainings;

namespace IsacCluster.Campaigns.Tests.Trainings;

/// <summary>Lanes, tasks, checkpoints, progress and claims of a training job.</summary>
public sealed class TrainingJobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_point_is_a_lane_of_one_task()
    {
        TrainingJob job = Job(_folder["out"], new FakeTraining());
        Assert.Equal(["sinr_db=3", "sinr_db=8", "sinr_db=10"], job.Lanes.Select(lane => lane.Label));
        Assert.All(job.Lanes, lane => Assert.Equal(1, lane.PreferredTaskSize));
        Assert.Equal(LaneDecision.ContinueTo(1), job.Decide(0, 0, job.Empty(0)));
        Assert.Equal(LaneDecision.Stop("trained"), job.Decide(0, 1, job.Empty(0)));
        Assert.False(Directory.Exists(job.OutputFolder)); // making a job, as a plan does, writes nothing
    }

    [Theory]
    [InlineData("cpu", SlotKind.Cpu)]
    [InlineData("auto", SlotKind.Cpu)]
    [InlineData("cuda:1", SlotKind.Accelerator)]
    public void A_training_that_names_a_device_needs_an_accelerator(string device, SlotKind needs)
    {
        IJob job = Job(_folder["out"], new FakeTraining(), Lines + $"device: {device}\n");
        Assert.Equal((needs, true), (job.Needs, job.HasLongTasks));
    }

    [Fact]
    public void A_training_on_a_stand_in_for_an_accelerator_trains_on_the_cpu()
    {
        var training = new FakeTraining();
        TrainingSpecification specification = Job(_folder["out"], training, Lines + "device: cuda:0\n").Specification;
        var job = new TrainingJob(specification, null, _folder["out"], TimeProvider.System, training.Run, deviceHere: "cpu");
        job.Prepare();
        Run(job, 1);
        Assert.Equal((SlotKind.Accelerator, "cpu"), (job.Needs, Assert.Single(training.Calls).Settings.Device));
    }

    [Fact]
    public void A_task_trains_its_point_and_writes_its_model()
    {
        var training = new FakeTraining();
        TrainingJob job = Job(_folder["out"], training);
        job.Prepare();
        TaskOutput output = Run(job, 1);

        TrainingSettings settings = Assert.Single(training.Calls).Settings;
        Assert.Equal((8, 7UL, 6), (settings.Scenario.SinrDb, settings.Seed, settings.Epochs));
        TrainedModel model = Assert.Single(((TrainedModels)output.Result).Models).Value;
        byte[] file = File.ReadAllBytes(_folder["out/x-sinr_db=8.safetensors"]);
        Assert.Equal(training.Run(settings, null, null, TimeProvider.System, default).Model, file);
        Assert.Equal((file.Length, 6, 1), (model.Bytes, model.BestEpoch, model.Rollbacks));
        Assert.Equal([2, 4, 6], model.Curve.Select(point => point.Epoch));
        Assert.Equal(["persist", "train-epoch"], output.Stages.Keys);
        Assert.Equal(6, output.Stages["train-epoch"].Calls);
    }

    [Fact]
    public void A_task_that_runs_twice_returns_and_writes_the_same_bytes()
    {
        TrainingJob one = Job(_folder["a"], new FakeTraining()), other = Job(_folder["b"], new FakeTraining());
        byte[] first = Run(one, 2).Result.ToBytes();
        Assert.Equal(first, Run(one, 2).Result.ToBytes());
        Assert.Equal(first, Run(other, 2).Result.ToBytes());
        Assert.Equal(File.ReadAllBytes(_folder["a/x-sinr_db=10.safetensors"]), File.ReadAllBytes(_folder["b/x-sinr_db=10.safetensors"]));
    }

    [Fact]
    public void A_cancelled_training_continues_from_its_checkpoint_to_the_same_bytes()
    {
        byte[] uninterrupted = Run(Job(_folder["whole"], new FakeTraining()), 0).Result.ToBytes();
        using var cancel = new CancellationTokenSource();
        var interrupted = new FakeTraining
        {
            AfterEpoch = epoch =>
            {
                if (epoch == 4) cancel.Cancel();
            },
        };
        TrainingJob job = Job(_folder["out"], interrupted);
        job.Prepare();
        Assert.Throws<OperationCanceledException>(() => Run(job, 0, cancel.Token));
        Assert.False(File.Exists(_folder["out/x-sinr_db=3.safetensors"]));
        Assert.Null(job.ReadProgress(0));

        // Another process: a new job object over the same folder.
        var continued = new FakeTraining();
        TrainingJob again = Job(_folder["out"], continued);
        again.Prepare();
        Assert.Equal(uninterrupted, Run(again, 0).Result.ToBytes());
        Assert.Equal(5, continued.Calls[0].FirstEpoch);
        Assert.True(File.Exists(_folder["out/checkpoints/sinr_db=3.ckpt"]));
    }

    [Fact]
    public void Progress_is_in_a_file_while_the_training_runs()
    {
        TrainingJob? job = null;
        var seen = new List<TrainingProgress?>();
        job = Job(_folder["out"], new FakeTraining { AfterEpoch = _ => seen.Add(job!.ReadProgress(1)) });
        job.Prepare();
        Assert.Null(job.ReadProgress(1));
        Run(job, 1);
        Assert.Equal([1, 2, 3, 4, 5, 6], seen.Select(progress => progress!.Epoch)); // the test's clock moves on a second a reading
        Assert.Equal(new TrainingProgress(5, 6, 28.0 / 5, new CurvePoint(4, 7, 1.1 * 7, 0.2, 0.75, 1e-3), 0.5), seen[4]);
        Assert.Null(job.ReadProgress(1));
    }

    [Fact]
    public void Progress_is_written_at_most_once_a_second()
    {
        TrainingJob? job = null;
        var seen = new List<int>();
        var training = new FakeTraining { AfterEpoch = _ => seen.Add(job!.ReadProgress(0)!.Epoch) };
        job = new TrainingJob(SampleSpecifications.ParseTraining(Lines), null, _folder["out"], new StoppedTime(), training.Run);
        Run(job, 0);
        Assert.Equal([1, 1, 1, 1, 1, 1], seen);
    }

    [Fact]
    public void What_a_killed_run_left_as_progress_is_forgotten()
    {
        TrainingJob job = Job(_folder["out"], new FakeTraining());
        job.Prepare();
        Directory.CreateDirectory(_folder["out/progress"]);
        string path = _folder["out/progress/sinr_db=3.json"];
        File.WriteAllText(path, """{"epoch":1,"epochs":6,"training_loss":1,"last_validation":null,"seconds_per_epoch":1}""");
        Assert.Equal(1, job.ReadProgress(0)!.Epoch);
        job.Prepare();
        Assert.Null(job.ReadProgress(0));
        File.WriteAllText(path, """{"epoch":""");
        Assert.Null(job.ReadProgress(0));
    }

    [Fact]
    public void The_folder_of_another_training_is_refused_before_anything_is_resumed_from_it()
    {
        Complete(Job(_folder["out"], new FakeTraining()));
        string other = Lines.Replace("epochs: 6", "epochs: 7", StringComparison.Ordinal);
        var refused = Assert.Throws<SpecificationException>(Job(_folder["out"], new FakeTraining(), other).Prepare);
        Assert.Contains("job_id", refused.Message, StringComparison.Ordinal);
        Job(_folder["out"], new FakeTraining(), Lines + "device: cpu\n").Prepare(); // the same job
    }

    [Fact]
    public void A_model_that_cannot_be_written_fails_the_task_and_keeps_the_checkpoint()
    {
        TrainingJob job = Job(_folder["out"], new FakeTraining());
        job.Prepare();
        Directory.CreateDirectory(_folder["out/x-sinr_db=3.safetensors/in the way"]);
        Assert.Throws<IOException>(() => Run(job, 0));
        Assert.Equal("6", File.ReadAllText(_folder["out/checkpoints/sinr_db=3.ckpt"]));
    }

    [Fact]
    public void An_id_longer_than_a_file_name_is_shortened_and_stays_distinct()
    {
        string angles = string.Join(", ", Enumerable.Range(-80, 90));
        TrainingJob job = Job(_folder["out"], new FakeTraining(), $"sweep: {{targets_deg: [[{angles}, 20], [{angles}, 21]]}}\nepochs: 1\n");
        Run(job, 0);
        Run(job, 1);
        string[] files = Directory.GetFiles(_folder["out"], "*.safetensors");
        Assert.Equal(2, files.Length);
        Assert.All(files, file => Assert.InRange(Path.GetFileName(file).Length, 1, 200));
    }

    [Fact]
    public void The_digest_of_the_initial_model_is_part_of_the_job()
    {
        const string lines = Lines + "start_from: m.safetensors\n";
        var network = NetworkArchitecture.Preset("tuned");
        var training = new FakeTraining();
        TrainingJob one = Job(_folder["a"], training, lines, new InitialModel(_folder["m"], "sha256:1", network));
        string renamed = lines.Replace("m.s", "n.s", StringComparison.Ordinal);
        TrainingJob moved = Job(_folder["b"], training, renamed, new InitialModel(_folder["n"], "sha256:1", network));
        TrainingJob other = Job(_folder["c"], training, lines, new InitialModel(_folder["m"], "sha256:2", network));
        Assert.Equal(one.Id, moved.Id);
        Assert.NotEqual(one.Id, other.Id);
        Assert.NotEqual(one.Id, Job(_folder["d"], training).Id);
        Run(one, 0);
        Assert.Equal(_folder["m"], training.Calls[0].Settings.InitialModel);
    }

    [Fact]
    public void An_initial_model_of_another_layout_is_refused_where_it_is_named()
    {
        const string lines = Lines + "start_from: m.safetensors\n";
        var narrow = new InitialModel(_folder["m"], "sha256:1", NetworkArchitecture.Preset("tuned") with { Width = 32 });
        var refused = Assert.Throws<SpecificationException>(() => Job(_folder["out"], new FakeTraining(), lines, narrow));
        const string expected = "campaigns/x.yaml:8:13: start_from: 'm.safetensors' has another layout;";
        Assert.StartsWith(expected, refused.Message, StringComparison.Ordinal);
        DenseShape first = NetworkLayout.Of(NetworkArchitecture.Preset("tuned"))[0];
        Assert.Contains($"a layer {first.Name} of {first.Inputs} x {first.Outputs}", refused.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Job(_folder["out"], new FakeTraining(), lines));
    }
}
