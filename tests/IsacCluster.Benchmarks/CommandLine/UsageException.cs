namespace IsacCluster.Benchmarks.CommandLine;

/// <summary>The command line, or what it needs from this machine, is not as it must be; the message is for the user.</summary>
internal sealed class UsageException(string message) : Exception(message);
