namespace IsacCluster.Isac.Arrays;

/// <summary>
/// A uniform planar array, upright and facing broadside: rows of columns, antenna m = row C + column at (column, 0, q row) spacings. The
/// covariances' sums over equal differences, of which the beampattern is made, are those of a two-level Toeplitz matrix.
/// </summary>
/// <param name="Rows">Above each other.</param>
/// <param name="Columns">C, beside each other.</param>
/// <param name="RowSpacing">q, the distance of rows over that of columns.</param>
public sealed record PlanarGeometry(int Rows, int Columns, double RowSpacing = 1) : ArrayGeometry
{
    public static ArrayDescription Description { get; } = new(
        "planar", "antenna row C + column at column spacings along the horizon and q row spacings upward", new PlanarGeometry(4, 4),
        [
            ArrayParameter.Whole<PlanarGeometry>(
                "rows", 1, 256, "antennas above each other", planar => planar.Rows, (planar, value) => planar with { Rows = value })
                with { IsRequired = true },
            ArrayParameter.Whole<PlanarGeometry>(
                "columns", 1, 256, "C, antennas beside each other", planar => planar.Columns,
                (planar, value) => planar with { Columns = value })
                with { IsRequired = true },
            ArrayParameter.Real<PlanarGeometry>(
                "row_spacing", 0.01, 100, "q, the distance of rows over that of columns", planar => planar.RowSpacing,
                (planar, value) => planar with { RowSpacing = value }),
        ]);

    public override ArrayDescription Describe() => Description;

    public override int? Antennas() => Rows * Columns;

    public override ArrayPlace[] Places(int antennas) =>
        [.. Enumerable.Range(0, antennas).Select(m => new ArrayPlace(m % Columns, 0, RowSpacing * (m / Columns)))];
}
