using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace IsacCluster.Cli.Commands;

/// <summary>Options that take one number of a closed range. Anything else is an error of usage that says what is allowed.</summary>
internal static class NumberOption
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    public static Option<T> Of<T>(string name, string description, T low, T high, T usual, string helpName = "N")
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            DefaultValueFactory = _ => usual,
            CustomParser = result => Parse(result, name, low, high) ?? usual,
        };

    /// <summary>Null where it is not given.</summary>
    public static Option<T?> Optional<T>(string name, string description, T low, T high, string helpName = "N")
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = helpName,
            CustomParser = result => Parse(result, name, low, high),
        };

    /// <returns>Null where there is no value, whose absence the parser reports, or a wrong one, which is reported here.</returns>
    private static T? Parse<T>(ArgumentResult result, string name, T low, T high)
        where T : struct, INumber<T>
    {
        if (result.Tokens is not [{ Value: var text }]) return null;
        if (T.TryParse(text, Style, CultureInfo.InvariantCulture, out T value) && value >= low && value <= high) return value;
        string kind = T.IsInteger(T.One / (T.One + T.One)) ? "a whole number" : "a number";
        result.AddError(string.Create(
            CultureInfo.InvariantCulture, $"{name}: '{text}' is not allowed; expected {kind} from {low} to {high}."));
        return null;
    }
}
