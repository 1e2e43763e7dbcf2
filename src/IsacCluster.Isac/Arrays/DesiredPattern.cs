namespace IsacCluster.Isac.Arrays;

/// <summary>
/// The pattern that a beampattern is to resemble: a level b >= 0 and a weight w >= 0 in every direction of a grid. Only the shape of b
/// counts, L(R) chooses its height. Immutable and thread-safe.
/// </summary>
public abstract record DesiredPattern
{
    /// <summary>b and w on a grid.</summary>
    public abstract (double[] Levels, double[] Weights) On(
        IReadOnlyList<Direction> grid, AntennaArray array, IReadOnlyList<Direction> targets, double beamwidthDeg);

    /// <summary>Why it does not fit an array and so many targets; null: it does.</summary>
    public virtual string? Mismatch(int antennas, int targets) => null;

    /// <summary>The target in whose sector a direction lies, the nearest, the first of equals; -1: none.</summary>
    public static int SectorOf(Direction direction, IReadOnlyList<Direction> targets, double beamwidthDeg)
    {
        ArgumentNullException.ThrowIfNull(targets);
        (int nearest, double least) = (-1, beamwidthDeg / 2 + BeampatternObjective.SectorEdgeToleranceDeg);
        for (int k = 0; k < targets.Count; k++)
        {
            double distance = direction.DistanceDeg(targets[k]);
            if (distance > least || (nearest >= 0 && distance == least)) continue;
            (nearest, least) = (k, distance);
        }

        return nearest;
    }
}
