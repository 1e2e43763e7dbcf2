using MathNet.Numerics.LinearRegression;

namespace IsacCluster.Benchmarks.Scaling;

/// <summary>The exponent p of t = c M^p, by least squares of ln t over ln M.</summary>
internal static class PowerLaw
{
    public static double Exponent(IEnumerable<ScalingRow> rows) =>
        SimpleRegression.Fit([.. rows.Select(row => (Math.Log(row.Size), Math.Log(row.MedianMs)))]).B;

    /// <summary>Below it the time is set-up.</summary>
    private const int FewestAntennas = 16;

    /// <summary>The exponent from 16 antennas on and of the last doubling, which is nearer to the asymptote.</summary>
    public static string Describe(IReadOnlyList<ScalingRow> rows)
    {
        rows = [.. rows.Where(row => row.Size >= FewestAntennas)];
        if (rows.Count < 2) return "One size has no exponent.";
        int first = rows[0].Size, beforeLast = rows[^2].Size, last = rows[^1].Size;
        double overall = Exponent(rows), atLast = Exponent(rows.TakeLast(2));
        return FormattableString.Invariant(
            $"Exponent of the median time over M = {first}..{last}: {overall:F2}; from M = {beforeLast} to {last}: {atLast:F2}.");
    }
}
