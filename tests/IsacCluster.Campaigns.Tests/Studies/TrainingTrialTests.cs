using System.Globalization;
using System.Text;
using IsacCluster.Campaigns.Studies;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Jobs;
using IsacCluster.Search.Trials;
using IsacCluster.Training;
using IsacCluster.Training.Settings;
using static IsacCluster.Campaigns.Tests.Studies.StudySimulation;

namespace IsacCluster.Campaigns.Tests.Studies;

/// <summary>Trials of a training, with one that computes nothing.</summary>
public sealed class TrainingTrialTests : IDisposable
{
    private const string Training =
        "{scenario: {antennas: 4}, loss: {penalty: log-ratio, margin: 1.5}, epochs: 9, validate_every: 3, checkpoint_seconds: 0}";

    private const string Lines =
        $"seed: 1\nspace: {{learning_rate: {{float: [1e-4, 1e-1], log: true}}, width: {{choice: [16, 32]}}, weight: {{float: [1, 2]}}}}\n"
            + $"objective: {{training: {Training}}}\nsampler: random\npruner: {{asha: {{min_resource: 3}}}}\ntrials: 12\nparallel: 2\n";

    private readonly TemporaryFolder _folder = new();
    private readonly List<int> _firstEpochs = [];
    private readonly List<TrainingSettings> _settings = [];
    private int _crashAfter = int.MaxValue;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Parameters_take_the_place_of_fields_and_bad_trials_are_pruned()
    {
        IReadOnlyDictionary<long, TrialOutcome> trials = Run(Job(Lines, _folder.Path, null, Train));
        Assert.Equal(12, trials.Count);
        Assert.Contains(trials.Values, trial => trial.State == TrialState.Pruned && trial.Intermediate.Count == 1);
        TrialOutcome full = trials.Values.First(trial => trial.State == TrialState.Complete);
        Assert.Equal([3L, 6, 9], full.Intermediate.Select(value => value.Step));
        Assert.Equal(full.Intermediate.Min(value => value.Value), full.Values[0]);
        Assert.Contains(_settings, settings => settings.Architecture.Width == 32);
        Assert.All(_settings, settings => Assert.InRange(settings.PenaltyWeight, 1, 2));
        // The weight is a parameter, so all trials are compared by the loss of the specification itself.
        Assert.All(_settings, settings => Assert.Equal(new LossSettings(Penalty.LogRatio, 1, 1.5), settings.ValidationLoss));
    }

    [Fact]
    public void Validations_between_the_rungs_are_judged()
    {
        string lines = Lines.Replace("epochs: 9, validate_every: 3", "epochs: 40, validate_every: 10", StringComparison.Ordinal)
            .Replace("{asha: {min_resource: 3}}", "asha", StringComparison.Ordinal);
        IReadOnlyDictionary<long, TrialOutcome> trials = Run(Job(lines, _folder.Path, null, Train));
        Assert.Contains(trials.Values, trial => trial.State == TrialState.Pruned && trial.Intermediate[^1].Step == 10);
        Assert.Contains(trials.Values, trial => trial.State == TrialState.Complete);
    }

    [Fact]
    public void A_crashed_trial_goes_on_from_its_checkpoint_to_the_same_outcome()
    {
        IReadOnlyDictionary<long, TrialOutcome> undisturbed = Run(Job(Lines, _folder["a"], null, Train));
        var simulation = new StudySimulation(Job(Lines, _folder["b"], null, Train));
        _firstEpochs.Clear();
        _crashAfter = 5;
        Assert.Throws<IOException>(() => simulation.Run(_ => 0, long.MaxValue));
        _crashAfter = int.MaxValue;
        simulation.Run(_ => 0, long.MaxValue);
        Assert.Equal(Text(undisturbed), Text(simulation.Outcomes.Trials));
        Assert.Equal(6, _firstEpochs[1]);
        Assert.Equal(2, simulation.Outcomes.Trials[0].Attempts);
    }

    [Fact]
    public void A_training_that_runs_shows_what_it_has_reported_and_how_long_those_before_took()
    {
        StudyJob job = Job(Lines, _folder.Path, null, Train);
        var simulation = new StudySimulation(job);
        _crashAfter = 7;
        Assert.Throws<IOException>(() => simulation.Run(_ => 0, 1));
        TrialLine running = Assert.Single(RunningTrials.Of(job, simulation.Outcomes.Trials));
        Assert.Equal((0, "running", null), (running.Number, running.State, running.DurationS));
        Assert.Equal([3.0, 6], running.Intermediate.Select(pair => pair[0]));

        _crashAfter = int.MaxValue;
        simulation.Run(_ => 0, 1);
        TrialOutcome ended = simulation.Outcomes.Trials[0];
        Assert.Equal(ended.Intermediate.Take(2).Select(value => value.Value), running.Intermediate.Select(pair => pair[1]));
        Assert.True(ended.DurationS > 0);
        Assert.Equal(ended.DurationS, TrialOutcomes.FromBytes(simulation.Outcomes.ToBytes()).Trials[0].DurationS);
        Assert.Empty(RunningTrials.Of(job, simulation.Outcomes.Trials));
        new TrialFolder(job.OutputFolder, 0, ended.Parameters).RemoveCheckpoints();
        Assert.Empty(Directory.GetFiles(_folder["trials"], "reported*", SearchOption.AllDirectories));
    }

    [Fact]
    public void The_best_trial_is_a_training_specification()
    {
        StudyJob job = Job(Lines, _folder.Path, null, Train);
        var lane = new TrialOutcomes();
        foreach ((long number, TrialOutcome trial) in Run(job)) lane.Add(number, trial);
        job.Prepare();
        JobReport report = job.WriteReport(SampleStudies.Outcome(lane), _folder.Path);
        Assert.True(report.Complete);
        TrialOutcome best = lane.Trials.Values.Where(trial => trial.State == TrialState.Complete).MinBy(trial => trial.Values[0])!;
        var yaml = (TrainingSpecification)SampleSpecifications.Reader.Read(_folder["best.yaml"]);
        Assert.Equal("x-best", yaml.Name);
        string rate = best.Parameters.Split(';')[0].Split('=')[1];
        Assert.Equal(double.Parse(rate, CultureInfo.InvariantCulture), yaml.Settings.LearningRate);
        Assert.Equal(1.5, yaml.Settings.ValidationLoss!.Margin);
        Assert.Equal(4, yaml.Points[0].Scenario.Antennas);
        Assert.Empty(Directory.GetFiles(_folder["trials"], "*.ckpt", SearchOption.AllDirectories));
    }

    [Fact]
    public void Each_trial_of_the_front_is_a_training_specification()
    {
        string lines = Lines
            .Replace($"training: {Training}}}", $"training: {Training}, metrics: [validation_loss, parameters]}}", StringComparison.Ordinal)
            .Replace("pruner: {asha: {min_resource: 3}}", "directions: [minimize, minimize]", StringComparison.Ordinal);
        StudyJob job = Job(lines, _folder.Path, null, Train);
        var lane = new TrialOutcomes();
        foreach ((long number, TrialOutcome trial) in Run(job)) lane.Add(number, trial);
        job.Prepare();
        Assert.True(job.WriteReport(SampleStudies.Outcome(lane), _folder.Path).Complete);
        string[] files = Directory.GetFiles(_folder["front"]);
        Assert.NotEmpty(files);
        foreach (string file in files)
        {
            string number = Path.GetFileNameWithoutExtension(file);
            var yaml = (TrainingSpecification)SampleSpecifications.Reader.Read(file);
            Assert.Equal($"x-{number}", yaml.Name);
            string rate = lane.Trials[long.Parse(number["trial-".Length..], CultureInfo.InvariantCulture)].Parameters.Split(';')[0];
            Assert.Equal(double.Parse(rate.Split('=')[1], CultureInfo.InvariantCulture), yaml.Settings.LearningRate);
        }
    }

    /// <summary>Its loss falls as 1 / epoch, from a height that the learning rate decides. Observes before it saves, as the real
    /// one.</summary>
    private TrainingOutcome Train(
        TrainingSettings settings, ICheckpointStore? checkpoints, Action<TrainingProgress>? observe, TimeProvider time,
            CancellationToken cancellation)
    {
        int done = checkpoints!.Load() is { } state ? int.Parse(Encoding.UTF8.GetString(state), CultureInfo.InvariantCulture) : 0;
        _firstEpochs.Add(done + 1);
        _settings.Add(settings);
        for (int epoch = done + 1; epoch <= settings.Epochs; epoch++)
        {
            observe!(new TrainingProgress(epoch, settings.Epochs, 0, Curve(settings, epoch).LastOrDefault(), 0));
            checkpoints.Save(Encoding.UTF8.GetBytes(epoch.ToString(CultureInfo.InvariantCulture)));
            if (epoch == _crashAfter) throw new IOException("the machine stops");
        }

        List<CurvePoint> curve = Curve(settings, settings.Epochs);
        return new TrainingOutcome([], "sha256:", curve, curve[^1].Epoch, curve[^1], 0, StoppedEarly: false);
    }

    private static List<CurvePoint> Curve(TrainingSettings settings, int epochs) =>
    [
        .. Enumerable.Range(1, epochs).Where(epoch => epoch % settings.ValidateEvery == 0)
            .Select(epoch => new CurvePoint(epoch, 0, (1 + Math.Abs(Math.Log10(settings.LearningRate) + 2)) / epoch, 0.2, 0.75, 0)),
    ];
}
