using System.Runtime.InteropServices;

namespace IsacCluster.Statistics;

/// <summary>
/// Counts in buckets of 2^-8 relative width, from which any quantile follows with relative error at most
/// <see cref="RelativeError"/> = 2^-9, for numbers of any size and sign. Merging adds counts, so it is exact.
/// </summary>
/// <remarks>
/// Only buckets that hold something are stored, in order: numbers within one power of two fill at most 256 of them, and a sample of
/// n at most n. Add is a binary search, and allocates only when the list of buckets grows. Byte form: number of
/// buckets, then for each its index (the first signed, the others as the gap to the one before) and its count.
/// Compare DDSketch (C. Masson, J. E. Rim, H. K. Lee, Proc. VLDB 12, 2019), whose buckets need a logarithm that machines round differently.
/// </remarks>
public sealed class QuantileSketch : IExactStatistic<QuantileSketch>
{
    /// <summary>2^-9: bound of |estimate - x| / |x| for the order statistic x that a quantile names.</summary>
    public const double RelativeError = 1.0 / 512;

    private readonly List<int> _indices = [];
    private readonly List<long> _counts = [];

    /// <summary>Values added.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite; nothing has changed then.</exception>
    public void Add(double value)
    {
        if (!double.IsFinite(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "Only finite numbers have a rank.");
        int index = LogLinearBucket.IndexOf(value);
        int position = CollectionsMarshal.AsSpan(_indices).BinarySearch(index);
        Count = checked(Count + 1);
        if (position >= 0)
        {
            _counts[position]++;
            return;
        }

        _indices.Insert(~position, index);
        _counts.Insert(~position, 1);
    }

    /// <summary>
    /// The q-quantile by the inverse of the empirical distribution function (type 1 of Hyndman and Fan 1996): an estimate of the
    /// k-th smallest value, k = max(1, ceil(q n)), within <see cref="RelativeError"/> of it. Null without values.
    /// </summary>
    /// <param name="q">In [0, 1], read as the decimal number of at most 15 digits it stands for: 0.07 of 100 values is the 7th.</param>
    /// <exception cref="ArgumentOutOfRangeException">q is not in [0, 1].</exception>
    public double? Quantile(double q)
    {
        if (!(q is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(q), q, "A quantile is asked for in [0, 1].");
        if (Count == 0) return null;
        long rank = Math.Max(1, (long)Math.Ceiling((decimal)q * Count));
        int bucket = 0;
        for (long below = _counts[0]; below < rank; below += _counts[bucket]) bucket++;
        return LogLinearBucket.Middle(_indices[bucket]);
    }

    public void Merge(QuantileSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Count == 0) return;
        Count = checked(Count + other.Count);

        // From the top down, so that existing buckets move once and into place.
        int mine = _indices.Count - 1, theirs = other._indices.Count - 1, end = CountUnion(other);
        CollectionsMarshal.SetCount(_indices, end);
        CollectionsMarshal.SetCount(_counts, end);
        Span<int> indices = CollectionsMarshal.AsSpan(_indices), otherIndices = CollectionsMarshal.AsSpan(other._indices);
        Span<long> counts = CollectionsMarshal.AsSpan(_counts), otherCounts = CollectionsMarshal.AsSpan(other._counts);
        while (theirs >= 0)
        {
            end--;
            int order = mine < 0 ? -1 : indices[mine].CompareTo(otherIndices[theirs]);
            int index = order < 0 ? otherIndices[theirs] : indices[mine];
            long count = (order >= 0 ? counts[mine--] : 0) + (order <= 0 ? otherCounts[theirs--] : 0);
            (indices[end], counts[end]) = (index, count);
        }
    }

    public void WriteTo(CanonicalWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteCount(_indices.Count);
        for (int i = 0; i < _indices.Count; i++)
        {
            if (i == 0) writer.WriteSigned(_indices[0]);
            else writer.WriteCount(_indices[i] - _indices[i - 1]);
            writer.WriteCount(_counts[i]);
        }
    }

    public static QuantileSketch ReadFrom(ref CanonicalReader reader)
    {
        var sketch = new QuantileSketch();
        long buckets = reader.ReadCount(2L * LogLinearBucket.MaxIndex + 1);
        long index = 0;
        for (long i = 0; i < buckets; i++)
        {
            index = i == 0 ? reader.ReadSigned() : index + reader.ReadCount(2L * LogLinearBucket.MaxIndex);
            long count = reader.ReadCount(long.MaxValue - sketch.Count);
            if (!LogLinearBucket.Exists(index)) throw new InvalidDataException($"A quantile sketch has no bucket {index}.");
            if (count == 0 || (i > 0 && index == sketch._indices[^1]))
                throw new InvalidDataException("A quantile sketch has an empty or a repeated bucket.");
            sketch._indices.Add((int)index);
            sketch._counts.Add(count);
            sketch.Count += count;
        }

        return sketch;
    }

    private int CountUnion(QuantileSketch other)
    {
        ReadOnlySpan<int> indices = CollectionsMarshal.AsSpan(_indices);
        int common = 0, mine = 0;
        foreach (int index in CollectionsMarshal.AsSpan(other._indices))
        {
            while (mine < indices.Length && indices[mine] < index) mine++;
            if (mine < indices.Length && indices[mine] == index) common++;
        }

        return indices.Length + other._indices.Count - common;
    }
}
