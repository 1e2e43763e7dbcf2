using IsacCluster.Jobs;

namespace IsacCluster.Specifications.Tests;

/// <summary>
/// Bad texts with ^ just before the place that the message must name (the mark is taken out before parsing), what follows the place in the
/// message, and the end of the message.
/// </summary>
internal static class Marked
{
    public const string SpecPath = "campaigns/x.yaml";

    /// <summary>The required fields of a campaign, which give the lines after them their numbers.</summary>
    public static string Campaign(string lines) => $"kind: campaign\nname: x\nalgorithms: [sdr]\nsamples: 1000\n{lines}";

    public static void AssertRefused(Action<string> read, string marked, string beginning, string end)
    {
        string[] parts = marked.Split('^');
        Assert.Equal(2, parts.Length);
        int line = 1 + parts[0].Count(c => c == '\n'), column = parts[0].Length - parts[0].LastIndexOf('\n');

        var error = Assert.Throws<SpecificationException>(() => read(parts[0] + parts[1]));

        Assert.StartsWith($"{SpecPath}:{line}:{column}: {beginning}", error.Message, StringComparison.Ordinal);
        Assert.EndsWith(end, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(error.Message, char.IsControl);
    }
}
