using IsacCluster.Jobs;
using IsacCluster.Solvers;
using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>
/// The exact statistics of one point over a set of samples: an element of a commutative monoid, so shards merge in any order
/// to the same bits. A sample enters the means only where every algorithm of the point returned a design; otherwise it is
/// excluded for all of them, as failed if some algorithm failed and as infeasible if not. Times ride along outside the
/// digest.
/// </summary>
public sealed class PointStatistics : ILaneResult
{
    public PointStatistics(StatisticsLayout layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        Algorithms = [.. layout.InParts.Select(parts => new AlgorithmStatistics(parts, layout.Metrics))];
        Mse = new JointMoments(layout.InParts.Count);
    }

    /// <summary>Of so many baselines.</summary>
    public PointStatistics(int algorithms) : this(StatisticsLayout.OfBaselines(algorithms)) { }

    /// <summary>All samples merged.</summary>
    public long Samples { get; private set; }

    /// <summary>Samples for which some design exists: minimum power at most P0.</summary>
    public long FeasibleChannels { get; private set; }

    /// <summary>Samples that enter the means.</summary>
    public long Counted => Mse.Count;

    /// <summary>Samples excluded because some algorithm failed.</summary>
    public long Failed { get; private set; }

    /// <summary>Samples excluded because some algorithm proved infeasibility and none failed.</summary>
    public long Infeasible => Samples - Counted - Failed;

    public IReadOnlyList<AlgorithmStatistics> Algorithms { get; }

    /// <summary>L(R) of the counted samples by algorithm, units of power squared, and all their pairs on common channels.</summary>
    public JointMoments Mse { get; private set; }

    public void Add(SampleEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        Samples++;
        if (evaluation.Feasible) FeasibleChannels++;
        bool all = true, failed = false;
        foreach (AlgorithmEvaluation algorithm in evaluation.Algorithms)
        {
            all &= algorithm.Design is not null;
            failed |= algorithm.Status.IsFailure();
        }

        if (all) Mse.Add([.. evaluation.Algorithms.Select(algorithm => algorithm.Mse)]);
        if (failed) Failed++;
        for (int a = 0; a < Algorithms.Count; a++) Algorithms[a].Add(evaluation.Algorithms[a], evaluation.Feasible, all);
    }

    public void Merge(ILaneResult other)
    {
        if (other is not PointStatistics point || point.Algorithms.Count != Algorithms.Count)
            throw new ArgumentException("Only statistics of the same point merge.", nameof(other));
        Samples += point.Samples;
        FeasibleChannels += point.FeasibleChannels;
        Failed += point.Failed;
        for (int a = 0; a < Algorithms.Count; a++) Algorithms[a].Merge(point.Algorithms[a]);
        Mse.Merge(point.Mse);
    }

    public byte[] ToBytes()
    {
        var writer = new CanonicalWriter();
        WriteDigested(writer);
        foreach (AlgorithmStatistics algorithm in Algorithms) algorithm.WriteTimes(writer);
        return writer.ToArray();
    }

    /// <summary>The bytes that a digest covers: all but the times.</summary>
    public byte[] DigestedBytes()
    {
        var writer = new CanonicalWriter();
        WriteDigested(writer);
        return writer.ToArray();
    }

    /// <summary>Statistics of so many baselines from their bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such statistics.</exception>
    public static PointStatistics FromBytes(int algorithms, ReadOnlySpan<byte> bytes) =>
        FromBytes(StatisticsLayout.OfBaselines(algorithms), bytes);

    /// <summary>Statistics from their bytes.</summary>
    /// <param name="layout">As in the constructor.</param>
    /// <exception cref="InvalidDataException">The bytes are no such statistics.</exception>
    public static PointStatistics FromBytes(StatisticsLayout layout, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(layout);
        var reader = new CanonicalReader(bytes);
        var point = new PointStatistics(layout)
        {
            Samples = reader.ReadCount(),
            FeasibleChannels = reader.ReadCount(),
            Failed = reader.ReadCount(),
            Mse = JointMoments.ReadFrom(ref reader),
        };
        if (point.Mse.Dimension != layout.InParts.Count)
            throw new InvalidDataException($"Statistics of {point.Mse.Dimension} algorithms where {layout.InParts.Count} were expected.");
        foreach (AlgorithmStatistics algorithm in point.Algorithms) algorithm.ReadDigested(ref reader);
        foreach (AlgorithmStatistics algorithm in point.Algorithms) algorithm.ReadTimes(ref reader);
        reader.EnsureEnd();
        return point;
    }

    private void WriteDigested(CanonicalWriter writer)
    {
        writer.WriteCount(Samples);
        writer.WriteCount(FeasibleChannels);
        writer.WriteCount(Failed);
        Mse.WriteTo(writer);
        foreach (AlgorithmStatistics algorithm in Algorithms) algorithm.WriteDigested(writer);
    }
}
