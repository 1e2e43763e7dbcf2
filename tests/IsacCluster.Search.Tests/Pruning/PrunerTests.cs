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
        Assert.Equal(5, pruner.Brackets);
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

    public static TheoryData<string> Pruners => ["none", "median", "asha", "hyperband"];

    [Theory]
    [MemberData(nameof(Pruners))]
    public void Bounds_decide_as_reports_do(string name)
    {
        IPruner pruner = name switch
        {
            "median" => new MedianPruner(3, 2),
            "asha" => new SuccessiveHalvingPruner(1, 2),
            "hyperband" => new HyperbandPruner(1, 9),
            _ => new NoPruner(),
        };
        var objective = new LearningCurve(9);
        Study study = new(new StudyOptions { Space = objective.Space, Sampler = new RandomSampler(), Seed = 4, Pruner = pruner, Lag = 2 });
        int pruned = 0;
        for (int n = 0; n < 120; n++)
        {
            Trial trial = study.Ask();
            PruneBounds bounds = study.Bounds(n);
            double least = double.PositiveInfinity;
            PruneDecision decision = PruneDecision.Continue;
            for (int step = 1; step <= 9 && decision == PruneDecision.Continue; step++)
            {
                double value = n % 17 == 3 && step == 4 ? double.NaN : objective.EvaluateAt(trial.Parameters, n, step);
                least = value < least ? value : least;
                decision = study.Report(n, step, value);
                Assert.Equal(decision, bounds.Decide(step, value, least));
            }

            if (decision == PruneDecision.Prune) study.TellPruned(n);
            else study.Tell(n, objective.Evaluate(trial.Parameters, n));
            if (decision == PruneDecision.Prune) pruned++;
        }

        Assert.Equal(name != "none", pruned > 0);
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
