using IsacCluster.Isac.Randomness;

namespace IsacCluster.Isac.Scenarios;

/// <summary>
/// K sector centres per sample, uniform over all K-tuples in [LowDeg, HighDeg] whose pairwise distance is at least
/// MinSeparationDeg; sorted. Drawn without rejection: K uniforms on the interval shortened by (K-1) separations, sorted,
/// then spread.
/// </summary>
public sealed record RandomTargets(int Count, double LowDeg, double HighDeg, double MinSeparationDeg) : TargetModel
{
    public override int CountPerSample() => Count;

    public override double[] Draw(ulong seed, ulong sample)
    {
        var stream = new RandomStream(seed, StreamPurpose.Targets, sample);
        double room = HighDeg - LowDeg - (Count - 1) * MinSeparationDeg;
        var angles = new double[Count];
        for (int k = 0; k < angles.Length; k++) angles[k] = room * stream.NextUniformPair().First;
        Array.Sort(angles);
        for (int k = 0; k < angles.Length; k++) angles[k] += LowDeg + k * MinSeparationDeg;
        return angles;
    }
}
