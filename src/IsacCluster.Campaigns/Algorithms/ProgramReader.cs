using IsacCluster.Campaigns.Programs;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// Reads a program as an algorithm, {command: [python3, mine.py], batch: 64, timeout_s: 60, files: [weights.npz]}. Paths are beside the
/// specification. Files, those of the command among them, are hashed.
/// </summary>
internal static class ProgramReader
{
    private const string Command = "command", Batch = "batch", Timeout = "timeout_s", Files = "files", Exchange = "exchange";
    private const string ByFolder = "folder";
    private const string ExpectedCommand = "a program and its arguments, [python3, mine.py]", ExpectedFiles = "a list of paths of files";
    private const int UsualBatch = 64, MostBatch = 4096, MostArguments = 100;
    private const double UsualTimeout = 60, MostTimeout = 86_400;

    /// <summary>Endings of arguments that must be files: a script that is not there is no argument.</summary>
    private static readonly string[] Scripts = [".py", ".m", ".jl", ".r", ".sh", ".pl", ".js", ".dll", ".jar", ".exe"];

    public static readonly string[] Known = [Command, Batch, Timeout, Files, Exchange];

    /// <param name="label">What results call it.</param>
    public static ProgramSpecification Read(string label, Field value, SpecificationSource source)
    {
        FieldMapping fields = FieldMapping.Of(value, Known);
        string folder = Path.GetDirectoryName(Path.GetFullPath(source.Path))!;
        var missing = new List<string>();
        string DigestOf(Field item, string text, string path)
        {
            if (!source.MayLackFiles || File.Exists(path)) return Digest(item, path);
            missing.Add(text);
            return $"missing:{text}";
        }

        var digests = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var line = new List<string>();
        var identity = new List<string>();
        foreach (Field item in fields.Required(Command, ExpectedCommand).Items(ExpectedCommand, MostArguments))
        {
            string text = item.Text(line.Count == 0 ? "the name or the path of a program" : "an argument of one line");
            string path = Path.GetFullPath(text, folder);
            bool isName = line.Count == 0 && Path.GetFileName(text) == text;
            bool mustBe = line.Count == 0 ? !isName : !text.StartsWith('-') && Scripts.Any(text.ToLowerInvariant().EndsWith);
            bool isFile = !isName && (mustBe || File.Exists(path));
            if (isFile) digests[path] = DigestOf(item, text, path);
            line.Add(isFile ? path : text);
            identity.Add(isFile ? digests[path] : text);
        }

        var named = new List<string>();
        foreach (Field item in fields.Optional(Files)?.Items(ExpectedFiles, MostArguments) ?? [])
        {
            string text = item.Text("the path of a file"), path = Path.GetFullPath(text, folder);
            named.Add(digests[path] = DigestOf(item, text, path));
        }

        var command = new ProgramCommand(
            line, folder,
            (int?)fields.Optional(Batch)?.WholeNumber(1, MostBatch) ?? UsualBatch,
            TimeSpan.FromSeconds(fields.Optional(Timeout)?.Number(TimeoutRange) ?? UsualTimeout),
            digests)
        {
            ByFolder = fields.Optional(Exchange)?.Choice(["streams", ByFolder]) == ByFolder,
        };
        return new ProgramSpecification(label, command, identity, named, missing);
    }

    private static NumberRange TimeoutRange { get; } = NumberRange.Closed(0.001, MostTimeout);

    private static string Digest(Field field, string path)
    {
        try
        {
            return ProgramCommand.DigestOf(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw field.NotAllowed($"a file that exists; {OneLine.Escape(path)} does not");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw field.NotAllowed($"a file that can be read; {OneLine.Escape(error.Message).TrimEnd('.')}");
        }
    }
}
