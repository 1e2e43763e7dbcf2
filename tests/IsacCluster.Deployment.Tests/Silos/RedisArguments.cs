namespace IsacCluster.Deployment.Tests.Silos;

/// <summary>The arguments with which a file or a guide starts Redis.</summary>
internal static class RedisArguments
{
    private static readonly string[] Required = ["--appendonly yes", "--appendfsync always", "--maxmemory-policy noeviction"];

    /// <param name="arguments">All arguments, separated by single blanks.</param>
    public static IEnumerable<string> Problems(string arguments)
    {
        string line = $" {arguments} ";
        foreach (string required in Required.Where(required => !line.Contains($" {required} ", StringComparison.Ordinal)))
            yield return $"Redis without {required}";
        if (line.Contains(" --auto-aof-rewrite-percentage 0 ", StringComparison.Ordinal))
            yield return "its append-only file is never compacted";
    }
}
