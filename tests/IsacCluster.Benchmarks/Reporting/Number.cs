using System.Globalization;

namespace IsacCluster.Benchmarks.Reporting;

/// <summary>Numbers of tables, in the invariant culture; what is not defined is "-".</summary>
internal static class Number
{
    private const string Undefined = "-";

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>Four significant digits, without a power of ten where the number can be read without one.</summary>
    public static string Significant(double value)
    {
        if (!double.IsFinite(value)) return Undefined;
        double size = Math.Abs(value);
        if (size is > 0 and (< 1e-3 or >= 1e7)) return Scientific(value);
        int decimals = size == 0 ? 0 : Math.Clamp(3 - (int)Math.Floor(Math.Log10(size)), 0, 6);
        return value.ToString("N" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
    }

    /// <summary>Two significant digits and a power of ten.</summary>
    public static string Scientific(double value) =>
        double.IsFinite(value) ? value.ToString("0.0e+0", CultureInfo.InvariantCulture) : Undefined;

    /// <summary>A ratio, "12.3x".</summary>
    public static string Ratio(double value) =>
        double.IsFinite(value) ? value.ToString(value < 10 ? "0.00" : "0.0", CultureInfo.InvariantCulture) + "x" : Undefined;

    /// <summary>Bytes as MiB.</summary>
    public static string Mebibytes(long bytes) => (bytes / (1024.0 * 1024.0)).ToString("N1", CultureInfo.InvariantCulture);
}
