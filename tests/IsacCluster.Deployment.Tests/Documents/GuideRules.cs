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

    private static IEnumerable<string> LinkProblems(DeploymentFiles files, string guide) =>
        DocumentLinks.Broken(guide, files[guide], files.Has, path => files[path]);

    /// <summary>Words of indented blocks that begin like a path of the repository.</summary>
    private static IEnumerable<string> CommandProblems(DeploymentFiles files, string guide) => files[guide].Split('\n')
        .Where(line => line.StartsWith("    ", StringComparison.Ordinal)).SelectMany(line => CommandPath().Matches(line))
            .Select(match => match.Groups[1].Value)
        .Where(path => !path.StartsWith("deploy/secrets", StringComparison.Ordinal) && !files.Has(path))
            .Select(path => $"{path} does not exist");

    [GeneratedRegex(@"(?<![\w/.:])((?:deploy|k8s|src|campaigns|models)/[\w./@-]*\w)")]
    private static partial Regex CommandPath();
}
