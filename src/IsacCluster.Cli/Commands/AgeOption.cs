using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace IsacCluster.Cli.Commands;

/// <summary>Options that take a time of hours or days: 12h, 30d.</summary>
internal static class AgeOption
{
    private const int MostDays = 36_500;

    /// <summary>Null where it is not given.</summary>
    public static Option<TimeSpan?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "AGE",
        CustomParser = result => Parse(result, name),
    };

    private static TimeSpan? Parse(ArgumentResult result, string name)
    {
        if (result.Tokens is not [{ Value: var text }]) return null;
        int hours = text.Length == 0 ? 0 : char.ToLowerInvariant(text[^1]) switch { 'h' => 1, 'd' => 24, _ => 0 };
        bool isNumber = int.TryParse(hours == 0 ? "" : text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        if (isNumber && number >= 1 && (long)number * hours <= MostDays * 24L) return TimeSpan.FromHours(number * (double)hours);
        result.AddError($"{name}: '{text}' is not allowed; expected hours or days from 1h to {MostDays}d, for example 30d.");
        return null;
    }
}
