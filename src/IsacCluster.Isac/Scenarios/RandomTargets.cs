using System.Text.Json.Serialization;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Randomness;

namespace IsacCluster.Isac.Scenarios;

/// <summary>
/// K sector centres per sample, uniform over all K-tuples in [LowDeg, HighDeg] whose pairwise distance is at least
/// MinSeparationDeg; sorted. Drawn without rejection: K uniforms on the interval shortened by (K-1) separations, sorted,
/// then spread. Elevations are uniform and independent.
/// </summary>
public sealed record RandomTargets(int Count, double LowDeg, double HighDeg, double MinSeparationDeg) : TargetModel
{
    /// <summary>Least elevation, degrees.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double LowElevationDeg { get; init; }

    /// <summary>Largest elevation, degrees.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public double HighElevationDeg { get; init; }

    public override int CountPerSample() => Count;

    public override bool HasElevations() => LowElevationDeg != 0 || HighElevationDeg != 0;

    public override double[] Draw(ulong seed, ulong sample) => [.. Directions(seed, sample).Select(static target => target.AzimuthDeg)];

    public override Direction[] Directions(ulong seed, ulong sample)
    {
        var stream = new RandomStream(seed, StreamPurpose.Targets, sample);
        double room = HighDeg - LowDeg - (Count - 1) * MinSeparationDeg;
        double[] angles = new double[Count], elevations = new double[Count];
        for (int k = 0; k < angles.Length; k++)
        {
            (double first, double second) = stream.NextUniformPair();
            (angles[k], elevations[k]) = (room * first, LowElevationDeg + (HighElevationDeg - LowElevationDeg) * second);
        }

        Array.Sort(angles);
        for (int k = 0; k < angles.Length; k++) angles[k] += LowDeg + k * MinSeparationDeg;
        return [.. angles.Zip(elevations, static (angle, elevation) => new Direction(angle, elevation))];
    }
}
