using System.Globalization;
using MathNet.Numerics.LinearRegression;

namespace IsacCluster.Benchmarks.Scaling;

/// <summary>The exponent p of t = c M^p, by least squares of ln t over ln M.</summary>
internal static class PowerLaw
{
    public static double Exponent(IEnumerable<ScalingRow> rows) =>
        SimpleRegression.Fit([.. rows.Select(row => (Math.Log(row.Size), Math.Log(row.MedianMs)))]).B;

    /// <summary>The exponent over all sizes and of the last doubling, which is nearer to the asymptote.</summary>
    public static string Describe(IReadOnlyList<ScalingRow> rows) => rows.Count < 2 ? "One size has no exponent." : string.Create(
        CultureInfo.InvariantCulture,
        $"Exponent of the median time over M = {rows[0].Size}..{rows[^1].Size}: {Exponent(rows):F2}; from M = {rows[^2].Size} to {rows[^1].Size}: {Exponent(rows.TakeLast(2)):F2}.");
}
