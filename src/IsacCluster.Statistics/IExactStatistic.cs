namespace IsacCluster.Statistics;

/// <summary>
/// A mergeable statistic that is an exact commutative monoid. For any states a, b, c, to the bit and not up to rounding:
/// merge(a, b) = merge(b, a), merge(merge(a, b), c) = merge(a, merge(b, c)), and merging the empty state changes nothing.
/// Merging the states of two batches gives the state of the joined batch, so neither the split of a campaign into tasks
/// nor the order of their results changes a bit.
/// </summary>
/// <remarks>
/// Two states are equal if and only if their bytes are equal: the byte form is canonical, and a form that
/// <see cref="WriteTo"/> would not write is refused by <see cref="ReadFrom"/>. Instances are mutable and not thread-safe.
/// </remarks>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface IExactStatistic<TSelf> where TSelf : IExactStatistic<TSelf>
{
    /// <summary>Adds the state of another instance, which is left unchanged and may be this instance itself.</summary>
    void Merge(TSelf other);

    /// <summary>Appends the canonical byte form.</summary>
    void WriteTo(CanonicalWriter writer);

    /// <summary>Reads what <see cref="WriteTo"/> wrote and leaves the reader behind it.</summary>
    /// <exception cref="InvalidDataException">The bytes are cut short, not canonical, or describe no possible state.</exception>
    static abstract TSelf ReadFrom(ref CanonicalReader reader);
}
