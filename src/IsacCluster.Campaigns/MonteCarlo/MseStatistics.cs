using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>
/// L(R) of the algorithms of a point, units of power squared, and of all their pairs: with common samples over those on which every
/// algorithm returned a design, else each algorithm over the samples on which it did, and each pair over those on which both did.
/// </summary>
/// <remarks>
/// Byte form: with common samples the number of algorithms; of trajectories the moments of each algorithm over samples; the moments over
/// units; without common samples then the number of complete samples.
/// </remarks>
public sealed class MseStatistics
{
    /// <summary>Relative accuracy of a solver's values: smaller differences between samples are no spread.</summary>
    public const double Resolution = 1e-8;

    private readonly int _algorithms, _slots;
    private readonly TrajectoryMoments? _common;
    private readonly PairwiseMoments? _own;
    private readonly Moments[]? _samples; // of trajectories: where samples are units, these hold them
    private long _complete;

    /// <param name="algorithms">How many.</param>
    /// <param name="commonSamples">Whether one algorithm's missing design takes the sample from all.</param>
    /// <param name="slots">Samples of a trajectory.</param>
    public MseStatistics(int algorithms, bool commonSamples, int slots) : this(
        algorithms, slots, commonSamples ? new TrajectoryMoments(algorithms, slots) : null,
        commonSamples ? null : new PairwiseMoments(algorithms, slots), Samples(algorithms, slots), 0)
    { }

    private MseStatistics(
        int algorithms, int slots, TrajectoryMoments? common, PairwiseMoments? own, Moments[]? samples, long complete) =>
        (_algorithms, _slots, _common, _own, _samples, _complete) = (algorithms, slots, common, own, samples, complete);

    /// <summary>Samples on which every algorithm returned a design.</summary>
    public long Complete => _complete;

    /// <summary>The moments of each algorithm over samples, to read.</summary>
    public IReadOnlyList<Moments> Variables => _samples
        ?? _common?.Units.Variables
        ?? [.. Enumerable.Range(0, _algorithms).Select(i => _own!.Variable(i).Variables[0])];

    /// <summary>The mean of an algorithm over samples that are independent, or as ratio of sums over trajectories.</summary>
    public RatioEstimate Mean(int algorithm) =>
        _common?.Units.Mean(algorithm, Resolution) ?? _own!.Variable(algorithm).Mean(0, Resolution);

    /// <summary>mean(x) / mean(y) of two algorithms on the samples that both have.</summary>
    public RatioEstimate Ratio(int x, int y) => Of(x, y, (units, first, second) => units.Ratio(first, second, Resolution));

    /// <summary>mean(x - y) of two algorithms on the samples that both have.</summary>
    public RatioEstimate Difference(int x, int y) => Of(x, y, (units, first, second) => units.Difference(first, second, Resolution));

    /// <param name="sample">Its index.</param>
    /// <param name="algorithms">Of one sample.</param>
    /// <param name="complete">Whether every one of them has a design.</param>
    public void Add(long sample, IReadOnlyList<AlgorithmEvaluation> algorithms, bool complete)
    {
        if (complete)
        {
            _complete++;
            _common?.Add(sample, [.. algorithms.Select(algorithm => algorithm.Mse)]);
        }
        else
        {
            _common?.Skip(sample);
        }

        _own?.Add(sample, [.. algorithms.Select(algorithm => algorithm.Design is null ? (double?)null : algorithm.Mse)]);
        if (_samples is null) return;
        for (int a = 0; a < _algorithms; a++)
        {
            if (_common is null ? algorithms[a].Design is not null : complete) _samples[a].Add(algorithms[a].Mse);
        }
    }

    public void Merge(MseStatistics other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._common is null != _common is null || other._slots != _slots)
            throw new ArgumentException("Only statistics of the same point merge.", nameof(other));
        _complete += other._complete;
        _common?.Merge(other._common!);
        _own?.Merge(other._own!);
        for (int a = 0; a < _samples?.Length; a++) _samples[a].Merge(other._samples![a]);
    }

    public void WriteTo(CanonicalWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (_common is not null) writer.WriteCount(_algorithms);
        foreach (Moments samples in _samples ?? []) samples.WriteTo(writer);
        _common?.WriteMoments(writer);
        _own?.WriteMoments(writer);
        if (_own is not null) writer.WriteCount(_complete);
    }

    /// <exception cref="InvalidDataException">The bytes are no such statistics.</exception>
    public static MseStatistics ReadFrom(ref CanonicalReader reader, int algorithms, bool commonSamples, int slots)
    {
        if (commonSamples && reader.ReadCount() is var dimension && dimension != algorithms)
            throw new InvalidDataException($"Statistics of {dimension} algorithms where {algorithms} were expected.");
        Moments[]? samples = Samples(algorithms, slots);
        for (int a = 0; a < samples?.Length; a++) samples[a] = Moments.ReadFrom(ref reader);
        if (commonSamples)
        {
            TrajectoryMoments common = TrajectoryMoments.ReadMoments(ref reader, algorithms, slots);
            return new MseStatistics(algorithms, slots, common, null, samples, samples?[0].Count ?? common.Units.Count);
        }

        PairwiseMoments own = PairwiseMoments.ReadMoments(ref reader, slots);
        if (own.Dimension != algorithms)
            throw new InvalidDataException($"Statistics of {own.Dimension} algorithms where {algorithms} were expected.");
        var read = new MseStatistics(algorithms, slots, null, own, samples, 0);
        read._complete = reader.ReadCount(read.Variables.Min(moments => moments.Count));
        return read;
    }

    /// <summary>Whether the fourth moments are known.</summary>
    public bool HasQuartics => _common?.HasQuartics ?? _own!.HasQuartics;

    /// <summary>Appends the fourth moments, which no digest covers.</summary>
    public void WriteQuartics(CanonicalWriter writer)
    {
        _common?.WriteQuartics(writer);
        _own?.WriteQuartics(writer);
    }

    /// <summary>Reads what <see cref="WriteQuartics"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such sums.</exception>
    public void ReadQuartics(ref CanonicalReader reader)
    {
        _common?.ReadQuartics(ref reader);
        _own?.ReadQuartics(ref reader);
    }

    private static Moments[]? Samples(int algorithms, int slots) =>
        slots == 1 ? null : [.. Enumerable.Range(0, algorithms).Select(_ => new Moments())];

    private RatioEstimate Of(int x, int y, Func<UnitMoments, int, int, RatioEstimate> compare)
    {
        if (_common is not null) return compare(_common.Units, x, y);
        return x > y ? compare(_own!.Pair(x, y), 0, 1) : compare(_own!.Pair(x, y), 1, 0);
    }
}
