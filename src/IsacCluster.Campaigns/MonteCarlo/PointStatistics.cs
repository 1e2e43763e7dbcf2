using IsacCluster.Jobs;
using IsacCluster.Solvers;
using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>
/// The exact statistics of one point over a set of samples: an element of a commutative monoid, so shards merge in any order
/// to the same bits. With common samples a sample enters the means only where every algorithm of the point returned a design; otherwise
/// it is excluded for all of them, as failed if some algorithm failed and as infeasible if not. Without, each algorithm counts the samples
/// on which it returned a design itself. A trajectory enters the intervals as one observation. Times ride along outside the digest, and
/// the fourth moments, which say on how many samples an interval rests.
/// </summary>
/// <remarks>
/// Byte form: what the digest covers, the times, where a sample is excluded for each algorithm how many it alone lacks, the fourth
/// moments, the details of metrics, and where there are any the logs of failures; bytes of earlier versions lack some of the last four.
/// </remarks>
public sealed class PointStatistics : ILaneResult
{
    private readonly StatisticsLayout _layout;

    public PointStatistics(StatisticsLayout layout)
    {
        _layout = layout ?? throw new ArgumentNullException(nameof(layout));
        Algorithms = [.. layout.InParts.Select(parts => new AlgorithmStatistics(parts, layout.Metrics, layout.Slots))];
        Failures = Logs(layout);
        Mse = new MseStatistics(layout.InParts.Count, layout.CommonSamples, layout.Slots);
        Details = [.. Enumerable.Range(0, layout.Metrics).Select(_ => new MetricDetails(layout.InParts.Count, layout.Slots))];
    }

    /// <summary>Of so many baselines.</summary>
    public PointStatistics(int algorithms) : this(StatisticsLayout.OfBaselines(algorithms)) { }

    /// <summary>All samples merged.</summary>
    public long Samples { get; private set; }

    /// <summary>Samples for which some design exists: minimum power at most P0.</summary>
    public long FeasibleChannels { get; private set; }

    /// <summary>Samples on which every algorithm returned a design: with common samples those that enter the means.</summary>
    public long Counted => Mse.Complete;

    /// <summary>Samples on which some algorithm failed.</summary>
    public long Failed { get; private set; }

    public IReadOnlyList<AlgorithmStatistics> Algorithms { get; }

    /// <summary>By algorithm: the first samples on which it returned no design.</summary>
    public IReadOnlyList<FailureLog> Failures { get; private init; }

    /// <summary>L(R) by algorithm, and all their pairs on common channels.</summary>
    public MseStatistics Mse { get; private set; }

    /// <summary>Quantiles and pairs of each metric; null where an earlier version counted some samples without.</summary>
    public IReadOnlyList<MetricDetails>? Details { get; private set; }

    /// <summary>Samples that enter the means of an algorithm.</summary>
    public long CountedOf(int algorithm) => Mse.Variables[algorithm].Count;

    /// <summary>Samples that a failure keeps out of the means of an algorithm: with common samples anyone's, else its own.</summary>
    public long FailedOf(int algorithm) => _layout.CommonSamples ? Failed : Algorithms[algorithm].OwnFailed;

    /// <summary>Samples that infeasibility keeps out of the means of an algorithm, in the same way.</summary>
    public long InfeasibleOf(int algorithm) => Samples - CountedOf(algorithm) - FailedOf(algorithm);

    public void Add(SampleEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        Samples++;
        if (evaluation.Feasible) FeasibleChannels++;
        int missing = 0;
        bool failed = false;
        foreach (AlgorithmEvaluation algorithm in evaluation.Algorithms)
        {
            if (algorithm.Design is null) missing++;
            failed |= algorithm.Status.IsFailure();
        }

        Mse.Add(evaluation.Index, evaluation.Algorithms, missing == 0);
        if (failed) Failed++;
        for (int a = 0; a < Algorithms.Count; a++)
        {
            bool own = evaluation.Algorithms[a].Design is not null;
            if (!own) Failures[a].Add(new FailedSample(evaluation.Index, evaluation.Algorithms[a].Status, evaluation.Algorithms[a].Why));
            bool counted = _layout.CommonSamples ? missing == 0 : own;
            Algorithms[a].Add(
                evaluation.Index, evaluation.Algorithms[a], evaluation.Feasible, counted, othersComplete: missing == (own ? 0 : 1));
        }

        for (int m = 0; m < Details?.Count; m++)
            Details[m].Add(evaluation.Index, [.. evaluation.Algorithms.Select(algorithm => Value(algorithm, m, missing))]);
    }

    /// <summary>A metric of an algorithm that enters its means; else null.</summary>
    private double? Value(AlgorithmEvaluation algorithm, int metric, int missing) =>
        algorithm.Design is not null && (missing == 0 || !_layout.CommonSamples) && double.IsFinite(algorithm.Metrics[metric])
            ? algorithm.Metrics[metric] : null;

    public void Merge(ILaneResult other)
    {
        if (other is not PointStatistics point || point.Algorithms.Count != Algorithms.Count)
            throw new ArgumentException("Only statistics of the same point merge.", nameof(other));
        Samples += point.Samples;
        FeasibleChannels += point.FeasibleChannels;
        Failed += point.Failed;
        for (int a = 0; a < Algorithms.Count; a++) Algorithms[a].Merge(point.Algorithms[a]);
        for (int a = 0; a < Failures.Count; a++) Failures[a].Merge(point.Failures[a]);
        Mse.Merge(point.Mse);
        if (point.Details is null) Details = null;
        for (int m = 0; m < Details?.Count; m++) Details[m].Merge(point.Details![m]);
    }

    public byte[] ToBytes() => FailureLog.Append(StatisticsBytes(), Failures);

    private byte[] StatisticsBytes()
    {
        var writer = new CanonicalWriter();
        WriteDigested(writer);
        foreach (AlgorithmStatistics algorithm in Algorithms) algorithm.WriteTimes(writer);
        if (Counted < Samples)
        {
            foreach (AlgorithmStatistics algorithm in Algorithms)
            {
                if (algorithm.MissingAlone is { } alone) writer.WriteCount(alone);
            }
        }

        if (!Mse.HasQuartics) return writer.ToArray();
        Mse.WriteQuartics(writer);
        foreach (AlgorithmStatistics algorithm in Algorithms) algorithm.WriteQuartics(writer);
        foreach (MetricDetails details in Details ?? []) details.WriteTo(writer);
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
        FailureLog[] failures = Logs(layout);
        var reader = new CanonicalReader(FailureLog.Split(bytes, failures));
        var point = new PointStatistics(layout)
        {
            Failures = failures,
            Samples = reader.ReadCount(),
            FeasibleChannels = reader.ReadCount(),
            Failed = reader.ReadCount(),
            Mse = MseStatistics.ReadFrom(ref reader, layout.InParts.Count, layout.CommonSamples, layout.Slots),
        };
        foreach (AlgorithmStatistics algorithm in point.Algorithms) algorithm.ReadDigested(ref reader);
        foreach (AlgorithmStatistics algorithm in point.Algorithms) algorithm.ReadTimes(ref reader);
        point.ReadMissingAlone(ref reader);
        if (reader.Remaining > 0) point.ReadQuartics(ref reader);
        point.ReadDetails(ref reader);
        reader.EnsureEnd();
        return point;
    }

    private static FailureLog[] Logs(StatisticsLayout layout) => [.. layout.InParts.Select(_ => new FailureLog(layout.Failures))];

    private void ReadMissingAlone(ref CanonicalReader reader)
    {
        if (Counted == Samples) return;
        bool known = reader.Remaining > 0;
        foreach (AlgorithmStatistics algorithm in Algorithms)
        {
            if (known) algorithm.ReadMissingAlone(ref reader, Samples - Counted);
            else algorithm.ForgetMissingAlone();
        }
    }

    private void ReadDetails(ref CanonicalReader reader)
    {
        if (_layout.Metrics == 0) return;
        bool known = reader.Remaining > 0;
        var read = new MetricDetails[_layout.Metrics];
        for (int m = 0; known && m < read.Length; m++) read[m] = MetricDetails.ReadFrom(ref reader, Algorithms.Count, _layout.Slots);
        Details = known ? read : null;
    }

    private void ReadQuartics(ref CanonicalReader reader)
    {
        Mse.ReadQuartics(ref reader);
        foreach (AlgorithmStatistics algorithm in Algorithms) algorithm.ReadQuartics(ref reader);
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
