using System.Globalization;
using IsacCluster.Search.Space;

namespace IsacCluster.Campaigns.Studies.Programs;

/// <summary>A parameter as an argument of a program.</summary>
internal static class ArgumentText
{
    private const int MostZeros = 9, MostDigits = 21;

    /// <summary>
    /// <c>--name=value</c>, one argument, so that a negative value is never taken for another option. A real number has its shortest digits
    /// that read back exactly, without an exponent as far as that is readable, else with a plain one: 1e-12, never 1E-012 or 1e+30.
    /// </summary>
    public static string Of(string name, ParameterValue value) =>
        $"--{name}={(value.Kind == ParameterKind.Real ? Real(value.Number) : value.ToString())}";

    private static string Real(double number)
    {
        string shortest = number.ToString("R", CultureInfo.InvariantCulture);
        if (number == 0) return "0";
        (string digits, int exponent) = Digits(shortest);
        string sign = number < 0 ? "-" : "";
        if (exponent < -MostZeros || exponent >= MostDigits)
            return FormattableString.Invariant($"{sign}{digits[0]}{(digits.Length > 1 ? "." + digits[1..] : "")}e{exponent}");
        if (exponent < 0) return $"{sign}0.{new string('0', -exponent - 1)}{digits}";
        string whole = digits.PadRight(exponent + 1, '0');
        return exponent + 1 == whole.Length ? sign + whole : $"{sign}{whole[..(exponent + 1)]}.{whole[(exponent + 1)..]}";
    }

    /// <summary>The digits d.ddd of a number's text without the point, and the power of ten of the first.</summary>
    private static (string Digits, int Exponent) Digits(string text)
    {
        string[] parts = text.TrimStart('-').Split('E');
        int exponent = parts.Length > 1 ? int.Parse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture) : 0;
        int point = parts[0].IndexOf('.', StringComparison.Ordinal);
        string all = parts[0].Replace(".", "", StringComparison.Ordinal);
        int leading = all.Length - all.TrimStart('0').Length;
        exponent += (point < 0 ? parts[0].Length : point) - 1 - leading;
        return (all.Trim('0'), exponent);
    }
}
