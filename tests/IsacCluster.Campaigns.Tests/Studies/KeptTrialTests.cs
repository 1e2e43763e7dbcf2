using System.Text;
using IsacCluster.Campaigns.Studies;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Search.Trials;
using IsacCluster.Training;
using IsacCluster.Training.Settings;
using static IsacCluster.Campaigns.Tests.Studies.StudySimulation;

namespace IsacCluster.Campaigns.Tests.Studies;

/// <summary>Whose files stay when trials have ended.</summary>
public sealed class KeptTrialTests : IDisposable
{
    private const string Script = "echo \"{\\\"value\\\": ${1#--x=}}\"; echo weights > kept; test ${1#--x=} -ne 7";
    private const string Command = "seed: 4\nspace: {x: {int: [1, 40]}}\nsampler: random\nretries: 0\ntrials: 30\nparallel: 3\n"
        + "objective: {command: [sh, -c, '" + Script + "', sh]}\n";

    private const string Training = "seed: 1\nspace: {learning_rate: {float: [1e-4, 1e-1], log: true}}\n"
        + "objective: {training: {scenario: {antennas: 4}, epochs: 3, validate_every: 3}";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", true)]
    [InlineData("", false)]
    [InlineData("mode: throughput\n", true)]
    public void The_best_trials_keep_their_folders_and_the_digest_is_that_of_a_study_that_keeps_all(string mode, bool failed)
    {
        string plain = Digest(Command + mode, "all", out IReadOnlyDictionary<long, TrialOutcome> trials);
        string rule = $"keep: {{best: 3, failed: {(failed ? "true" : "false")}}}\n";
        Assert.Equal(plain, Digest(Command + mode + rule, "kept", out IReadOnlyDictionary<long, TrialOutcome> same));
        Assert.Equal(Parse(Command + mode).JobId, Parse(Command + mode + rule).JobId);
        Assert.Equal(Text(trials), Text(same));
        Assert.Contains(trials.Values, trial => trial.State == TrialState.Failed);
        Assert.Equal(trials.Count, Directory.GetDirectories(_folder["all/trials"]).Length);
        IEnumerable<long> best = trials.Where(trial => trial.Value.State == TrialState.Complete).OrderBy(trial => trial.Value.Values[0])
            .ThenBy(trial => trial.Key).Take(3).Select(trial => trial.Key);
        IEnumerable<long> expected = best.Concat(failed ? trials.Where(t => t.Value.State == TrialState.Failed).Select(t => t.Key) : []);
        Assert.Equal(expected.Order(), Numbers("kept"));
        Assert.All(best, number => Assert.True(File.Exists(
            Path.Combine(Directory.GetDirectories(_folder["kept/trials"], $"{number:D5}-*").Single(), "kept"))));
    }

    [Fact]
    public void Folders_are_removed_while_the_study_runs_and_after_a_crash()
    {
        string lines = Command + "keep: {best: 2, failed: false}\n";
        var simulation = new StudySimulation(Job(lines, _folder["runs"]));
        simulation.Run(running => running - 1, 20);
        Assert.InRange(Numbers("runs").Count(), 2, 2 + 3 + 3); // the best two, those that run, and those that no later trial has seen
        simulation.Run(_ => 0, long.MaxValue);
        string digest = Report(Job(lines, _folder["runs"]), simulation.Outcomes.Trials);
        Assert.Equal(Digest(Command, "all", out _), digest);
        Assert.Equal(2, Numbers("runs").Count());
    }

    [Fact]
    public void The_weights_of_the_best_training_are_beside_its_specification()
    {
        string lines = Training + "}\nsampler: random\ntrials: 8\nparallel: 2\nkeep: {best: 3}\n";
        StudyJob job = Job(lines, _folder["best"], null, Train);
        IReadOnlyDictionary<long, TrialOutcome> trials = Run(job);
        Report(job, trials);
        Assert.Equal(3, Numbers("best").Count());
        string rate = trials.Values.MinBy(trial => trial.Values[0])!.Parameters["learning_rate=".Length..];
        Assert.Equal($"weights of {rate}", File.ReadAllText(_folder["best/best.safetensors"]));
        Assert.True(File.Exists(_folder["best/best.yaml"]));
        // Without the rule there are no weights, and none is left of an earlier run.
        StudyJob plain = Job(lines.Replace("keep: {best: 3}\n", "", StringComparison.Ordinal), _folder["plain"], null, Train);
        Report(plain, Run(plain));
        Assert.Empty(Directory.GetFiles(_folder["plain"], "*.safetensors", SearchOption.AllDirectories));
    }

    [Fact]
    public void With_several_metrics_the_front_keeps_its_weights()
    {
        string lines = Training + ", metrics: [validation_loss, mse]}\ndirections: [minimize, maximize]\nsampler: random\ntrials: 8\n"
            + "keep: {best: 1}\n";
        StudyJob job = Job(lines, _folder["front"], null, Train);
        Report(job, Run(job));
        string[] yaml = Directory.GetFiles(_folder["front/front"], "*.yaml");
        Assert.NotEmpty(yaml);
        Assert.Equal(yaml.Length, Directory.GetFiles(_folder["front/front"], "*.safetensors").Length);
        Assert.Equal(yaml.Length, Numbers("front").Count());
    }

    /// <summary>Learns nothing: the loss and the MSE follow from the learning rate.</summary>
    private static TrainingOutcome Train(
        TrainingSettings settings, ICheckpointStore? checkpoints, Action<TrainingProgress>? observe, TimeProvider time,
        CancellationToken cancellation)
    {
        double rate = settings.LearningRate, loss = Math.Abs(Math.Log10(rate) + 2);
        var point = new CurvePoint(3, loss, loss, rate, 1, rate);
        string text = FormattableString.Invariant($"weights of {rate:R}");
        return new TrainingOutcome(Encoding.UTF8.GetBytes(text), "sha256:0", [point], 3, point, 0, false);
    }

    private IEnumerable<long> Numbers(string study) => Directory.GetDirectories(_folder[$"{study}/trials"])
        .Select(path => long.Parse(Path.GetFileName(path).Split('-')[0], System.Globalization.CultureInfo.InvariantCulture)).Order();

    private string Digest(string lines, string study, out IReadOnlyDictionary<long, TrialOutcome> trials)
    {
        StudyJob job = Job(lines, _folder[study]);
        trials = Run(job);
        return Report(job, trials);
    }

    private static string Report(StudyJob job, IReadOnlyDictionary<long, TrialOutcome> trials)
    {
        var lane = new TrialOutcomes();
        foreach ((long number, TrialOutcome trial) in trials) lane.Add(number, trial);
        return job.WriteReport(SampleStudies.Outcome(lane), job.OutputFolder).Digest;
    }
}
