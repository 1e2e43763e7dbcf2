using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling.GaussianProcess;

/// <summary>What the model learns of the first trials: which ones, their points and standardised costs.</summary>
internal sealed record LearnedTrials(Trial[] Trials, double[][] Points, double[] Costs)
{
    private readonly int[] _complete = [.. Enumerable.Range(0, Trials.Length).Where(i => Trials[i].State == TrialState.Complete)];

    public Trial[] Complete => [.. _complete.Select(i => Trials[i])];

    public double[][] CompletePoints => [.. _complete.Select(i => Points[i])];

    /// <summary>How many constraints there are on what trials measure.</summary>
    public int Constraints => _complete.Length == 0 ? 0 : Trials[_complete[0]].Constraints.Count;

    /// <param name="toUnit">The point of a trial.</param>
    /// <param name="weights">Of several objectives.</param>
    public static LearnedTrials Of(StudyView history, int count, Func<Trial, double[]> toUnit, double[] weights)
    {
        LearnedCost[] all = weights.Length == 1
            ? LearnedCost.Of(history, history.Finished.Take(count))
            : Scalarised(history, [.. history.Finished.Take(count).Where(trial => trial.State == TrialState.Complete)], weights);
        if (all.Length > GaussianProcessSampler.MostPoints)
        {
            const int quarter = GaussianProcessSampler.MostPoints / 4;
            LearnedCost[] best =
                [.. all.OrderBy(t => t.Trial.Violation).ThenBy(t => t.Cost).ThenBy(t => t.Trial.Number).Take(quarter)];
            all = [.. best, .. all.Except(best).TakeLast(GaussianProcessSampler.MostPoints - best.Length)];
        }

        return new LearnedTrials(
            [.. all.Select(t => t.Trial)], [.. all.Select(t => toUnit(t.Trial))], Standardise([.. all.Select(t => t.Cost)]));
    }

    private static LearnedCost[] Scalarised(StudyView history, Trial[] complete, double[] weights) => complete.Length == 0
        ? []
        : [.. complete.Zip(Scalarisation.Costs(history, complete, weights), (trial, cost) => new LearnedCost(trial, cost))];

    /// <summary>To mean 0 and deviation 1; costs far above the median are drawn in by a logarithm first.</summary>
    internal static double[] Standardise(double[] costs)
    {
        int exponent = -Math.ILogB(Math.Max(costs.Max(Math.Abs), double.Epsilon)); // a power of two costs no digit
        for (int i = 0; i < costs.Length; i++) costs[i] = Math.ScaleB(costs[i], exponent);
        double[] sorted = [.. costs.Order()];
        double median = sorted[sorted.Length / 2], scale = Math.Max(median - sorted[0], 1e-300);
        for (int i = 0; i < costs.Length; i++)
        {
            if (costs[i] > median) costs[i] = median + scale * Math.Log(1 + (costs[i] - median) / scale);
        }

        double mean = costs.Average(), deviation = Math.Sqrt(costs.Average(c => (c - mean) * (c - mean)));
        return [.. costs.Select(c => deviation > 0 ? (c - mean) / deviation : 0)];
    }
}
