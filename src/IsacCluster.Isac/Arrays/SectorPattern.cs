namespace IsacCluster.Isac.Arrays;

/// <summary>
/// A level and a weight in the sector of each target (the nearest, where sectors overlap), level 0 and another weight elsewhere.
/// </summary>
/// <param name="Levels">One for all targets, or K.</param>
/// <param name="Weights">The same.</param>
/// <param name="Elsewhere">The weight outside all sectors.</param>
public sealed record SectorPattern(ValueList Levels, ValueList Weights, double Elsewhere) : DesiredPattern
{
    public override (double[] Levels, double[] Weights) On(
        IReadOnlyList<Direction> grid, AntennaArray array, IReadOnlyList<Direction> targets, double beamwidthDeg)
    {
        ArgumentNullException.ThrowIfNull(grid);
        int[] sectors = [.. grid.Select(direction => SectorOf(direction, targets, beamwidthDeg))];
        return ([.. sectors.Select(k => k < 0 ? 0 : At(Levels, k))], [.. sectors.Select(k => k < 0 ? Elsewhere : At(Weights, k))]);
    }

    public override string? Mismatch(int antennas, int targets) =>
        Levels.Count > 1 && Levels.Count != targets ? $"a list of {Levels.Count} levels for {targets} targets"
        : Weights.Count > 1 && Weights.Count != targets ? $"a list of {Weights.Count} weights for {targets} targets"
        : null;

    private static double At(ValueList values, int target) => values[values.Count == 1 ? 0 : target];
}
