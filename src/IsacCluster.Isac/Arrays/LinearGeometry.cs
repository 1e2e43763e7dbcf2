namespace IsacCluster.Isac.Arrays;

/// <summary>A uniform linear array along the horizon: antenna m stands at m spacings. R enters the beampattern by its diagonals.</summary>
public sealed record LinearGeometry : ArrayGeometry
{
    public static LinearGeometry Instance { get; } = new();

    public static ArrayDescription Description { get; } = new(
        "linear", "antenna m at m spacings along the horizon", new LinearGeometry(), []);

    public override ArrayDescription Describe() => Description;

    public override ArrayPlace[] Places(int antennas) => [.. Enumerable.Range(0, antennas).Select(static m => new ArrayPlace(m, 0, 0))];
}
