namespace IsacCluster.Isac.Arrays;

/// <summary>
/// Places that are sites of a lattice in the upright plane. The sums r of <see cref="PatternLags"/> are then a discrete Fourier transform
/// of the pattern at the (2R-1)(2C-1) uniform frequencies of the lattice, which are vectors of rank one in which solvers work.
/// </summary>
/// <param name="Rows">R, of the smallest lattice that holds all.</param>
/// <param name="Columns">C.</param>
/// <param name="Row">Of antenna m.</param>
/// <param name="Column">The same.</param>
public sealed record ArrayLattice(int Rows, int Columns, IReadOnlyList<int> Row, IReadOnlyList<int> Column)
{
    private const double Tolerance = 1e-6;
    private const int MostSites = 4096;

    /// <summary>(2R-1)(2C-1).</summary>
    public int Frequencies => (2 * Rows - 1) * (2 * Columns - 1);

    /// <summary>
    /// Whether antennas m and M-1-m are each other's mirror images in the centre: steering vectors are then real in a basis.
    /// </summary>
    public bool IsCentrosymmetric => Enumerable.Range(0, Row.Count).All(m =>
        Row[m] + Row[Row.Count - 1 - m] == Rows - 1 && Column[m] + Column[Row.Count - 1 - m] == Columns - 1);

    /// <summary>Whether every site has its antenna, row by row.</summary>
    public bool IsFull => Row.Count == Rows * Columns
        && Enumerable.Range(0, Row.Count).All(m => Row[m] == m / Columns && Column[m] == m % Columns);

    /// <summary>The lattice of some places; null: there is none.</summary>
    public static ArrayLattice? Of(IReadOnlyList<ArrayPlace> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        if (places.Any(place => Math.Abs(place.Y - places[0].Y) > Tolerance)) return null;
        if (Sites([.. places.Select(place => place.X)]) is not { } columns || Sites([.. places.Select(place => place.Z)]) is not { } rows)
            return null;
        (int rowCount, int columnCount) = (rows.Max() + 1, columns.Max() + 1);
        return (long)rowCount * columnCount <= MostSites ? new ArrayLattice(rowCount, columnCount, rows, columns) : null;
    }

    /// <summary>Whole multiples of the largest common step, from 0; null: there is none.</summary>
    private static int[]? Sites(double[] values)
    {
        double low = values.Min(), step = 0;
        foreach (double value in values) step = CommonStep(step, value - low);
        if (step == 0) return new int[values.Length];
        int[] sites = [.. values.Select(value => (int)Math.Min(MostSites, Math.Round((value - low) / step)))];
        return values.Zip(sites, (value, site) => Math.Abs(value - low - site * step)).All(error => error <= Tolerance) ? sites : null;
    }

    /// <summary>Euclid's algorithm to within rounding.</summary>
    private static double CommonStep(double a, double b)
    {
        while (b > Tolerance) (a, b) = (b, Remainder(a, b));
        return a;
    }

    private static double Remainder(double a, double b)
    {
        double rest = a - b * Math.Floor(a / b);
        return b - rest <= Tolerance ? 0 : rest;
    }
}
