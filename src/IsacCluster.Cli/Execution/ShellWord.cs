namespace IsacCluster.Cli.Execution;

/// <summary>A word of a command line to copy.</summary>
internal static class ShellWord
{
    /// <summary>As it is, or in quotes where a shell would take it apart.</summary>
    public static string Of(string word) => word.Length > 0 && word.All(c => char.IsAsciiLetterOrDigit(c) || "-_./:=,+@%\\".Contains(c))
        ? word
        : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
