using System.Globalization;
using System.Text.RegularExpressions;

namespace IsacCluster.Specifications.Yaml;

/// <summary>Decimal numbers of YAML 1.2's core schema; .inf, .nan, octal and hexadecimal numbers are none.</summary>
public static partial class YamlNumber
{
    private const double LargestExactWhole = 1L << 53;

    /// <summary>A finite number.</summary>
    public static bool TryReal(string text, out double value)
    {
        value = double.NaN;
        return RealPattern.IsMatch(text)
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    /// <summary>A whole number: exact if written with digits only, else (8.0, 1e3) up to 2^53.</summary>
    public static bool TryWhole(string text, out Int128 value)
    {
        if (WholePattern.IsMatch(text))
            return Int128.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
        bool whole = TryReal(text, out double real) && double.IsInteger(real) && Math.Abs(real) <= LargestExactWhole;
        value = whole ? (Int128)real : 0;
        return whole;
    }

    [GeneratedRegex(
        @"\A[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex RealPattern { get; }

    [GeneratedRegex(@"\A[-+]?[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex WholePattern { get; }
}

/// <summary>The numbers that a field allows, and how a message says so.</summary>
public sealed record NumberRange(string Description, Func<double, bool> Contains)
{
    public static readonly NumberRange Positive = new("a number > 0", value => value > 0);

    /// <summary>[low, high].</summary>
    public static NumberRange Closed(double low, double high) =>
        new(string.Create(CultureInfo.InvariantCulture, $"a number from {low} to {high}"), value => value >= low && value <= high);

    /// <summary>(low, high).</summary>
    public static NumberRange Open(double low, double high) =>
        new(string.Create(CultureInfo.InvariantCulture, $"a number > {low} and < {high}"), value => value > low && value < high);

    /// <summary>(low, high].</summary>
    public static NumberRange LeftOpen(double low, double high) =>
        new(string.Create(CultureInfo.InvariantCulture, $"a number > {low} and at most {high}"), value => value > low && value <= high);
}
