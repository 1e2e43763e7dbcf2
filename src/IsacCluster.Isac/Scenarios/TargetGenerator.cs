using IsacCluster.Isac.Randomness;

namespace IsacCluster.Isac.Scenarios;

/// <summary>The sector centres of a sample.</summary>
public static class TargetGenerator
{
    /// <summary>Angles in degrees, ascending for random targets and as given for fixed ones.</summary>
    public static double[] Generate(TargetModel model, ulong seed, ulong sample) => model switch
    {
        FixedTargets targets => [.. targets.AnglesDeg],
        RandomTargets targets => Spread(targets, new RandomStream(seed, StreamPurpose.Targets, sample)),
        _ => throw new NotSupportedException($"Target model {model?.GetType().Name} is not known."),
    };

    private static double[] Spread(RandomTargets model, RandomStream stream)
    {
        double room = model.HighDeg - model.LowDeg - (model.Count - 1) * model.MinSeparationDeg;
        var angles = new double[model.Count];
        for (int k = 0; k < angles.Length; k++) angles[k] = room * stream.NextUniformPair().First;
        Array.Sort(angles);
        for (int k = 0; k < angles.Length; k++) angles[k] += model.LowDeg + k * model.MinSeparationDeg;
        return angles;
    }
}
