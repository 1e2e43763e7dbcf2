using System.Globalization;

namespace IsacCluster.Page.Tests.Browser;

/// <summary>A number as the page writes it: rounded, with spaces between thousands, a true minus, a power of ten after "e".</summary>
/// <param name="Value">That it shows.</param>
/// <param name="Unit">Of its last digit.</param>
internal readonly record struct ShownNumber(double Value, double Unit)
{
    private const double Slack = 1e-9;

    public static ShownNumber Parse(string text)
    {
        string[] parts = Plain(text).Split('e');
        double scale = parts.Length == 1 ? 1 : Math.Pow(10, int.Parse(parts[1], CultureInfo.InvariantCulture));
        int point = parts[0].IndexOf('.', StringComparison.Ordinal);
        int decimals = point < 0 ? 0 : parts[0].Length - point - 1;
        return new ShownNumber(double.Parse(parts[0], CultureInfo.InvariantCulture) * scale, Math.Pow(10, -decimals) * scale);
    }

    /// <summary>A mean and its half width, "0.2529 ± 0.0006" or "(2.529 ± 0.006)e−5".</summary>
    public static (ShownNumber Mean, ShownNumber Half) ParseInterval(string text)
    {
        string plain = Plain(text);
        string power = plain.Contains(')', StringComparison.Ordinal) ? plain[(plain.IndexOf(')', StringComparison.Ordinal) + 1)..] : "";
        string[] parts = plain.Split(')')[0].TrimStart('(').Split('±');
        return (Parse(parts[0] + power), Parse(parts[1] + power));
    }

    /// <summary>Whether it is what the exact number rounds to; at the last digit either way of rounding.</summary>
    public bool Rounds(double exact) => Math.Abs(Value - exact) <= Unit * (0.5 + Slack);

    private static string Plain(string text) => string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))).Replace('\u2212', '-');
}
