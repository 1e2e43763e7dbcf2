using IsacCluster.Jobs;

namespace IsacCluster.Cluster;

/// <summary>
/// The programs that jobs may start on a silo. A name alone stands for what the silo's PATH leads it to; a path for that file. An
/// interpreter in the list allows every program of its language. Immutable and thread-safe.
/// </summary>
public sealed class AllowedPrograms
{
    /// <summary>Alone in a list: every program, or none.</summary>
    public const string AnyWord = "any", NoneWord = "none";

    private readonly HashSet<string>? _entries; // null: any

    private AllowedPrograms(HashSet<string>? entries) => _entries = entries;

    public static AllowedPrograms Any { get; } = new(null);

    public static AllowedPrograms None { get; } = new([]);

    /// <summary>Reads the values of --allow-command: names and paths, or one of the two words alone.</summary>
    /// <exception cref="SpecificationException">A word does not stand alone, or a value is empty.</exception>
    public static AllowedPrograms Parse(IReadOnlyList<string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values is [AnyWord]) return Any;
        if (values is [NoneWord]) return None;
        if (values.FirstOrDefault(value => value is AnyWord or NoneWord) is { } word)
            throw new SpecificationException($"--allow-command: '{word}' is not allowed beside others; expected it alone.");
        if (values.Any(string.IsNullOrWhiteSpace))
            throw new SpecificationException(
                $"--allow-command: '' is not allowed; expected names or paths of programs, or {AnyWord}, or {NoneWord}.");
        return new AllowedPrograms([.. values.Select(Normal)]);
    }

    /// <summary>The first of a job's programs that may not be started; null where all may.</summary>
    public string? Forbidden(IReadOnlyList<string> programs)
    {
        ArgumentNullException.ThrowIfNull(programs);
        return _entries is { } entries
            ? programs.FirstOrDefault(program => !(IsFixed(program) && entries.Contains(Normal(program))))
            : null;
    }

    public override string ToString() => _entries switch
    {
        null => AnyWord,
        { Count: 0 } => NoneWord,
        var entries => string.Join(' ', entries.Order(StringComparer.Ordinal)),
    };

    /// <summary>A relative path is looked up in the trial's folder, where programs may write.</summary>
    private static bool IsFixed(string program) => IsName(program) || Path.IsPathFullyQualified(program);

    private static bool IsName(string program) => Path.GetFileName(program) == program;

    private static string Normal(string program) => IsName(program) ? program : Path.GetFullPath(program);
}
