using IsacCluster.Search.Pruning;
using IsacCluster.Search.Sampling;
using IsacCluster.Search.Space;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Synthetic;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Tests.Pruning;

public sealed class PrunerTests
{
    private static readonly ParameterSpace Space = new([new FloatParameter("x", 0, 1)]);

    /// <summary>Values at step 1 of the trials before; the value of the trial that is judged.</summary>
    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4 }, 2.5, PruneDecision.Continue)]
    [InlineData(new double[] { 1, 2, 3, 4 }, 2.6, PruneDecision.Prune)]
    [InlineData(new double[] { 1, 2, 3 }, 9, PruneDecision.Continue)]
    public void Median(double[] before, double value, PruneDecision expected) =>
        Assert.Equal(expected, Judge(new MedianPruner(4), before, value));

    [Theory]
    [InlineData(new double[0], 9, PruneDecision.Continue)]
    [InlineData(new double[] { 1 }, 2, PruneDecision.Prune)]
    [InlineData(new double[] { 1, 3, 4, 5, 6 }, 2, PruneDecision.Continue)]
    [InlineData(new double[] { 1, 2, 4, 5, 6 }, 3, PruneDecision.Prune)]
    [InlineData(new double[] { 1, 3, 4, 5 }, 2, PruneDecision.Prune)]
    public void Successive_halving_by_three(double[] before, double value, PruneDecision expected) =>
        Assert.Equal(expected, Judge(new SuccessiveHalvingPruner(), before, value));

    [Fact]
    public void Successive_halving_judges_at_its_rungs_only()
    {
        Study study = Create(new SuccessiveHalvingPruner(2, 2), 3);
        foreach (long number in new[] { 0L, 1 })
        {
            study.Ask();
            foreach (long step in new[] { 1L, 2, 3, 4 }) study.Report(number, step, 0);
            study.Tell(number, 0);
        }

        study.Ask();
        Assert.Equal(
            [PruneDecision.Continue, PruneDecision.Prune, PruneDecision.Continue, PruneDecision.Prune],
            new[] { 1L, 2, 3, 4 }.Select(step => study.Report(2, step, 1)));
    }

    [Fact]
    public void Hyperband_deals_trials_to_brackets_as_in_the_paper()
    {
        // R = 81, eta = 3: 81, 34, 15, 8 and 5 trials in the brackets s = 4..0 (Li et al., table 1).
        var pruner = new HyperbandPruner(1, 81);
        int[] counts = [.. Enumerable.Range(0, 143).CountBy(n => pruner.BracketOf(n)).OrderBy(pair => pair.Key).Select(pair => pair.Value)];
        Assert.Equal([81, 34, 15, 8, 5], counts);
    }

    [Fact]
    public void Hyperband_compares_within_a_bracket()
    {
        var pruner = new HyperbandPruner(1, 9);
        Study study = Create(pruner, 0);
        List<(int Bracket, PruneDecision Decision)> decisions = [];
        for (int n = 0; n < 40; n++)
        {
            study.Ask();
            decisions.Add((pruner.BracketOf(n), study.Report(n, 1, n)));
            study.Tell(n, n);
        }

        // Values grow, so of bracket 0 only its first trial survives the rung at step 1; the other brackets have no rung there.
        Assert.Single(decisions, d => d.Bracket == 0 && d.Decision == PruneDecision.Continue);
        Assert.DoesNotContain(decisions, d => d.Bracket != 0 && d.Decision == PruneDecision.Prune);
    }

    [Fact]
    public void Not_a_number_is_pruned() => Assert.Equal(
        [PruneDecision.Continue, PruneDecision.Prune, PruneDecision.Prune, PruneDecision.Prune],
        new IPruner[] { new NoPruner(), new MedianPruner(), new SuccessiveHalvingPruner(), new HyperbandPruner(1, 9) }.Select(
            p => Judge(p, [], double.NaN)));

    [Fact]
    public void With_a_lag_a_decision_sees_the_trials_below_it_only()
    {
        Study study = Create(new SuccessiveHalvingPruner(), 0, lag: 2);
        for (int i = 0; i < 3; i++) study.Ask();
        study.Report(2, 1, 0);
        study.Tell(2, 0);

        // Trial 2 is better, but trial 1 is judged as if it had not reported yet.
        Assert.Equal(PruneDecision.Continue, study.Report(1, 1, 5));
    }

    [Theory]
    [InlineData("asha")]
    [InlineData("hyperband")]
    [InlineData("median")]
    public void A_trial_is_judged_at_its_first_report_at_or_past_a_rung(string name)
    {
        // Reports at 10, 20, ..., 90 only, none of them a rung of 1, 3, 9, 27, 81; values above those of all trials before.
        IPruner pruner = name switch
        {
            "asha" => new SuccessiveHalvingPruner(),
            "hyperband" => new HyperbandPruner(1, 81),
            _ => new MedianPruner(1, 10),
        };
        Study study = Create(pruner, 0);
        int[] prunedAt = new int[101];
        for (int n = 0; n < 60; n++)
        {
            study.Ask();
            int step = 0;
            PruneDecision decision = PruneDecision.Continue;
            while (decision == PruneDecision.Continue && step < 90) decision = study.Report(n, step += 10, n + 1.0 / step);
            if (decision == PruneDecision.Prune) prunedAt[step]++;
            if (decision == PruneDecision.Prune) study.TellPruned(n);
            else study.Tell(n, n);
        }

        int[] expected = name switch { "asha" => [10], "hyperband" => [10, 30], _ => [20] }; // bracket 4 to 2 at 10, bracket 1 at 30
        Assert.Equal(expected, Enumerable.Range(0, 101).Where(step => prunedAt[step] > 0));
    }

    [Fact]
    public void A_report_past_several_rungs_is_judged_by_the_last_and_each_rung_once()
    {
        var bounds = new PruneBounds(
            true, [new(2, new PruneBound(5, false)), new(4, new PruneBound(3, false)), new(8, new PruneBound(1, false))]);
        Assert.Equal(PruneDecision.Continue, bounds.Decide(1, null, 9, 9));
        Assert.Equal(PruneDecision.Continue, bounds.Decide(5, null, 3, 3)); // by rung 4; rung 2 alone would not matter
        Assert.Equal(PruneDecision.Prune, bounds.Decide(5, 3, 4, 4));
        Assert.Equal(PruneDecision.Continue, bounds.Decide(6, 5, 99, 99)); // rung 4 was passed at 5
        Assert.Equal(PruneDecision.Prune, bounds.Decide(1000, 6, 2, 2));
    }

    [Fact]
    public void Asha_keeps_the_quality_at_a_fraction_of_the_cost()
    {
        // Quality: how far below the worst trial the best one is, as a part of how far it is without pruning.
        var objective = new LearningCurve();
        (double cost, double quality) = (0, 0);
        for (ulong seed = 0; seed < 5; seed++)
        {
            (double best, long steps) = RunCurve(objective, new SuccessiveHalvingPruner(3, 3), seed);
            (double full, long fullSteps) = RunCurve(objective, new NoPruner(), seed);
            double worst = StudyRun.Sequential(objective, new RandomSampler(), seed, 200).Trials.Max(trial => trial.Values[0]);
            cost += (double)steps / fullSteps / 5;
            quality += (worst - best) / (worst - full) / 5;
        }

        Assert.True(cost <= 0.3, $"cost {cost}");
        Assert.True(quality >= 0.99, $"quality {quality}");
    }

    private static (double Best, long Steps) RunCurve(LearningCurve objective, IPruner pruner, ulong seed)
    {
        var study =
            new Study(new StudyOptions { Space = objective.Space, Sampler = new RandomSampler(), Seed = seed, Pruner = pruner, Lag = 3 });
        long steps = 0;
        for (int n = 0; n < 200; n++)
        {
            Trial trial = study.Ask();
            int step = 0;
            PruneDecision decision = PruneDecision.Continue;
            while (decision == PruneDecision.Continue && step < objective.Steps)
            {
                step++;
                decision = study.Report(n, step, objective.EvaluateAt(trial.Parameters, n, step));
            }

            steps += step;
            if (decision == PruneDecision.Prune && step < objective.Steps) study.TellPruned(n);
            else study.Tell(n, objective.Evaluate(trial.Parameters, n));
        }

        return (study.Best!.Values[0], steps);
    }

    private static PruneDecision Judge(IPruner pruner, double[] before, double value)
    {
        Study study = Create(pruner, 0);
        for (int i = 0; i < before.Length; i++)
        {
            study.Ask();
            study.Report(i, 1, before[i]);
            study.Tell(i, before[i]);
        }

        study.Ask();
        return study.Report(before.Length, 1, value);
    }

    private static Study Create(IPruner pruner, ulong seed, int? lag = 0) =>
        new(new StudyOptions { Space = Space, Sampler = new RandomSampler(), Seed = seed, Pruner = pruner, Lag = lag });
}
