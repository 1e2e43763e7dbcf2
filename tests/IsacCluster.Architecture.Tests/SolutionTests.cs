namespace IsacCluster.Architecture.Tests;

public sealed class SolutionTests
{
    /// <summary>Projects that later issues fill. One that has code needs tests, and its line here removed.</summary>
    private static readonly string[] WithoutCode = [];

    [Fact]
    public void The_solution_lists_exactly_the_projects_on_disk()
    {
        IEnumerable<string> onDisk = Repository.Sources.Concat(Repository.Tests).Select(project => project.Path);
        Assert.Equal(onDisk.Order(StringComparer.Ordinal), Repository.SolutionProjects.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_source_project_has_tests()
    {
        IEnumerable<string> untested = Repository.Sources.Select(project => project.Name)
            .Where(name => !Repository.Tests.Any(test => test.Name == name + ".Tests"));
        Assert.Equal(WithoutCode.Order(), untested.Order());
    }

    [Fact]
    public void A_project_excused_as_empty_has_no_code() => Assert.All(
        Repository.Sources.Where(project => WithoutCode.Contains(project.Name)), project => Assert.Empty(project.SourceFiles));

    [Fact]
    public void Every_test_project_references_what_it_is_named_after()
    {
        foreach (Project test in Repository.Tests.Where(test => test.Name.EndsWith(".Tests", StringComparison.Ordinal)))
        {
            string subject = test.Name[..^".Tests".Length];
            if (Repository.Sources.Any(project => project.Name == subject)) Assert.Contains(subject, test.ProjectReferences);
        }
    }

    [Fact]
    public void Package_versions_are_managed_centrally() =>
        Assert.DoesNotContain(Repository.Sources.Concat(Repository.Tests), project => project.PinsVersions);
}
