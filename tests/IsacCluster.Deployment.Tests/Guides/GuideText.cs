using System.Text.RegularExpressions;
using IsacCluster.Deployment.Tests.Files;

namespace IsacCluster.Deployment.Tests.Guides;

/// <summary>The commands of a guide, as they stand in its indented blocks.</summary>
internal static partial class GuideText
{
    /// <summary>The commands below a heading, those on several lines as one, without comments.</summary>
    public static IReadOnlyList<string> Commands(string guide, string heading)
    {
        string text = File.ReadAllText(Path.Combine(DeploymentFiles.Root, guide)).ReplaceLineEndings("\n");
        int start = text.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        Assert.True(start >= 0, $"{guide} has no heading {heading}");
        int end = text.IndexOf("\n## ", start + 1, StringComparison.Ordinal);
        string section = Continued().Replace(end < 0 ? text[start..] : text[start..end], " ");
        return [.. section.Split('\n').Where(line => line.StartsWith("    ", StringComparison.Ordinal))
            .Select(line => Comment().Replace(line, "").Trim()).Where(line => line.Length > 0)];
    }

    /// <summary>The one command below a heading that begins so, without this beginning, in words.</summary>
    public static string[] Words(string guide, string heading, string beginning)
    {
        string command = Assert.Single(
            Commands(guide, heading), command => command.StartsWith(beginning, StringComparison.Ordinal));
        return command[beginning.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@" \\\n +")]
    private static partial Regex Continued();

    [GeneratedRegex("(^| ) *#.*$")]
    private static partial Regex Comment();
}
