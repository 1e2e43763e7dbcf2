using System.Text.RegularExpressions;

namespace IsacCluster.Architecture.Tests;

/// <summary>
/// References point one way: from Cli down to the roots, which are Numerics, Files, Search, Statistics and Jobs and know nothing of
/// each other.
/// CONTRIBUTING.md shows the same table (<see cref="Documents.ContributingTests"/>).
/// </summary>
public sealed partial class ReferenceTests
{
    /// <summary>What each project names in its project file, exactly.</summary>
    private static readonly Dictionary<string, string[]> DirectReferences = new()
    {
        ["Numerics"] = [],
        ["Isac"] = ["Numerics"],
        ["Files"] = [],
        ["Search"] = [],
        ["Statistics"] = [],
        ["Jobs"] = [],
        ["Solvers"] = ["Isac"],
        ["Networks"] = ["Isac"],
        ["Training"] = ["Networks", "Solvers"],
        ["Specifications"] = ["Files", "Isac", "Jobs"],
        ["Reporting"] = ["Jobs", "Statistics"],
        ["Campaigns"] = ["Files", "Networks", "Reporting", "Search", "Specifications", "Statistics", "Training"],
        ["Cluster"] = ["Jobs"],
        ["Silo"] = ["Campaigns", "Cluster"],
        ["Cli"] = ["Silo"],
    };

    /// <summary>Packages with few users, and these; the key is the start of the package's name.</summary>
    private static readonly Dictionary<string, string[]> PackageUsers = new()
    {
        ["Microsoft.Orleans."] = ["Cluster"],
        ["Microsoft.Data.Sqlite"] = ["Cluster"],
        ["Microsoft.Extensions.Hosting"] = ["Silo"],
        ["MathNet.Numerics"] = ["Solvers", "Statistics"],
        ["TorchSharp"] = ["Training"],
        ["libtorch"] = ["Training"],
        ["OpenTelemetry"] = ["Silo"],
        ["YamlDotNet"] = ["Specifications"],
        ["ScottPlot"] = ["Reporting"],
        ["SkiaSharp"] = ["Reporting"],
        ["Parquet.Net"] = ["Campaigns"],
        ["PureHDF"] = ["Campaigns", "Files"],
        ["System.CommandLine"] = ["Cli"],
        ["Spectre.Console"] = ["Cli"],
    };

    public static TheoryData<string> Projects => [.. Repository.Sources.Select(project => project.ShortName)];

    public static TheoryData<string> Packages => [.. PackageUsers.Keys];

    /// <summary>All that does not reference Cluster, directly or around.</summary>
    public static TheoryData<string> ProjectsBelowCluster =>
        [.. DirectReferences.Keys.Where(name => name != "Cluster" && !Lower(name).Contains("Cluster"))];

    public static TheoryData<string> ProjectsButCluster =>
        [.. Repository.Sources.Select(project => project.ShortName).Where(name => name != "Cluster")];

    public static TheoryData<string> ProjectsButTraining =>
        [.. Repository.Sources.Select(project => project.ShortName).Where(name => name != "Training")];

    [Fact]
    public void Every_project_has_its_place() =>
        Assert.Equal(DirectReferences.Keys.Order(), Repository.Sources.Select(project => project.ShortName).Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_file_references_its_neighbours_only(string name) => Assert.Equal(
        DirectReferences[name].Select(reference => "IsacCluster." + reference).Order(), Source(name).ProjectReferences.Order());

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_compiled_assembly_uses_lower_projects_only(string name)
    {
        IEnumerable<string> used = Source(name).Load().GetReferencedAssemblies().Select(reference => reference.Name!)
            .Where(reference => reference == "isac" || reference.StartsWith("IsacCluster.", StringComparison.Ordinal));
        Assert.Empty(used.Except(Lower(name).Select(lower => "IsacCluster." + lower)));
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_with_few_users_is_referenced_by_them_only(string package) => Assert.Equal(
        PackageUsers[package],
        Repository.Sources.Where(project => project.Packages.Any(name => name.StartsWith(package, StringComparison.Ordinal)))
            .Select(project => project.ShortName).Order());

    [Theory]
    [InlineData("Numerics")]
    [InlineData("Isac")]
    [InlineData("Search")]
    [InlineData("Jobs")]
    public void The_roots_use_no_package(string name) => Assert.Empty(Source(name).Packages);

    [Theory]
    [MemberData(nameof(ProjectsBelowCluster))]
    public void Nothing_below_the_cluster_is_compiled_against_Orleans(string name) => Assert.DoesNotContain(
        Source(name).Load().GetReferencedAssemblies(), reference => reference.Name!.StartsWith("Orleans", StringComparison.Ordinal));

    /// <summary>
    /// Orleans' generator adds references to every assembly above Cluster, so above it the source decides. The composition
    /// root's Hosting folder configures the host and may name those two namespaces; contracts and grains are Cluster's.
    /// </summary>
    [Theory]
    [MemberData(nameof(ProjectsButCluster))]
    public void Only_the_cluster_and_the_hosting_name_Orleans_in_their_source(string name)
    {
        foreach (string file in Source(name).SourceFiles)
        {
            IEnumerable<string> uses = File.ReadLines(file).Where(line => OrleansUse().IsMatch(line));
            bool hosting = name == "Silo" && Path.GetFileName(Path.GetDirectoryName(file)) == "Hosting";
            Assert.Empty(hosting ? uses.Where(line => !OrleansHosting().IsMatch(line)) : uses);
        }
    }

    [Theory]
    [InlineData("using Orleans;", true)]
    [InlineData("global using Orleans.Hosting;", true)]
    [InlineData("    builder.UseOrleans(silo => { });", true)]
    [InlineData("    Orleans.Runtime.SiloAddress address;", true)]
    [InlineData("    /// The meter of Orleans. Orleans.Runtime is its namespace.", false)]
    [InlineData("    public const string OrleansMeter = \"Microsoft.Orleans\";", false)]
    public void The_search_for_Orleans_tells_code_from_comments(string line, bool found) => Assert.Equal(found, OrleansUse().IsMatch(line));

    [Theory]
    [MemberData(nameof(ProjectsButTraining))]
    public void Only_training_is_compiled_against_TorchSharp(string name) =>
        Assert.DoesNotContain(Source(name).Load().GetReferencedAssemblies(), reference => reference.Name == "TorchSharp");

    private static Project Source(string name) => Repository.Sources.Single(project => project.ShortName == name);

    private static IEnumerable<string> Lower(string name) => DirectReferences[name].SelectMany(Lower).Union(DirectReferences[name]);

    /// <summary>A line of code, not of comment, that names a namespace of Orleans or starts it.</summary>
    [GeneratedRegex("""^(?!\s*//).*(?<![\w."])(using\s+(static\s+)?Orleans\b|Orleans\.[A-Z]|\w*\.UseOrleans(Client)?\b)""")]
    private static partial Regex OrleansUse();

    /// <summary>Of those, what configures a host.</summary>
    [GeneratedRegex("""Orleans\.(Hosting|Configuration)\b|\.UseOrleans\b""")]
    private static partial Regex OrleansHosting();
}
