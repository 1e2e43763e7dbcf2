using System.Collections.Immutable;

namespace IsacCluster.Deployment.Tests.Files;

/// <summary>
/// The text of every file that deploys the cluster, by its path relative to the repository with forward slashes. Rules read from here, so
/// that a test can give them a twin with one thing broken.
/// </summary>
internal sealed record DeploymentFiles(ImmutableSortedDictionary<string, string> Texts)
{
    private const string SolutionFile = "IsacCluster.sln";

    private static readonly string[] SingleFiles = ["global.json", ".dockerignore", "src/IsacCluster.Training/IsacCluster.Training.csproj"];

    public static string Root { get; } = FindRoot();

    /// <summary>As they lie in the repository, without the secrets that a user may have made there.</summary>
    public static DeploymentFiles Committed { get; } = Read();

    public string this[string path] => Texts.TryGetValue(path, out string? text)
        ? text : throw new FileNotFoundException($"{path} is not there.", path);

    public IEnumerable<string> Under(string folder) => Texts.Keys.Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>Whether a file or folder is in the repository, or in this set.</summary>
    public bool Has(string path) =>
        Texts.ContainsKey(path) || Under(path.TrimEnd('/')).Any() || Path.Exists(Path.Combine(Root, path));

    /// <summary>A twin in which every occurrence of a text in one file is replaced; the text must be there.</summary>
    public DeploymentFiles With(string path, string old, string replacement)
    {
        Assert.Contains(old, this[path], StringComparison.Ordinal);
        return new DeploymentFiles(Texts.SetItem(path, this[path].Replace(old, replacement, StringComparison.Ordinal)));
    }

    /// <summary>A twin with one more file.</summary>
    public DeploymentFiles WithFile(string path, string text) => new(Texts.Add(path, text));

    private static DeploymentFiles Read()
    {
        IEnumerable<string> paths = new[] { "deploy", "k8s" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Root, folder), "*", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(path => !path.StartsWith("deploy/secrets/", StringComparison.Ordinal))
            .Concat(SingleFiles);
        return new DeploymentFiles(paths.ToImmutableSortedDictionary(
            path => path, path => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n"), StringComparer.Ordinal));
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, SolutionFile))) return folder.FullName;
        }

        throw new InvalidOperationException($"{SolutionFile} is in no folder above {AppContext.BaseDirectory}.");
    }
}
