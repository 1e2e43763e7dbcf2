using System.Globalization;

namespace IsacCluster.Cli.Output;

/// <summary>A number of things: 1 point, 3 points, 2 studies.</summary>
internal static class Counted
{
    public static string Of(long count, string thing) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? thing : Plural(thing))}");

    public static string Plural(string thing) => thing.EndsWith('y') ? thing[..^1] + "ies" : thing + "s";
}
