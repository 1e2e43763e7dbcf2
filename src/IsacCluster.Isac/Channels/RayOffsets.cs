namespace IsacCluster.Isac.Channels;

/// <summary>The offsets alpha of the 20 rays of a cluster for a root mean square spread of 1 (TR 38.901, table 7.5-3).</summary>
internal static class RayOffsets
{
    /// <summary>Those above 0.</summary>
    public static IReadOnlyList<double> Positive { get; } =
        [0.0447, 0.1413, 0.2492, 0.3715, 0.5129, 0.6797, 0.8844, 1.1481, 1.5195, 2.1551];

    /// <summary>20 of them, each beside its negative.</summary>
    public static IReadOnlyList<double> All { get; } = [.. Positive.SelectMany(static offset => (double[])[offset, -offset])];
}
