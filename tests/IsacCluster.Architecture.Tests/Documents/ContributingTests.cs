using System.Text.RegularExpressions;

namespace IsacCluster.Architecture.Tests.Documents;

/// <summary>The table of CONTRIBUTING.md has a row for each source project, which says what its project file references.</summary>
public sealed partial class ContributingTests
{
    [Fact]
    public void Every_source_project_has_its_row_with_what_it_may_use()
    {
        IEnumerable<string> rows = ProjectRow().Matches(Repository.ReadText("CONTRIBUTING.md"))
            .Select(row => $"{row.Groups["name"].Value}: {Sorted(row.Groups["uses"].Value.Split(", "))}");
        IEnumerable<string> projects = Repository.Sources
            .Select(project => $"{project.Name}: "
                + $"{Sorted(project.ProjectReferences.Select(name => name["IsacCluster.".Length..]).DefaultIfEmpty("nothing"))}");
        Assert.Equal(projects.Order(StringComparer.Ordinal), rows.Order(StringComparer.Ordinal));
    }

    private static string Sorted(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));

    [GeneratedRegex(@"^\| `src/(?<name>[\w.]+)` \|[^|]+\| (?<uses>[\w, ]+) \|$", RegexOptions.Multiline)]
    private static partial Regex ProjectRow();
}
