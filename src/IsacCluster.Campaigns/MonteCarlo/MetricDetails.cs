using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>
/// What a report says of one metric beyond its means: the quantiles of each algorithm over the counted samples on which it is defined, and
/// the pairs of algorithms, each over the samples that count for both and on which both are defined. An element of a commutative monoid,
/// outside every digest: those of campaigns of earlier versions stay.
/// </summary>
/// <remarks>Byte form: the sketches, the moments, their fourth moments.</remarks>
public sealed class MetricDetails
{
    private readonly QuantileSketch[] _quantiles;
    private readonly PairwiseMoments _pairs;

    /// <param name="algorithms">How many.</param>
    /// <param name="slots">Samples of a trajectory.</param>
    public MetricDetails(int algorithms, int slots)
        : this([.. Enumerable.Range(0, algorithms).Select(_ => new QuantileSketch())], new PairwiseMoments(algorithms, slots)) { }

    private MetricDetails(QuantileSketch[] quantiles, PairwiseMoments pairs) => (_quantiles, _pairs) = (quantiles, pairs);

    /// <summary>Values of an algorithm, to read.</summary>
    public QuantileSketch Quantiles(int algorithm) => _quantiles[algorithm];

    /// <summary>mean(x) / mean(y) of two algorithms on the samples that both have.</summary>
    public RatioEstimate Ratio(int x, int y) => x > y
        ? _pairs.Pair(x, y).Ratio(0, 1, MseStatistics.Resolution) : _pairs.Pair(x, y).Ratio(1, 0, MseStatistics.Resolution);

    /// <summary>mean(x - y) of two algorithms on the samples that both have.</summary>
    public RatioEstimate Difference(int x, int y) => x > y
        ? _pairs.Pair(x, y).Difference(0, 1, MseStatistics.Resolution) : _pairs.Pair(x, y).Difference(1, 0, MseStatistics.Resolution);

    /// <param name="sample">Its index.</param>
    /// <param name="values">Of each algorithm; null where the sample does not count or the metric is not defined on it.</param>
    public void Add(long sample, double?[] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        _pairs.Add(sample, values);
        for (int a = 0; a < values.Length; a++)
        {
            if (values[a] is { } value) _quantiles[a].Add(value);
        }
    }

    public void Merge(MetricDetails other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _pairs.Merge(other._pairs);
        for (int a = 0; a < _quantiles.Length; a++) _quantiles[a].Merge(other._quantiles[a]);
    }

    public void WriteTo(CanonicalWriter writer)
    {
        foreach (QuantileSketch sketch in _quantiles) sketch.WriteTo(writer);
        _pairs.WriteMoments(writer);
        _pairs.WriteQuartics(writer);
    }

    /// <exception cref="InvalidDataException">The bytes are no such details.</exception>
    public static MetricDetails ReadFrom(ref CanonicalReader reader, int algorithms, int slots)
    {
        var quantiles = new QuantileSketch[algorithms];
        for (int a = 0; a < algorithms; a++) quantiles[a] = QuantileSketch.ReadFrom(ref reader);
        PairwiseMoments pairs = PairwiseMoments.ReadMoments(ref reader, slots);
        if (pairs.Dimension != algorithms)
            throw new InvalidDataException($"Details of {pairs.Dimension} algorithms where {algorithms} were expected.");
        pairs.ReadQuartics(ref reader);
        return new MetricDetails(quantiles, pairs);
    }
}
