namespace IsacCluster.Cluster.Ledger;

/// <summary>A half-open interval [<paramref name="First"/>, <paramref name="End"/>) of a lane's indices.</summary>
[GenerateSerializer, Immutable, Alias("isac.interval")]
public readonly record struct Interval([property: Id(0)] long First, [property: Id(1)] long End)
{
    public long Length => Math.Max(0, End - First);

    public bool IsEmpty => End <= First;

    public bool Overlaps(Interval other) => Math.Max(First, other.First) < Math.Min(End, other.End);

    public bool Contains(Interval other) => First <= other.First && other.End <= End;

    public Interval Intersect(Interval other) => new(Math.Max(First, other.First), Math.Min(End, other.End));

    public override string ToString() => $"[{First}, {End})";
}
