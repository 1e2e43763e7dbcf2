using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace IsacCluster.Cli.Commands;

/// <summary>Options that take a time with its unit: 20s, 90m, 12h, 30d.</summary>
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
        TimeSpan? unit = text.Length == 0 ? null : char.ToLowerInvariant(text[^1]) switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        if (unit is { } one && int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1
            && number <= TimeSpan.FromDays(MostDays) / one)
        {
            return number * one;
        }

        result.AddError(
            $"{name}: '{text}' is not allowed; expected seconds, minutes, hours or days from 1s to {MostDays}d, for example 30d.");
        return null;
    }
}
