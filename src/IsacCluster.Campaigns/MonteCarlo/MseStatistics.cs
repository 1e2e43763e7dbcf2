using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>
/// L(R) of the algorithms of a point, units of power squared, and of all their pairs: with common samples over those on which every
/// algorithm returned a design, else each algorithm over the samples on which it did, and each pair over those on which both did.
/// </summary>
/// <remarks>Byte form: the moments; without common samples then the number of complete samples.</remarks>
public sealed class MseStatistics
{
    private readonly JointMoments? _common;
    private readonly PairwiseMoments? _own;
    private long _complete;

    /// <param name="algorithms">How many.</param>
    /// <param name="commonSamples">Whether one algorithm's missing design takes the sample from all.</param>
    public MseStatistics(int algorithms, bool commonSamples) : this(
        commonSamples ? new JointMoments(algorithms) : null, commonSamples ? null : new PairwiseMoments(algorithms), 0)
    { }

    private MseStatistics(JointMoments? common, PairwiseMoments? own, long complete) =>
        (_common, _own, _complete) = (common, own, complete);

    /// <summary>Samples on which every algorithm returned a design.</summary>
    public long Complete => _common?.Count ?? _complete;

    /// <summary>The moments of each algorithm, to read.</summary>
    public IReadOnlyList<Moments> Variables => _common?.Variables ?? _own!.Variables;

    /// <summary>Compares algorithm <paramref name="x"/> with algorithm <paramref name="y"/> on samples that both have.</summary>
    public PairedComparison Compare(int x, int y) => _common?.Compare(x, y) ?? _own!.Compare(x, y);

    /// <param name="algorithms">Of one sample.</param>
    /// <param name="complete">Whether every one of them has a design.</param>
    public void Add(IReadOnlyList<AlgorithmEvaluation> algorithms, bool complete)
    {
        if (complete)
        {
            _complete++;
            _common?.Add([.. algorithms.Select(algorithm => algorithm.Mse)]);
        }

        _own?.Add([.. algorithms.Select(algorithm => algorithm.Design is null ? (double?)null : algorithm.Mse)]);
    }

    public void Merge(MseStatistics other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._common is null != _common is null)
            throw new ArgumentException("Only statistics of the same point merge.", nameof(other));
        _complete += other._complete;
        _common?.Merge(other._common!);
        _own?.Merge(other._own!);
    }

    public void WriteTo(CanonicalWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _common?.WriteTo(writer);
        _own?.WriteTo(writer);
        if (_own is not null) writer.WriteCount(_complete);
    }

    /// <exception cref="InvalidDataException">The bytes are no such statistics.</exception>
    public static MseStatistics ReadFrom(ref CanonicalReader reader, int algorithms, bool commonSamples)
    {
        JointMoments? common = commonSamples ? JointMoments.ReadFrom(ref reader) : null;
        PairwiseMoments? own = commonSamples ? null : PairwiseMoments.ReadFrom(ref reader);
        int dimension = common?.Dimension ?? own!.Dimension;
        if (dimension != algorithms)
            throw new InvalidDataException($"Statistics of {dimension} algorithms where {algorithms} were expected.");
        long complete = own is null ? common!.Count : reader.ReadCount(own.Variables.Min(moments => moments.Count));
        return new MseStatistics(common, own, complete);
    }
}
