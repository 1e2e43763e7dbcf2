using System.Globalization;

namespace IsacCluster.Reporting;

/// <summary>
/// Numbers as a reader of a report wants them: as many digits as the 95 % interval supports (one or two significant digits of
/// its half width), never more than the data carry. Always the invariant culture. Undefined is "n/a", a missing interval is said.
/// </summary>
public static class NumberText
{
    public const string Undefined = "n/a";
    private const string NoInterval = "no interval", NoSpread = "no spread seen";

    private const int MostDecimals = 8;

    /// <summary>A half width that starts with 1, 2 or 3 deserves its second digit; a larger one does not.</summary>
    private const double OneDigitFrom = 3.55;

    /// <summary>Numbers from 10^-3 to below 10^6 read well as they are.</summary>
    private const int LeastPlainExponent = -3, MostPlainExponent = 6;

    /// <summary>What is shorter or longer is written as a power of ten.</summary>
    private const double LeastSeconds = 1e-12, MostPlainSeconds = 1e6;

    /// <summary>An interval that is so many times as long as its mean is large decides the power of ten.</summary>
    private const double Dwarfs = 1e4;

    /// <summary>
    /// Mean and the distance of the farther end of its interval, "0.2497 ± 0.0012"; a common power of ten where the mean is tiny or huge.
    /// </summary>
    public static string PlusMinus(double? mean, double[]? interval)
    {
        if (!IsDefined(mean)) return Undefined;
        if (HalfWidth(interval) is not { } half) return $"{Significant(mean.Value, 4)} ({NoInterval})";
        if (half == 0) return $"{Significant(mean.Value, 4)} ({NoSpread})";
        half = FartherEnd(mean.Value, interval) ?? half;
        int exponent = CommonExponent(mean.Value, half);
        (double scaled, double around) = (DecimalExponent.Mantissa(mean.Value, exponent), DecimalExponent.Mantissa(half, exponent));
        int decimals = DecimalsFor(around, scaled);
        string text = $"{Fixed(scaled, decimals)} ± {Half(around, decimals)}";
        return exponent == 0 ? text : $"({text}) × 10{Superscript(exponent)}";
    }

    /// <summary>Estimate with both ends of its interval, "1.052 [1.048, 1.056]".</summary>
    public static string WithInterval(double? mean, double[]? interval)
    {
        if (!IsDefined(mean)) return Undefined;
        if (HalfWidth(interval) is not { } half) return $"{Significant(mean.Value, 4)} ({NoInterval})";
        if (half == 0) return $"{Significant(mean.Value, 4)} ({NoSpread})";
        int exponent = CommonExponent(mean.Value, Math.Max(Math.Abs(interval![0]), Math.Abs(interval[1])));
        double Scaled(double value) => DecimalExponent.Mantissa(value, exponent);
        int decimals = DecimalsFor(Scaled(half), Scaled(mean.Value));
        string text = IsTiny(Scaled(half)) ? $"{Fixed(Scaled(mean.Value), decimals)} ± {Half(Scaled(half), decimals)}"
            : $"{Fixed(Scaled(mean.Value), decimals)} [{Fixed(Scaled(interval[0]), decimals)}, {Fixed(Scaled(interval[1]), decimals)}]";
        return exponent == 0 ? text : $"({text}) × 10{Superscript(exponent)}";
    }

    /// <summary>Fraction in per cent with its interval, "99.5 % [97.2, 99.9]".</summary>
    public static string Percent(double? fraction, double[]? interval)
    {
        if (!IsDefined(fraction)) return Undefined;
        string value = $"{Fixed(fraction.Value * 100, 1)} %";
        return HalfWidth(interval) is null
            ? $"{value} ({NoInterval})"
            : $"{value} [{Fixed(interval![0] * 100, 1)}, {Fixed(interval[1] * 100, 1)}]";
    }

    /// <summary>Share in per cent without an interval.</summary>
    public static string Share(double fraction) => double.IsFinite(fraction) ? $"{Fixed(fraction * 100, 1)} %" : Undefined;

    /// <summary>Duration with the unit that suits it: ns, µs, ms, s, min, h.</summary>
    public static string Seconds(double? seconds)
    {
        if (!IsDefined(seconds)) return Undefined;
        double s = seconds.Value, size = Math.Abs(s);
        return size switch
        {
            0 => "0 s",
            < LeastSeconds => $"{Significant(s, 3)} s",
            < 1e-6 => $"{Significant(s * 1e9, 3)} ns",
            < 1e-3 => $"{Significant(s * 1e6, 3)} µs",
            < 1 => $"{Significant(s * 1e3, 3)} ms",
            < 120 => $"{Significant(s, 3)} s",
            < 7200 => $"{Significant(s / 60, 3)} min",
            _ => $"{Significant(s / 3600, 3)} h",
        };
    }

    /// <summary>A round duration, for ticks: 200 µs, 10 ms, 5 s. Seconds stay seconds, so that a decade reads as one.</summary>
    public static string SecondsTick(double seconds)
    {
        if (seconds is < LeastSeconds or >= MostPlainSeconds) return $"{Tick(seconds)} s";
        var (scale, unit) = seconds switch { < 0.9e-6 => (1e9, "ns"), < 0.9e-3 => (1e6, "µs"), < 0.9 => (1e3, "ms"), _ => (1, "s") };
        return $"{(seconds * scale).ToString("0.###", CultureInfo.InvariantCulture)} {unit}";
    }

    /// <summary>A value to four significant digits.</summary>
    public static string Value(double? value) => IsDefined(value) ? Significant(value.Value, 4) : Undefined;

    /// <summary>An integer with thin groups of three digits: 12 345 (narrow no-break space).</summary>
    public static string Count(long count) => count.ToString("#,0", GroupedByThinSpace);

    /// <summary>"1 sample", "200 samples".</summary>
    public static string Count(long count, string singular) => $"{Count(count)} {singular}{(count == 1 ? "" : "s")}";

    /// <summary>The shortest text that reads back to the same double, with a lower-case exponent: 8, 0.5, 1e-10.</summary>
    public static string Shortest(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        int e = text.IndexOf('E', StringComparison.Ordinal);
        return e < 0
            ? text
            : $"{text[..e]}e{int.Parse(text[(e + 1)..], CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)}";
    }

    /// <summary>Label of a tick: 8, 0.5, 10⁻¹⁰, 5×10⁻¹⁰.</summary>
    public static string Tick(double value)
    {
        int exponent = ScientificExponent(value);
        if (exponent == 0) return Minus(value.ToString("G6", CultureInfo.InvariantCulture));
        return Power(Minus(DecimalExponent.Mantissa(value, exponent).ToString("G4", CultureInfo.InvariantCulture)), exponent);
    }

    /// <summary>Label of the tick mantissa 10^exponent, which need not be a double.</summary>
    internal static string Tick(int mantissa, int exponent) => exponent is >= LeastPlainExponent and < MostPlainExponent
        ? Tick(DecimalExponent.Value(mantissa, exponent))
        : Power(mantissa.ToString(CultureInfo.InvariantCulture), exponent);

    /// <summary>5×10⁻¹⁰, or 10⁻¹⁰ where the mantissa is 1.</summary>
    internal static string Power(string mantissa, int exponent) =>
        mantissa == "1" ? $"10{Superscript(exponent)}" : $"{mantissa}×10{Superscript(exponent)}";

    public static string Fixed(double value, int decimals) => Signed(value.ToString(Format(decimals), CultureInfo.InvariantCulture));

    internal static string Fixed(decimal value, int decimals) => Signed(value.ToString(Format(decimals), CultureInfo.InvariantCulture));

    private static string Format(int decimals) => "F" + decimals.ToString(CultureInfo.InvariantCulture);

    /// <summary>A negative number that rounds to nothing keeps no sign.</summary>
    private static string Signed(string text) => text.Trim('-', '0', '.').Length == 0 ? text.TrimStart('-') : Minus(text);

    /// <summary>Half the width of a complete, finite interval; null otherwise.</summary>
    public static double? HalfWidth(double[]? interval) =>
        interval is [var low, var high] && double.IsFinite(low) && double.IsFinite(high) ? high / 2 - low / 2 : null;

    /// <summary>
    /// The distance of the farther end of an interval, for which a single number after ± stands: ends lie unequally far where a tail is
    /// long. Null where there is no bounded interval or no finite distance.
    /// </summary>
    public static double? FartherEnd(double? mean, double[]? interval)
    {
        if (mean is not { } at || HalfWidth(interval) is not { } half) return null;
        double farther = Math.Max(half, Math.Max(at - interval![0], interval[1] - at));
        return double.IsFinite(farther) ? farther : null;
    }

    public static bool IsDefined([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] double? value) =>
        value is { } number && double.IsFinite(number);

    private static string Significant(double value, int digits)
    {
        if (value == 0) return "0";
        int exponent = ScientificExponent(value);
        double scaled = DecimalExponent.Mantissa(value, exponent);
        int magnitude = (int)Math.Floor(Math.Log10(Math.Abs(scaled)));
        string text = Fixed(scaled, Math.Max(0, digits - 1 - magnitude));
        return exponent == 0 ? text : $"{text} × 10{Superscript(exponent)}";
    }

    /// <summary>0 for magnitudes that read well as they are, else the exponent of scientific notation.</summary>
    private static int ScientificExponent(double value)
    {
        int exponent = DecimalExponent.Of(value);
        return exponent is >= LeastPlainExponent and < MostPlainExponent ? 0 : exponent;
    }

    private static int CommonExponent(double mean, double interval) =>
        ScientificExponent(mean != 0 && Math.Abs(interval) / Dwarfs < Math.Abs(mean) ? mean : interval);

    private static int DecimalsFor(double half, double mean)
    {
        double resolution = half > 0 ? half : Math.Abs(mean) * 1e-2;
        if (!(resolution > 0)) return 1;
        int exponent = (int)Math.Floor(Math.Log10(resolution));
        bool oneDigit = resolution / Math.Pow(10, exponent) >= OneDigitFrom;
        return Math.Clamp((oneDigit ? 0 : 1) - exponent, 0, MostDecimals);
    }

    /// <summary>Whether the last decimal does not show it: then it is written with a power of ten instead of as 0.</summary>
    private static bool IsTiny(double half) => half < 0.5 * Math.Pow(10, -MostDecimals);

    private static string Half(double half, int decimals) => IsTiny(half) ? Significant(half, 2) : Fixed(half, decimals);

    private static string Superscript(int exponent) => string.Concat(
        exponent.ToString(CultureInfo.InvariantCulture).Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));

    private static string Minus(string text) => text.Replace('-', '−');

    private static readonly NumberFormatInfo GroupedByThinSpace =
        new() { NumberGroupSeparator = "\u202f", NumberGroupSizes = [3] };
}
