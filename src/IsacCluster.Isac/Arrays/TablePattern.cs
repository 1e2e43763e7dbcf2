namespace IsacCluster.Isac.Arrays;

/// <summary>
/// Levels and weights at listed azimuths, or on a table of azimuths and elevations, linear between them and constant beyond the ends.
/// </summary>
/// <param name="AzimuthsDeg">Ascending.</param>
/// <param name="ElevationsDeg">Ascending; empty: the same at every elevation.</param>
/// <param name="Levels">At [elevation, azimuth], row by row.</param>
/// <param name="Weights">The same.</param>
public sealed record TablePattern(ValueList AzimuthsDeg, ValueList ElevationsDeg, ValueList Levels, ValueList Weights) : DesiredPattern
{
    public override (double[] Levels, double[] Weights) On(
        IReadOnlyList<Direction> grid, AntennaArray array, IReadOnlyList<Direction> targets, double beamwidthDeg)
    {
        ArgumentNullException.ThrowIfNull(grid);
        double[] levels = new double[grid.Count], weights = new double[grid.Count];
        for (int n = 0; n < grid.Count; n++)
        {
            (int column, double across) = Between(AzimuthsDeg, grid[n].AzimuthDeg);
            (int row, double up) = ElevationsDeg.Count == 0 ? (0, 0) : Between(ElevationsDeg, grid[n].ElevationDeg);
            (levels[n], weights[n]) = (At(Levels, row, up, column, across), At(Weights, row, up, column, across));
        }

        return (levels, weights);
    }

    private double At(ValueList values, int row, double up, int column, double across)
    {
        double low = Along(values, row, column, across);
        return up == 0 ? low : low + up * (Along(values, row + 1, column, across) - low);
    }

    private double Along(ValueList values, int row, int column, double across)
    {
        int at = row * AzimuthsDeg.Count + column;
        return across == 0 ? values[at] : values[at] + across * (values[at + 1] - values[at]);
    }

    /// <summary>The listed value before x and how far x is towards the next, 0 at a listed value and beyond the ends.</summary>
    private static (int Before, double Part) Between(ValueList listed, double x)
    {
        if (x <= listed[0]) return (0, 0);
        int last = listed.Count - 1;
        if (x >= listed[last]) return (last, 0);
        int before = 0, after = last;
        while (after - before > 1)
        {
            int middle = (before + after) / 2;
            if (listed[middle] <= x) before = middle;
            else after = middle;
        }

        return (before, (x - listed[before]) / (listed[after] - listed[before]));
    }
}
