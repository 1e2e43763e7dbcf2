using IsacCluster.Jobs;
using IsacCluster.Statistics;

namespace IsacCluster.Extension.Tests.Coherence;

/// <summary>The coherences of some samples of a point, as exact sums: any split and any order of merging give the same bytes.</summary>
public sealed class CoherenceResult : ILaneResult
{
    private Moments _moments = new();

    public long Count => _moments.Count;

    /// <summary>Null without samples.</summary>
    public double? Mean => _moments.Mean;

    /// <summary>Null with fewer than two.</summary>
    public double? StandardDeviation => _moments.StandardDeviation;

    public void Add(double coherence) => _moments.Add(coherence);

    public void Merge(ILaneResult other) => _moments.Merge(((CoherenceResult)other)._moments);

    public byte[] ToBytes()
    {
        var writer = new CanonicalWriter();
        _moments.WriteTo(writer);
        return writer.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are no such result.</exception>
    public static CoherenceResult FromBytes(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes);
        var result = new CoherenceResult { _moments = Moments.ReadFrom(ref reader) };
        reader.EnsureEnd();
        return result;
    }
}
