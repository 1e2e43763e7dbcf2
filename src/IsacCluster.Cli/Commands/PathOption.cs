using System.CommandLine;
using System.CommandLine.Parsing;

namespace IsacCluster.Cli.Commands;

/// <summary>
/// Options and arguments that name files and folders. What cannot be one is an error of usage before anything is made: an option's name in
/// the place of a path, a file where a folder is expected, a folder where a file is.
/// </summary>
internal static class PathOption
{
    public static Option<string?> Folder(string name, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "DIR",
        Validators = { result => Check(result, name, FolderFault) },
    };

    /// <summary>A folder that has a usual name.</summary>
    public static Option<string> FolderOr(string usual, string name, string description) => new(name)
    {
        Description = description,
        HelpName = "DIR",
        DefaultValueFactory = _ => usual,
        Validators = { result => Check(result, name, FolderFault) },
    };

    /// <summary>A file that will be written.</summary>
    public static Option<string?> File(string name, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "FILE",
        Validators = { result => Check(result, name, FileFault) },
    };

    /// <summary>A file to read, or a name: whether it is there is seen when it is read.</summary>
    public static Argument<string> Input(string name, string description) => new(name)
    {
        Description = description,
        Validators = { result => Check(result, name, TextFault) },
    };

    /// <summary>A name that may be left out.</summary>
    public static Argument<string?> OptionalInput(string name, string description) => new(name)
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrOne,
        Validators = { result => Check(result, name, TextFault) },
    };

    /// <summary>Any number of names.</summary>
    public static Argument<string[]> Inputs(string name, string description) => new(name)
    {
        Description = description,
        Arity = ArgumentArity.ZeroOrMore,
        Validators = { result => Check(result, name, TextFault) },
    };

    private static void Check(SymbolResult result, string name, Func<string, string?> fault)
    {
        foreach (Token token in result.Tokens)
            if (fault(token.Value) is { } expected) result.AddError($"{name}: '{token.Value}' is not allowed; {expected}.");
    }

    private static string? FolderFault(string path) => TextFault(path)
        ?? (System.IO.File.Exists(path) ? "it is a file, expected a folder" : AncestorFault(path));

    private static string? FileFault(string path) => TextFault(path)
        ?? (Directory.Exists(path) || Path.EndsInDirectorySeparator(path) ? "it is a folder, expected a file" : AncestorFault(path));

    private static string? TextFault(string text) =>
        string.IsNullOrWhiteSpace(text) ? "expected a name that is not empty"
        : text.Contains('\0', StringComparison.Ordinal) ? "expected a name without a null character"
        : text.StartsWith('-') ? $"it looks like an option; a name that begins with '-' is written ./{text}"
        : null;

    /// <summary>A path through a file.</summary>
    private static string? AncestorFault(string path)
    {
        string? above = Path.GetDirectoryName(Path.GetFullPath(path));
        while (above is not null && !Directory.Exists(above))
        {
            if (System.IO.File.Exists(above)) return $"'{above}' is a file, expected a folder";
            above = Path.GetDirectoryName(above);
        }

        return null;
    }
}
