namespace IsacCluster.Deployment.Tests.Silos;

/// <summary>The arguments with which a file or a guide starts Garnet.</summary>
internal static class GarnetArguments
{
    /// <summary>Switches and values without which a cluster loses state, or grows its files without bound.</summary>
    private static readonly string[] Required =
    [
        "--lua", "--aof", "--aof-commit-wait", "--recover", "--device-type RandomAccess", "--port", "--bind", "--checkpointdir",
        "--storage-tier", "--logdir", "--memory", "--checkpoint-freq", "--compaction-type Lookup", "--compaction-force-delete",
    ];

    /// <summary>Not --aof-segment-size: on a folder with segments of another size, Garnet forgets what they hold.</summary>
    private static readonly string[] Known =
    [
        .. Required.Select(required => required.Split(' ')[0]), "--auth", "--index", "--config-import-path", "--config-import-format",
    ];

    /// <param name="arguments">All arguments, separated by single blanks.</param>
    /// <param name="loopback">Whether it listens on the loopback address only and may do without a password.</param>
    public static IEnumerable<string> Problems(string arguments, bool loopback = false)
    {
        string[] words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string line = $" {string.Join(' ', words)} ";
        foreach (string required in Required.Append(loopback ? "--bind 127.0.0.1" : "--auth Password")
            .Where(required => !line.Contains($" {required} ", StringComparison.Ordinal)))
            yield return $"Garnet without {required}";
        if (Value(words, "--logdir") != Value(words, "--checkpointdir")) yield return "--logdir is not --checkpointdir";
        if (Value(words, "--checkpoint-freq") == "0") yield return "--checkpoint-freq 0 never cuts the append-only file";
        foreach (string word in words.Where(word => word.StartsWith("--", StringComparison.Ordinal) && !Known.Contains(word)))
            yield return word == "--password"
                ? "--password shows the password in the list of processes" : $"'{word}' is not used of Garnet";
    }

    private static string? Value(string[] words, string name) =>
        Array.IndexOf(words, name) is >= 0 and var at && at + 1 < words.Length ? words[at + 1] : null;
}
