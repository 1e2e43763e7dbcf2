using System.Globalization;
using System.Text;
using IsacCluster.Campaigns.Studies;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Search.Trials;
using IsacCluster.Training;
using IsacCluster.Training.Settings;
using static IsacCluster.Campaigns.Tests.Studies.StudySimulation;

namespace IsacCluster.Campaigns.Tests.Studies;

/// <summary>Trials that pause with a checkpoint and go on from it, with a training that computes nothing.</summary>
public sealed class PromotionTests : IDisposable
{
    private const string Training = "{scenario: {antennas: 4}, epochs: 27, validate_every: 3, checkpoint_seconds: 0}";

    private const string Lines = $"seed: 1\nspace: {{learning_rate: {{float: [1e-4, 1e-1], log: true}}, width: {{choice: [16, 32]}}}}\n"
        + $"objective: {{training: {Training}}}\nsampler: random\npruner: {{asha: {{min_resource: 3, promote: true}}}}\n"
        + "trials: 12\nparallel: 3\n";

    private const string Population = $"seed: 1\nspace: {{learning_rate: {{float: [1e-4, 1e-1], log: true}}}}\n"
        + $"objective: {{training: {Training}}}\nsampler: random\n"
        + "pruner: {pbt: {population: 4, interval: 9}}\ntrials: 12\nparallel: 2\n";

    private const string Curve =
        "seed: 3\nobjective: {synthetic: learning-curve}\nsampler: bohb\npruner: {hyperband: {promote: true}}\ntrials: 30\nparallel: 4\n";

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<double, List<int>> _epochs = []; // by learning rate, in the order in which they were run
    private int _crashAfter = int.MaxValue;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void No_epoch_is_trained_twice()
    {
        IReadOnlyDictionary<long, TrialOutcome> trials = RunWhole(Made(Lines, _folder.Path));
        Assert.Equal(12, trials.Count);
        Assert.All(_epochs.Values, epochs => Assert.Equal(Enumerable.Range(1, epochs.Count), epochs));
        Assert.Equal(trials.Values.Select(trial => trial.Intermediate[^1].Step).Order(), _epochs.Values.Select(e => (long)e.Count).Order());
        Assert.Contains(trials.Values, trial => trial is { State: TrialState.Complete, Parts: 3 });
        Assert.All(trials.Values, trial => Assert.Contains(trial.Intermediate[^1].Step, (long[])[3, 9, 27]));
    }

    [Fact]
    public void The_best_third_of_each_rung_goes_on()
    {
        IReadOnlyDictionary<long, TrialOutcome> trials = RunWhole(Made(Lines, _folder.Path));
        foreach (long rung in new long[] { 3, 9 })
        {
            TrialOutcome[] there = [.. trials.Values.Where(trial => trial.Intermediate[^1].Step >= rung).OrderBy(trial => At(trial, rung))];
            Assert.All(there.Take(there.Length / 3), trial => Assert.True(trial.Intermediate[^1].Step > rung));
        }
    }

    [Theory]
    [InlineData(Lines)]
    [InlineData(Population)]
    public void A_kill_between_and_within_the_rungs_changes_nothing(string lines)
    {
        string[] undisturbed = Text(RunWhole(Made(lines, _folder["a"])));
        var simulation = new StudySimulation(Made(lines, _folder["b"]));
        for (int kill = 0; kill < 2; kill++)
        {
            _epochs.Clear();
            simulation.Run(n => n - 1, 4); // what runs after four ends is lost
            _crashAfter = 2;
            Assert.Throws<IOException>(() => simulation.Run(_ => 0, 1));
            _crashAfter = int.MaxValue;
            simulation = Copy(simulation, Made(lines, _folder["b"]));
        }

        simulation.Run(_ => 0, long.MaxValue);
        Assert.Equal(undisturbed, Text(TrialsOfParts.Of(simulation.Outcomes)));
    }

    [Theory]
    [InlineData(Lines)]
    [InlineData(Population)]
    [InlineData(Curve)]
    public void The_order_in_which_parts_end_changes_nothing(string lines)
    {
        string[] first = Text(RunWhole(Made(lines, _folder["a"])));
        int calls = 0;
        Assert.Equal(first, Text(RunWhole(Made(lines, _folder["b"]), n => n - 1)));
        Assert.Equal(first, Text(RunWhole(Made(lines, _folder["c"]), n => calls++ * 7 % n)));
    }

    [Fact]
    public void The_worst_of_a_generation_take_over_from_the_best()
    {
        IReadOnlyDictionary<long, TrialOutcome> trials = RunWhole(Made(Population, _folder.Path));
        Assert.Equal(12, trials.Count);
        Assert.Equal(4, trials.Values.Count(trial => trial.State == TrialState.Complete));
        long worst = Enumerable.Range(0, 4).MaxBy(n => At(trials[n], 9)), best = Enumerable.Range(0, 4).MinBy(n => At(trials[n], 9));
        for (long member = 0; member < 4; member++)
        {
            Assert.Equal(new TrialBeginning(member == worst ? best : member, 9), trials[4 + member].Begins);
            Assert.Equal(member != worst, trials[4 + member].Parameters == trials[member].Parameters);
            Assert.Equal([12L, 15, 18], trials[4 + member].Intermediate.Select(value => value.Step));
        }

        Assert.Equal(4 * 27, _epochs.Values.Sum(epochs => epochs.Count));
    }

    [Fact]
    public void A_longer_study_goes_on_from_what_is_there()
    {
        var simulation = new StudySimulation(Made(Lines, _folder.Path));
        simulation.Run(_ => 0, long.MaxValue);
        long before = simulation.Outcomes.Trials.Count;
        StudyJob longer = Made(Lines.Replace("trials: 12", "trials: 24", StringComparison.Ordinal), _folder.Path);
        Assert.Equal(Made(Lines, _folder.Path).Id, longer.Id);
        simulation = Copy(simulation, longer);
        simulation.Run(_ => 0, long.MaxValue);
        Assert.True(simulation.Outcomes.Trials.Count > before + 12);
        Assert.Equal(24, TrialsOfParts.Of(simulation.Outcomes).Count);
        Assert.All(_epochs.Values, epochs => Assert.Equal(Enumerable.Range(1, epochs.Count), epochs));
    }

    [Fact]
    public void The_report_joins_the_parts_and_keeps_what_may_go_on()
    {
        StudyJob job = Made(Lines, _folder.Path);
        var simulation = new StudySimulation(job);
        simulation.Run(_ => 0, 5);
        job.Prepare();
        Assert.False(job.WriteReport(SampleStudies.Outcome(simulation.Outcomes), _folder.Path).Complete);
        simulation.Run(_ => 0, long.MaxValue);
        Assert.True(job.WriteReport(SampleStudies.Outcome(simulation.Outcomes), _folder.Path).Complete);
        IReadOnlyDictionary<long, TrialOutcome> trials = TrialsOfParts.Of(simulation.Outcomes);
        Assert.Equal(
            trials.Values.Count(trial => trial.State == TrialState.Pruned),
            Directory.GetFiles(_folder["trials"], "checkpoint-part-*.ckpt", SearchOption.AllDirectories).Length);
        StudyResults results = job.Account(SampleStudies.Outcome(simulation.Outcomes));
        Assert.Equal(_epochs.Values.Sum(epochs => epochs.Count), results.Steps!.Run);
        Assert.Contains(results.Trials, trial => trial.Parts == 3);
    }

    [Fact]
    public void A_checkpoint_that_is_not_here_is_an_error_of_the_machine()
    {
        var simulation = new StudySimulation(Made(Lines, _folder.Path));
        simulation.Run(_ => 0, 3);
        foreach (string file in Directory.GetFiles(_folder["trials"], "*.ckpt", SearchOption.AllDirectories)) File.Delete(file);
        IOException missing = Assert.Throws<IOException>(() => simulation.Run(_ => 0, long.MaxValue));
        Assert.Contains("of step 3 is not here", missing.Message, StringComparison.Ordinal);
    }

    private StudyJob Made(string lines, string folder) =>
        new(Parse(lines), folder, TimeProvider.System, Train, adopt: (state, _, _) => state);

    private static IReadOnlyDictionary<long, TrialOutcome> RunWhole(StudyJob job, Func<int, int>? order = null)
    {
        var simulation = new StudySimulation(job);
        simulation.Run(order ?? (_ => 0), long.MaxValue);
        return TrialsOfParts.Of(simulation.Outcomes);
    }

    /// <summary>A new process that knows what was accepted.</summary>
    private static StudySimulation Copy(StudySimulation simulation, StudyJob job)
    {
        var next = new StudySimulation(job);
        next.Outcomes.Merge(TrialOutcomes.FromBytes(simulation.Outcomes.ToBytes()));
        return next;
    }

    private static double At(TrialOutcome trial, long step) => trial.Intermediate.First(value => value.Step >= step).Value;

    /// <summary>Falls from 3 by a rate that depends on the learning rate; its state is the epoch and the sum of the rates so far.</summary>
    private TrainingOutcome Train(
        TrainingSettings settings, ICheckpointStore? store, Action<TrainingProgress>? observe, TimeProvider time, CancellationToken stop)
    {
        string[] state = store!.Load() is { } saved ? Encoding.UTF8.GetString(saved).Split(' ') : ["0", "0"];
        int epoch = int.Parse(state[0], CultureInfo.InvariantCulture);
        double sum = double.Parse(state[1], CultureInfo.InvariantCulture);
        List<int> epochs = _epochs.TryGetValue(settings.LearningRate, out List<int>? known) ? known : _epochs[settings.LearningRate] = [];
        CurvePoint? point = null;
        int here = 0;
        while (epoch < settings.Epochs)
        {
            if (stop.IsCancellationRequested)
            {
                Save();
                stop.ThrowIfCancellationRequested();
            }

            if (++here > _crashAfter) throw new IOException("crash");
            epochs.Add(++epoch);
            sum += 1 / (1 + Math.Abs(Math.Log10(settings.LearningRate) + 2.5));
            if (epoch % settings.ValidateEvery == 0)
                point = new CurvePoint(epoch, 1, 3 * Math.Exp(-sum / 10), 0.5, 1, settings.LearningRate);
            observe?.Invoke(new TrainingProgress(epoch, settings.Epochs, 1, point, 0));
            if (epoch % 6 == 2) Save();
        }

        return new TrainingOutcome([1], "sha256:0", [point!], epoch, point!, 0, false);

        void Save() => store.Save(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{epoch} {sum:R}")));
    }
}
