namespace IsacCluster.Isac.Arrays;

/// <summary>Levels and weights of the very directions of a grid, in its order.</summary>
public sealed record ListedPattern(ValueList Levels, ValueList Weights) : DesiredPattern
{
    public override (double[] Levels, double[] Weights) On(
        IReadOnlyList<Direction> grid, AntennaArray array, IReadOnlyList<Direction> targets, double beamwidthDeg)
    {
        ArgumentNullException.ThrowIfNull(grid);
        return Levels.Count == grid.Count && Weights.Count == grid.Count
            ? ([.. Levels], [.. Weights])
            : throw new ArgumentException($"{Levels.Count} levels and {Weights.Count} weights for {grid.Count} directions.", nameof(grid));
    }
}
