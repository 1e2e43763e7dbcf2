using System.Text.RegularExpressions;
using IsacCluster.Deployment.Tests.Files;

namespace IsacCluster.Deployment.Tests.Documents;

/// <summary>The guides: links and anchors lead somewhere, and the files that their commands name exist.</summary>
internal static partial class GuideRules
{
    private static readonly string[] Guides = ["deploy/README.md", "k8s/README.md"];

    public static IEnumerable<string> Problems(DeploymentFiles files) =>
        Guides.SelectMany(guide => LinkProblems(files, guide).Concat(CommandProblems(files, guide))
            .Select(problem => $"{guide}: {problem}"));

    private static IEnumerable<string> LinkProblems(DeploymentFiles files, string guide)
    {
        foreach (string link in Link().Matches(files[guide]).Select(match => match.Groups[1].Value)
            .Where(link => !link.StartsWith("https://", StringComparison.Ordinal)))
        {
            string[] parts = link.Split('#');
            string path = parts[0].Length == 0
                ? guide : Path.GetRelativePath("/", Path.GetFullPath(parts[0], "/" + Path.GetDirectoryName(guide))).Replace('\\', '/');
            if (!files.Has(path)) yield return $"link {link} leads nowhere";
            else if (parts.Length > 1 && !Anchors(files[path]).Contains(parts[1])) yield return $"link {link} has no such heading";
        }
    }

    /// <summary>Words of indented blocks that begin like a path of the repository.</summary>
    private static IEnumerable<string> CommandProblems(DeploymentFiles files, string guide) => files[guide].Split('\n')
        .Where(line => line.StartsWith("    ", StringComparison.Ordinal)).SelectMany(line => CommandPath().Matches(line))
            .Select(match => match.Groups[1].Value)
        .Where(path => !path.StartsWith("deploy/secrets", StringComparison.Ordinal) && !files.Has(path))
            .Select(path => $"{path} does not exist");

    private static IEnumerable<string> Anchors(string text) => Heading().Matches(text)
        .Select(match => NoAnchor().Replace(match.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"(?<![\w/.:])((?:deploy|k8s|src|campaigns|models)/[\w./@-]*\w)")]
    private static partial Regex CommandPath();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w -]")]
    private static partial Regex NoAnchor();
}
