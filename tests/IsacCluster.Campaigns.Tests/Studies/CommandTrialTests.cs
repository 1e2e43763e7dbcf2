using System.Text.Json.Nodes;
using IsacCluster.Campaigns.Studies;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Jobs;
using IsacCluster.Search.Trials;
using static IsacCluster.Campaigns.Tests.Studies.StudySimulation;

namespace IsacCluster.Campaigns.Tests.Studies;

/// <summary>Trials of programs: what they report, how they fail, and that neither is lost when what started them is killed.</summary>
public sealed class CommandTrialTests : IDisposable
{
    /// <summary>
    /// Goes on from its file and prints new steps only. $1: a named pipe, or none; where it is given the first attempt of each trial stops
    /// at a step, says so by the pipe and waits to be ended.
    /// </summary>
    private const string Checkpointing =
        """
        x=${2#--x=}; done=$(cat ck 2>/dev/null || echo 0); step=$done
        while [ $step -lt 6 ]; do
          step=$((step + 1))
          awk "BEGIN { printf \"{\\\"step\\\": $step, \\\"value\\\": %.17g}\\n\", ($x - 0.3) ^ 2 + 1 / $step }"
          echo $step > ck
          if [ "$1" != none ] && [ ! -e killed ] && [ $step = $((1 + ISAC_TRIAL % 5)) ]; then
            touch killed; printf '{"step": %d, "val' $((step + 1)); echo $ISAC_TRIAL > "$1"; sleep 1000
          fi
        done
        awk "BEGIN { printf \"{\\\"value\\\": %.17g}\\n\", ($x - 0.3) ^ 2 }"
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_kill_at_any_report_changes_no_trial()
    {
        await File.WriteAllTextAsync(_folder["trial.sh"], Checkpointing);
        IReadOnlyDictionary<long, TrialOutcome> undisturbed = Run(Job(Lines("none"), _folder["undisturbed"]));
        Assert.Contains(undisturbed.Values, trial => trial.State == TrialState.Pruned);
        Assert.Contains(undisturbed.Values, trial => trial.State == TrialState.Complete);
        await ProgramRun.EndAsync(_folder.Path, "mkfifo", "pipe");
        StudyJob job = Job(Lines(_folder["pipe"]), _folder["disturbed"]);
        ITaskSequencer sequencer = job.CreateSequencer(0);
        using ITaskRunner runner = job.CreateRunner();
        var trials = new SortedDictionary<long, TrialOutcome>();
        int kills = 0;
        for (int n = 0; n < 12; n++)
        {
            var range = new TaskRange(0, n, 1) { Argument = sequencer.ArgumentOf(n) };
            using var killed = new CancellationTokenSource();
            var first = Task.Factory.StartNew(
                () => runner.Run(range, killed.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            // Either the program says that it has come to its step, or its trial was pruned before.
            var reached = Task.Factory.StartNew(
                () => File.ReadAllText(_folder["pipe"]), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            if (await Task.WhenAny(first, reached) == reached) await killed.CancelAsync();
            // Opened for both, a pipe is opened without waiting, and whoever waits to read has come to its end.
            while (!reached.IsCompleted && !killed.IsCancellationRequested)
                await ProgramRun.EndAsync(_folder.Path, "sh", "-c", ": <> pipe");
            await reached;
            ILaneResult result = await EndedAsync(first) ?? runner.Run(range, CancellationToken.None).Result;
            if (killed.IsCancellationRequested) kills++;
            sequencer.Accept(result);
            trials.Add(n, ((TrialOutcomes)result).Trials[n]);
        }

        Assert.True(kills > 3, $"{kills} kills");
        Assert.Equal(Text(undisturbed), Text(trials));
    }

    [Fact]
    public void Steps_reported_twice_or_lower_are_ignored_and_said_once()
    {
        JobReport report = Report(
            "for s in 1 2 2 3 1; do echo \"{\\\"step\\\": $s, \\\"value\\\": $s.5}\"; done; echo '{\"value\": 1}'", "trials: 3\n");
        JsonNode json = JsonNode.Parse(File.ReadAllText(_folder["study.json"]))!;
        Assert.All(json["trials"]!.AsArray(), trial =>
        {
            Assert.Equal([1, 2, 3], trial!["intermediate"]!.AsArray().Select(pair => pair![0]!.GetValue<double>()));
            Assert.Equal(2, trial["ignored_reports"]!.GetValue<int>());
        });
        const string said = "6 reports of 3 trials named a step not past the one before: they were ignored.";
        Assert.Equal([said], json["notes"]!.AsArray().Select(note => (string?)note));
        Assert.EndsWith($"3 trials: 3 complete\n{said}", report.Summary!.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void When_nothing_succeeds_the_job_fails_with_the_commonest_reasons()
    {
        JobReport report = Report("echo working; echo \"out of memory $((ISAC_TRIAL / 4))\" >&2; exit 1", "trials: 5\nretries: 1\n");
        Assert.True(report.Complete);
        Assert.Equal(
            "none of 5 trials is complete; 4 times the command ended with code 1: out of memory 0; "
                + "1 times the command ended with code 1: out of memory 1", report.Failure);
        string[] folders = [.. Directory.GetDirectories(_folder["trials"]).Order(StringComparer.Ordinal)];
        Assert.Equal(5, folders.Length);
        Assert.All(folders, folder => Assert.Equal("working\nworking\n", File.ReadAllText(Path.Combine(folder, "stdout.log"))));
        Assert.Equal("out of memory 1\nout of memory 1\n", File.ReadAllText(Path.Combine(folders[4], "stderr.log")));
    }

    [Theory]
    [InlineData("exit 2", 1)]
    [InlineData("exit 64", 1)]
    [InlineData("exec no-such-program-here", 1)]
    [InlineData("echo hello", 1)]
    [InlineData("exit 3", 4)]
    public void What_would_fail_again_is_not_tried_again(string script, int attempts) =>
        Assert.Equal(attempts, Run(Job(Lines(script, "trials: 1\nretries: 3\n"), _folder.Path))[0].Attempts);

    [Fact]
    public void A_value_of_an_attempt_that_failed_is_no_result_and_its_reports_stay()
    {
        const string script =
            "if [ -e again ]; then echo '{\"step\": 2, \"value\": 5}'; exit 0; fi; touch again; "
                + "echo '{\"step\": 1, \"value\": 6}'; echo '{\"value\": 99}'; exit 1";
        TrialOutcome trial = Run(Job(Lines(script, "trials: 1\n"), _folder.Path))[0];
        Assert.Equal([5.0], trial.Values);
        Assert.Equal([new IntermediateValue(1, 6), new IntermediateValue(2, 5)], trial.Intermediate);
    }

    [Fact]
    public void Reports_between_rungs_are_judged()
    {
        const string script = "for s in 10 20 30; do echo \"{\\\"step\\\": $s, \\\"value\\\": $ISAC_TRIAL}\"; done; echo '{\"value\": 1}'";
        IReadOnlyDictionary<long, TrialOutcome> trials = Run(Job(Lines(script, "trials: 6\npruner: asha\n"), _folder.Path));
        Assert.Equal(TrialState.Complete, trials[0].State);
        Assert.All(trials.Values.Skip(1), trial => Assert.Equal(TrialState.Pruned, trial.State));
        Assert.All(trials.Values.Skip(1), trial => Assert.Equal(10, trial.Intermediate[^1].Step));
    }

    private static async Task<ILaneResult?> EndedAsync(Task<TaskOutput> task)
    {
        try
        {
            return (await task).Result;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private string Lines(string pipe) =>
        $"seed: 5\nspace: {{x: {{float: [0, 1]}}}}\nobjective: {{command: [sh, {_folder["trial.sh"]}, {pipe}]}}\n"
            + "sampler: {tpe: {startup_trials: 4}}\npruner: {asha: {reduction_factor: 2}}\ntrials: 12\n";

    private static string Lines(string script, string rest) =>
        $"space: {{x: {{int: [3, 3]}}}}\nobjective: {{command: [sh, -c, '{script.Replace("'", "''", StringComparison.Ordinal)}']}}\n"
            + $"sampler: random\n{rest}";

    private JobReport Report(string script, string rest)
    {
        StudyJob job = Job(Lines(script, rest), _folder.Path);
        var lane = new TrialOutcomes();
        foreach ((long number, TrialOutcome trial) in Run(job)) lane.Add(number, trial);
        return job.WriteReport(SampleStudies.Outcome(lane), _folder.Path);
    }
}
