namespace IsacCluster.Deployment.Tests.Silos;

/// <summary>The arguments that a deployment file passes to Garnet.</summary>
internal static class GarnetArguments
{
    /// <summary>Switches and values without which a cluster loses state, or takes anyone in.</summary>
    private static readonly string[] Required =
    [
        "--lua", "--aof", "--aof-commit-wait", "--recover", "--device-type RandomAccess", "--auth Password", "--port", "--bind",
        "--checkpointdir",
    ];

    private static readonly string[] Known =
    [
        "--port", "--bind", "--lua", "--aof", "--aof-commit-wait", "--recover", "--device-type", "--checkpointdir", "--auth", "--memory",
        "--config-import-path", "--config-import-format",
    ];

    /// <param name="arguments">All arguments, separated by single blanks.</param>
    public static IEnumerable<string> Problems(string arguments)
    {
        string[] words = arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        string line = $" {string.Join(' ', words)} ";
        foreach (string required in Required.Where(required => !line.Contains($" {required} ", StringComparison.Ordinal)))
            yield return $"Garnet without {required}";
        foreach (string word in words.Where(word => word.StartsWith("--", StringComparison.Ordinal) && !Known.Contains(word)))
            yield return word == "--password"
                ? "--password shows the password in the list of processes" : $"'{word}' is not used of Garnet";
    }
}
