using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace IsacCluster.Architecture.Tests;

/// <summary>The repository that these tests were built from, found from the folder that they run in.</summary>
internal static partial class Repository
{
    public const string SolutionFile = "IsacCluster.sln";

    private static readonly string[] DocumentFolders = [".", "docs", "models", "studies", "campaigns", "deploy", "k8s", "src", "tests"];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<Project> Sources { get; } = ProjectsUnder("src");

    public static IReadOnlyList<Project> Tests { get; } = ProjectsUnder("tests");

    /// <summary>Project files that the solution lists, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> SolutionProjects { get; } =
        [.. SolutionLine().Matches(File.ReadAllText(Path.Combine(Root, SolutionFile)))
            .Select(match => match.Groups[1].Value.Replace('\\', '/'))];

    /// <summary>
    /// Markdown and HTML of the repository, relative to the root, with forward slashes; not what builds and jobs leave there.
    /// </summary>
    public static IReadOnlyList<string> Documents { get; } =
        [.. DocumentFolders.SelectMany(folder => Directory.EnumerateFiles(
                Path.Combine(Root, folder), "*", folder == "." ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".md" or ".html")
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    public static string ReadText(string file) => File.ReadAllText(Path.Combine(Root, file)).ReplaceLineEndings("\n");

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, SolutionFile))) return folder.FullName;
        }

        throw new InvalidOperationException($"{SolutionFile} is in no folder above {AppContext.BaseDirectory}.");
    }

    private static Project[] ProjectsUnder(string folder) =>
        [.. Directory.EnumerateDirectories(Path.Combine(Root, folder)).SelectMany(d => Directory.EnumerateFiles(d, "*.csproj")).Order()
            .Select(Project.Read)];

    [GeneratedRegex("""^Project\("[^"]*"\) = "[^"]*", "([^"]*\.csproj)",""", RegexOptions.Multiline)]
    private static partial Regex SolutionLine();
}

/// <summary>What a project file says.</summary>
internal sealed record Project(
    string Name, string Path, string AssemblyName, IReadOnlyList<string> ProjectReferences, IReadOnlyList<string> Packages,
    bool PinsVersions)
{
    /// <summary>Name without the solution's prefix: Isac, Solvers, ...</summary>
    public string ShortName => Name["IsacCluster.".Length..];

    public IEnumerable<string> SourceFiles => Directory.EnumerateFiles(
        System.IO.Path.GetDirectoryName(System.IO.Path.Combine(Repository.Root, Path))!, "*.cs", SearchOption.AllDirectories);

    public string AssemblyFile => System.IO.Path.Combine(AppContext.BaseDirectory, AssemblyName + ".dll");

    public Assembly Load() => Assembly.LoadFrom(AssemblyFile);

    public static Project Read(string file)
    {
        XDocument xml = XDocument.Load(file);
        string name = System.IO.Path.GetFileNameWithoutExtension(file);
        return new Project(
            name,
            System.IO.Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'),
            xml.Descendants("AssemblyName").SingleOrDefault()?.Value ?? name,
            [.. Includes("ProjectReference").Select(path => System.IO.Path.GetFileNameWithoutExtension(path.Replace('\\', '/')))],
            [.. Includes("PackageReference")],
            xml.Descendants("PackageReference").Any(reference => reference.Attribute("Version") is not null));

        IEnumerable<string> Includes(string element) => xml.Descendants(element).Select(reference => reference.Attribute("Include")!.Value);
    }
}
