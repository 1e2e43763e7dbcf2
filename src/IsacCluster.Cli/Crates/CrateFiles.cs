using System.Text.RegularExpressions;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Cli.Crates;

/// <summary>
/// The specification of a job and the files that it names, as they lie together in a crate: every text in it that is the path of a file
/// beside it, with {FIELD} for anything; of an assembly its folder, of a dataset its folder. Paths that climb or are absolute are written
/// anew, so that the specification finds its files wherever the crate is unpacked.
/// </summary>
internal sealed partial class CrateFiles
{
    public const string SpecificationName = "specification.yaml";
    private const string Outside = "files";
    private const int MostPath = 1024;

    private readonly SortedDictionary<string, string> _files = new(StringComparer.Ordinal);

    private CrateFiles(string text) => Text = text;

    /// <summary>The specification with the paths of the crate.</summary>
    public string Text { get; private set; }

    /// <summary>Where each file lies here, by its path in the crate.</summary>
    public IReadOnlyDictionary<string, string> Sources => _files;

    /// <param name="text">The specification.</param>
    /// <param name="path">Its path, beside which its files are.</param>
    public static CrateFiles Of(string text, string path)
    {
        var crate = new CrateFiles(text);
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        string[] texts = [.. Texts(SpecDocument.Load(text, path)).Distinct(StringComparer.Ordinal)];
        string[] outside = [.. texts.Where(named => Climbs(named) && Found(named, folder).Length > 0)
            .Select(named => Path.GetDirectoryName(Path.GetFullPath(named, folder))!)];
        foreach (string named in texts) crate.Add(named, folder, Root(outside));
        return crate;
    }

    private static bool Climbs(string named) => Path.IsPathRooted(named) || named.Split('/', '\\').Contains("..");

    /// <summary>The folder that holds all of some: how files lie to each other stays as it is.</summary>
    private static string Root(string[] folders)
    {
        char slash = Path.DirectorySeparatorChar;
        string root = folders.FirstOrDefault() ?? "";
        while (!folders.All(folder => (folder + slash).StartsWith(root.TrimEnd(slash) + slash, StringComparison.Ordinal)))
        {
            root = Path.GetDirectoryName(root)
                ?? throw new SpecificationException("JOB: its files lie on several drives; a crate holds those of one.");
        }

        return root;
    }

    private void Add(string named, string folder, string root)
    {
        string[] found = Found(named, folder);
        if (found.Length == 0) return;
        bool climbs = Climbs(named);
        string own = climbs
            ? $"{Outside}/{Path.GetRelativePath(root, Path.GetFullPath(named, folder)).Replace('\\', '/')}"
            : named.Replace('\\', '/');
        if (own.StartsWith("./", StringComparison.Ordinal)) own = own[2..];
        if (climbs) Text = Text.Replace(named, own, StringComparison.Ordinal);
        string beside = Path.GetDirectoryName(own)!.Replace('\\', '/');
        foreach (string file in found)
        {
            if (Directory.Exists(file)) AddFolder(file, own);
            else _files[Joined(beside, Path.GetFileName(file))] = file;
            if (file.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) || Path.GetFileName(file) == "manifest.json")
                AddFolder(Path.GetDirectoryName(file)!, beside);
        }
    }

    private void AddFolder(string folder, string own)
    {
        foreach (string file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            _files[Joined(own, Path.GetRelativePath(folder, file).Replace('\\', '/'))] = file;
    }

    private static string Joined(string folder, string name) => folder.Length == 0 ? name : $"{folder}/{name}";

    /// <summary>Files that a text names; a folder only where it is that of a dataset.</summary>
    private static string[] Found(string named, string folder)
    {
        if (named.Length > MostPath || !OneLine.IsPrintable(named) || string.IsNullOrWhiteSpace(named)) return [];
        string path = Path.GetFullPath(named, folder);
        if (File.Exists(path)) return Path.IsPathRooted(named) && IsProgram(path) ? [] : [path];
        if (File.Exists(Path.Combine(path, "manifest.json"))) return [path];
        if (!Placeholder().IsMatch(named) || Path.GetDirectoryName(path) is not { } above || !Directory.Exists(above)) return [];
        return Directory.GetFiles(above, Placeholder().Replace(Path.GetFileName(path), "*"));
    }

    /// <summary>A program of the machine, such as an interpreter by its absolute path: it is not packed.</summary>
    private static bool IsProgram(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & UnixFileMode.UserExecute) != 0;

    private static IEnumerable<string> Texts(SpecNode node) => node switch
    {
        ScalarNode scalar => [scalar.Text],
        SequenceNode sequence => sequence.Items.SelectMany(Texts),
        MappingNode mapping => mapping.Entries.SelectMany(entry => Texts(entry.Value)),
        _ => [],
    };

    [GeneratedRegex(@"\{[^{}]*\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}
