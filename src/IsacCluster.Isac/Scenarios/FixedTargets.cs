using System.Text.Json.Serialization;
using IsacCluster.Isac.Arrays;

namespace IsacCluster.Isac.Scenarios;

/// <summary>The same sector centres for every sample, degrees, in the given order.</summary>
public sealed record FixedTargets(IReadOnlyList<double> AnglesDeg) : TargetModel
{
    /// <summary>Elevations, one for each; null: all are on the horizon.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList? ElevationsDeg { get; init; }

    public override int CountPerSample() => AnglesDeg.Count;

    public override double[] Draw(ulong seed, ulong sample) => [.. AnglesDeg];

    public override Direction[] Directions(ulong seed, ulong sample) => Directions();

    /// <summary>The directions.</summary>
    public Direction[] Directions() => [.. AnglesDeg.Select((angle, k) => new Direction(angle, ElevationsDeg?[k] ?? 0))];

    public override bool HasElevations() => ElevationsDeg is not null;

    public bool Equals(FixedTargets? other) => other is not null && AnglesDeg.SequenceEqual(other.AnglesDeg)
        && Equals(ElevationsDeg, other.ElevationsDeg);

    public override int GetHashCode() => AnglesDeg.Aggregate(17, HashCode.Combine);
}
