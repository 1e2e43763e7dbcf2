using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.Studies.Results;

/// <summary>
/// What the trials before say about the scatter between seeds, and the best of them. A trial gets another seed only while its interval
/// reaches that of the best one, mean +- t s / sqrt(m) with the pooled deviation s of all trials and its degrees of freedom: to tell two
/// settings apart whose intervals do not overlap needs no further seed.
/// </summary>
/// <param name="BestMean">Least mean cost; NaN where no trial is complete.</param>
/// <param name="BestCount">Seeds of that trial.</param>
/// <param name="SumOfSquares">Sum over trials of sum_r (x_r - mean)^2.</param>
/// <param name="Freedom">Sum over trials of seeds - 1.</param>
internal sealed record ReplicationEvidence(double BestMean, int BestCount, double SumOfSquares, int Freedom)
{
    private const double Confidence = 0.95;

    public static ReplicationEvidence None { get; } = new(double.NaN, 0, 0, 0);

    /// <summary>Takes in a complete trial.</summary>
    /// <param name="costs">Of its seeds, at least one.</param>
    /// <param name="feasible">One that violates a constraint tells of the scatter only.</param>
    public ReplicationEvidence With(IReadOnlyList<double> costs, bool feasible = true)
    {
        double mean = costs.Average();
        bool better = feasible && (double.IsNaN(BestMean) || mean < BestMean);
        return new ReplicationEvidence(
            better ? mean : BestMean, better ? costs.Count : BestCount,
            SumOfSquares + costs.Sum(cost => (cost - mean) * (cost - mean)), Freedom + costs.Count - 1);
    }

    /// <summary>Whether a trial with these costs so far is worth another seed.</summary>
    public bool WantsAnother(IReadOnlyList<double> costs)
    {
        if (double.IsNaN(BestMean)) return true;
        ReplicationEvidence pooled = With(costs);
        if (pooled.Freedom == 0) return true;
        double width = Critical(pooled.Freedom) * Math.Sqrt(pooled.SumOfSquares / pooled.Freedom);
        double low = costs.Average() - width / Math.Sqrt(costs.Count), bestHigh = BestMean + width / Math.Sqrt(BestCount);
        return low <= bestHigh;
    }

    /// <summary>The trial's own 95 % interval of the mean, by Student; null with fewer than two seeds or without bounds.</summary>
    public static (double Low, double High)? Interval(IReadOnlyList<double> values)
    {
        if (values.Count < 2) return null;
        double mean = values.Average(), sum = values.Sum(value => (value - mean) * (value - mean));
        double half = Critical(values.Count - 1) * Math.Sqrt(sum / (values.Count - 1) / values.Count);
        return double.IsFinite(mean - half) && double.IsFinite(mean + half) ? (mean - half, mean + half) : null;
    }

    private static double Critical(int freedom) => new StudentCriticalValue(Confidence).At(freedom + 1);
}
