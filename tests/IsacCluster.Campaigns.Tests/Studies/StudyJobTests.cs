using IsacCluster.Campaigns.Studies;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Jobs;
using IsacCluster.Search.Trials;
using static IsacCluster.Campaigns.Tests.Studies.StudySimulation;

namespace IsacCluster.Campaigns.Tests.Studies;

/// <summary>A study is a deterministic state machine over pure tasks.</summary>
public sealed class StudyJobTests : IDisposable
{
    private const string Mixed = "seed: 7\nobjective: {synthetic: mixed}\ntrials: 60\nparallel: 4\n";
    private const string Curve =
        "seed: 3\nobjective: {synthetic: learning-curve}\nsampler: random\npruner: {asha: {min_resource: 3}}\ntrials: 200\nparallel: 4\n";
    private const string Constrained = "objective: {synthetic: gardner}\nconstraints: [c <= -0.95]\ntrials: 60\nparallel: 4\n";
    private const string Bnh = "objective: {synthetic: bnh}\nconstraints: [c1 <= 25, c2 >= 7.7]\ndirections: [minimize, minimize]\n"
        + "sampler: {nsga2: {population: 8}}\ntrials: 60\nparallel: 4\n";
    private const string Fronts =
        "objective: {synthetic: zdt1, dimensions: 4}\ndirections: [minimize, minimize]\ntrials: 60\nparallel: 4\n";
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Studies =>
        [Mixed, Curve, Constrained, Constrained + "sampler: tpe\n", Bnh, Fronts + "sampler: tpe\n", Fronts + "sampler: auto\n",
            Mixed + "sampler: cma-es\n",
            Mixed + "sampler: gp\n", Mixed + "sampler: sobol\n",
            "objective: {synthetic: zdt1, dimensions: 4}\ndirections: [minimize, minimize]\nsampler: {nsga2: {population: 8}}\n"
                + "trials: 60\nparallel: 4\n"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Studies))]
    public void Trials_do_not_depend_on_the_order_in_which_they_end(string lines)
    {
        string[] first = Text(Run(Job(lines)));
        Assert.Equal(first, Text(Run(Job(lines), running => running - 1)));
        int turn = 0;
        Assert.Equal(first, Text(Run(Job(lines), running => turn++ * 7 % running)));
    }

    [Theory]
    [MemberData(nameof(Studies))]
    public void A_crash_changes_no_trial(string lines)
    {
        string[] undisturbed = Text(Run(Job(lines)));
        var simulation = new StudySimulation(Job(lines));
        int turn = 0;
        for (int crash = 1; crash <= 6; crash++) simulation.Run(running => turn++ * 5 % running, 5);
        Assert.Equal(30, simulation.Outcomes.Trials.Count);
        simulation.Run(running => running - 1, long.MaxValue);
        Assert.Equal(undisturbed, Text(simulation.Outcomes.Trials));
    }

    [Fact]
    public void Further_trials_continue_a_shorter_study_and_do_not_change_it()
    {
        string[] longer = Text(Run(Job(Mixed)));
        Assert.Equal(longer[..25], Text(Run(Job(Mixed.Replace("trials: 60", "trials: 25", StringComparison.Ordinal)))));
        Assert.Equal(Parse(Mixed).JobId, Parse(Mixed.Replace("trials: 60", "trials: 25", StringComparison.Ordinal)).JobId);
    }

    [Fact]
    public void In_throughput_mode_at_most_parallel_trials_run_and_none_waits()
    {
        StudyJob job = Job(Mixed + "mode: throughput\n");
        ITaskSequencer sequencer = job.CreateSequencer(0);
        Assert.Equal(4, sequencer.Horizon);
        var ended = new TrialOutcomes();
        ended.Add(
            3, new TrialOutcome { Parameters = TrialArgument.FromBytes(sequencer.ArgumentOf(3)).Parameters, State = TrialState.Failed });
        sequencer.Accept(ended);
        Assert.Equal(5, sequencer.Horizon); // trial 0 still runs
        Assert.Equal(60, Run(job, running => running - 1).Count);
    }

    [Fact]
    public void In_deterministic_mode_a_trial_waits_for_the_one_that_it_sees()
    {
        ITaskSequencer sequencer = Job(Mixed).CreateSequencer(0);
        var ended = new TrialOutcomes();
        ended.Add(
            3, new TrialOutcome { Parameters = TrialArgument.FromBytes(sequencer.ArgumentOf(3)).Parameters, State = TrialState.Failed });
        sequencer.Accept(ended);
        Assert.Equal(4, sequencer.Horizon);
    }

    [Fact]
    public void Asha_keeps_99_percent_of_the_quality_at_less_than_30_percent_of_the_cost()
    {
        // Quality: how far below the worst trial the best one is, as a part of how far it is without pruning.
        (double cost, double quality) = (0, 0);
        for (int seed = 0; seed < 5; seed++)
        {
            string lines = Curve.Replace("seed: 3", $"seed: {seed}", StringComparison.Ordinal);
            TrialOutcome[] pruned = [.. Run(Job(lines)).Values], full =
                [.. Run(Job(lines.Replace("pruner: {asha: {min_resource: 3}}\n", "", StringComparison.Ordinal))).Values];
            Assert.All(full, trial => Assert.Equal(81, trial.Intermediate.Count));
            cost += pruned.Sum(trial => trial.Intermediate[^1].Step) / (81.0 * full.Length) / 5;
            double worst = full.Max(trial => trial.Values[0]), best = full.Min(trial => trial.Values[0]);
            double kept = pruned.Where(trial => trial.State == TrialState.Complete).Min(trial => trial.Values[0]);
            quality += (worst - kept) / (worst - best) / 5;
        }

        Assert.True(cost <= 0.3, $"cost {cost}");
        Assert.True(quality >= 0.99, $"quality {quality}");
    }

    [Fact]
    public void A_finite_grid_ends_the_study() =>
        Assert.Equal(
            9, Run(Job("objective: {synthetic: sphere, dimensions: 2}\nsampler: {grid: {levels: 3}}\ntrials: 100\nparallel: 4\n")).Count);

    [Fact]
    public void A_trial_gets_further_seeds_only_while_its_interval_reaches_the_best()
    {
        TrialOutcome[] trials =
            [.. Run(Job("objective: {synthetic: noisy-sphere, dimensions: 2}\nsampler: random\nseeds: 8\ntrials: 60\n")).Values];
        double best = trials.Min(trial => trial.Values[0]);
        Assert.Equal(8, trials.First().Replicates.Count); // nothing to compare with
        Assert.All(trials, trial => Assert.Equal(trial.Replicates.Average(), trial.Values[0], 1e-12));
        Assert.All(trials.Skip(20).Where(trial => trial.Values[0] > best + 3), trial => Assert.Single(trial.Replicates)); // noise 0.1
        Assert.Equal(8, trials.MinBy(trial => trial.Values[0])!.Replicates.Count);
    }

    [Fact]
    public void Failures_beyond_the_limit_stop_the_study_at_the_same_trial_in_any_order()
    {
        string lines =
            "space: {x: {float: [0, 1]}}\nobjective: {command: [sh, -c, 'exit 3']}\nsampler: random\nretries: 0\nmax_failures: 4\n"
                + "trials: 50\nparallel: 3\n";
        foreach (Func<int, int> order in (Func<int, int>[])[_ => 0, running => running - 1])
        {
            IReadOnlyDictionary<long, TrialOutcome> trials = Run(Job(lines, _folder["failures"]), order);
            // The fifth failure comes into view with trials 5 and 6 on their way.
            Assert.Equal(7, trials.Count);
            Assert.All(trials.Values, trial => Assert.Equal("the command ended with code 3", trial.Error));
        }
    }

    [Fact]
    public void Trials_that_are_no_better_stop_the_study_at_the_same_trial_in_any_order()
    {
        string lines = "objective: {synthetic: sphere, dimensions: 2}\nsampler: random\nstop: {no_better: 12}\ntrials: 500\nparallel: 3\n";
        string[] expected = Text(Run(Job(lines)));
        Assert.Equal(expected, Text(Run(Job(lines), running => running - 1)));
        Assert.Equal(expected, Text(Run(Job(lines), running => running / 2)));
        double[] values = [.. Run(Job(lines)).Values.Select(trial => trial.Values[0])];
        // Of the trials up to the last that was in view, 12 come after the best; two more were on their way.
        int best = Array.IndexOf(values, values[..^2].Min());
        Assert.Equal(best + 12 + 1 + 2, values.Length);
        Assert.True(values.Length < 500);
    }

    [Fact]
    public void Enqueued_points_are_the_first_trials_and_teach_the_sampler()
    {
        const string lines = "objective: {synthetic: mixed}\ntrials: 20\nparallel: 2\n";
        const string known = "enqueue:\n- {lr: 0.001, layers: 4, activation: gelu, optimizer: adam, beta: 0.01, warmup: 20}\n"
            + "- {lr: 0.1, layers: 1, activation: tanh, optimizer: none}\n";
        IReadOnlyDictionary<long, TrialOutcome> trials = Run(Job(lines + known));
        Assert.Equal("lr=0.001;layers=4;activation=gelu;optimizer=adam;beta=0.01;warmup=20", trials[0].Parameters);
        Assert.Equal("lr=0.1;layers=1;activation=tanh;optimizer=none", trials[1].Parameters);
        Assert.True(trials[0].Values[0] < 1e-12);
        Assert.Equal(Text(trials), Text(Run(Job(lines + known), running => running - 1)));
        Assert.NotEqual(Text(trials)[19], Text(Run(Job(lines)))[19]);
        Assert.NotEqual(Parse(lines).JobId, Parse(lines + known).JobId);
    }

    [Fact]
    public void Duplicates_are_not_run_twice_where_results_repeat()
    {
        const string command = "objective: {command: [sh, -c, 'echo run; echo \"{\\\"value\\\": 1}\"']}\n";
        string lines = $"space: {{x: {{int: [1, 3]}}}}\n{command}sampler: random\nreuse: true\ntrials: 24\nparallel: 2\n";
        IReadOnlyDictionary<long, TrialOutcome> trials = Run(Job(lines, _folder["reuse"]));
        Assert.Equal(24, trials.Count);
        Assert.All(trials.Values, trial => Assert.Equal([1.0], trial.Values));
        // A twin of the trial just before may run, as neither sees the other.
        int ran = Directory.GetDirectories(_folder["reuse/trials"]).Length;
        Assert.InRange(ran, 3, 6);
        Assert.Equal(Text(trials), Text(Run(Job(lines, _folder["reuse again"]), running => running - 1)));
    }

    [Fact]
    public void A_command_gets_its_parameters_and_gives_its_values()
    {
        const string script =
            "echo loading; echo '{\"step\": 1, \"value\": 8}'; echo \"{\\\"loss\\\": ${1#--x=}, \\\"trial\\\": $ISAC_TRIAL}\"; pwd > where";
        string lines =
            $"space: {{x: {{int: [3, 3]}}}}\n"
                + $"objective: {{command: [sh, -c, '{script.Replace("'", "''", StringComparison.Ordinal)}', sh], metrics: [loss, trial]}}\n"
                + "directions: [minimize, maximize]\nsampler: random\ntrials: 2\n";
        IReadOnlyDictionary<long, TrialOutcome> trials = Run(Job(lines, _folder["command"]));
        Assert.Equal([3.0, 1], trials[1].Values);
        Assert.Equal([new IntermediateValue(1, 8)], trials[1].Intermediate);
        string[] where = [.. Directory.GetDirectories(_folder["command/trials"]).Order(StringComparer.Ordinal)];
        Assert.Equal(2, where.Length);
        Assert.All(where, folder => Assert.Equal(folder, File.ReadAllText(Path.Combine(folder, "where")).Trim()));
    }

    [Theory]
    [InlineData("exit 7", "the command ended with code 7")]
    [InlineData("echo bad news >&2; exit 1", "the command ended with code 1: bad news")]
    [InlineData("echo hello", "the command printed no line of JSON with its value")]
    [InlineData("echo '{\"\"loss\"\": 1}'", "no JSON line has a number 'value'")]
    [InlineData("echo '{\"\"value\"\": null}'", "a value is not finite")]
    public void A_command_that_fails_says_why(string script, string error)
    {
        string quoted = script.Replace("\"\"", "\"", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal);
        string lines =
            $"space: {{x: {{int: [3, 3]}}}}\nobjective: {{command: [sh, -c, '{quoted}']}}\nsampler: random\nretries: 1\ntrials: 1\n";
        TrialOutcome trial = Run(Job(lines, _folder["fails"]))[0];
        Assert.Equal(TrialState.Failed, trial.State);
        Assert.Equal(error, trial.Error);
        Assert.Equal(error.StartsWith("the command ended", StringComparison.Ordinal) ? 2 : 1, trial.Attempts);
    }

    [Fact]
    public void A_command_that_takes_too_long_is_ended()
    {
        const string lines =
            "space: {x: {int: [3, 3]}}\nobjective: {command: [sh, -c, 'exec sleep 1000'], timeout_s: 5}\nsampler: random\n"
                + "retries: 0\ntrials: 1\n";
        TrialOutcome trial = Run(Job(lines, _folder["slow"], new SteppedTime()))[0];
        Assert.Equal("the command took longer than timeout_s, 5 s", trial.Error);
    }

    [Theory]
    [InlineData("1.7e308")]
    [InlineData("-1.7e308")]
    [InlineData("5e-324")]
    public void The_mean_of_finite_seeds_is_finite(string value)
    {
        string lines =
            $"space: {{x: {{int: [3, 3]}}}}\nobjective: {{command: [sh, -c, 'echo \"{{\\\"value\\\": {value}}}\"']}}\nsampler: random\n"
                + "seeds: 3\ntrials: 2\n";
        double expected = double.Parse(value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.All(Run(Job(lines, _folder["seeds"])).Values, trial => Assert.Equal(expected, trial.Values[0], Math.Abs(expected) * 1e-12));
    }

    [Fact]
    public void Results_merge_in_any_order_and_can_be_divided()
    {
        IReadOnlyDictionary<long, TrialOutcome> trials = Run(Job(Curve));
        var (forward, backward) = (new TrialOutcomes(), new TrialOutcomes());
        foreach ((long number, TrialOutcome trial) in trials) forward.Merge(Single(number, trial));
        foreach ((long number, TrialOutcome trial) in trials.Reverse()) backward.Merge(Single(number, trial));
        Assert.Equal(forward.ToBytes(), backward.ToBytes());
        Assert.Equal(forward.ToBytes(), TrialOutcomes.FromBytes(forward.ToBytes()).ToBytes());
        ILaneResult left = forward.Part(0, 77);
        left.Merge(forward.Part(77, 200));
        Assert.Equal(forward.ToBytes(), left.ToBytes());
        Assert.Throws<InvalidDataException>(() => forward.Merge(Single(3, trials[3])));
        Assert.Throws<InvalidDataException>(() => TrialOutcomes.FromBytes(forward.ToBytes().AsSpan()[..^3]));
    }

    private static TrialOutcomes Single(long number, TrialOutcome trial)
    {
        var one = new TrialOutcomes();
        one.Add(number, trial);
        return one;
    }
}
