using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace IsacCluster.Cli.Commands;

/// <summary>Options that take a size of memory: 512m, 2g, 1.5g, in powers of 1024.</summary>
internal static class MemoryOption
{
    private const double Least = 1 << 20, Most = 1L << 50;
    private const string Units = "kmgt";

    /// <summary>Null where it is not given.</summary>
    public static Option<long?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SIZE",
        CustomParser = result => Parse(result, name),
    };

    private static long? Parse(ArgumentResult result, string name)
    {
        if (result.Tokens is not [{ Value: var text }]) return null;
        int unit = text.Length == 0 ? -1 : Units.IndexOf(char.ToLowerInvariant(text[^1]), StringComparison.Ordinal);
        bool isNumber = double.TryParse(
            unit < 0 ? "" : text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number);
        double bytes = number * Math.Pow(1024, unit + 1);
        if (isNumber && bytes is >= Least and <= Most) return (long)bytes;
        result.AddError($"{name}: '{text}' is not allowed; expected a size from 1m to 1024t with its unit, for example 512m or 2g.");
        return null;
    }
}
