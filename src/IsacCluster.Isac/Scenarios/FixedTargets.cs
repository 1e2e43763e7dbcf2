namespace IsacCluster.Isac.Scenarios;

/// <summary>The same sector centres for every sample, degrees, in the given order.</summary>
public sealed record FixedTargets(IReadOnlyList<double> AnglesDeg) : TargetModel
{
    public override int CountPerSample() => AnglesDeg.Count;

    public override double[] Draw(ulong seed, ulong sample) => [.. AnglesDeg];

    public bool Equals(FixedTargets? other) => other is not null && AnglesDeg.SequenceEqual(other.AnglesDeg);

    public override int GetHashCode() => AnglesDeg.Aggregate(17, HashCode.Combine);
}
