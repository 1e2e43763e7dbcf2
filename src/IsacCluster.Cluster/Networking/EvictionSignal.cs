using Microsoft.Extensions.Logging;

namespace IsacCluster.Cluster.Networking;

/// <summary>
/// Completes when the cluster has declared this silo dead (it was paused, or cut off, for longer than the probes allow), or when the store
/// does not know it any more. Orleans' own
/// handler would end the process; ours lets the host stop the silo and join again as a new one.
/// </summary>
public sealed partial class EvictionSignal(ILogger<EvictionSignal> log) : IFatalErrorHandler
{
    private readonly TaskCompletionSource<string> _evicted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The reason, once there is one.</summary>
    public Task<string> Evicted => _evicted.Task;

    /// <summary>The silo must leave, and may join again.</summary>
    public void Leave(string reason)
    {
        if (_evicted.TrySetResult(reason)) LogEvicted(log, reason, null);
    }

    /// <inheritdoc />
    public bool IsUnexpected(Exception exception) => exception is not OperationCanceledException;

    /// <inheritdoc />
    public void OnFatalException(object? sender, string? context, Exception? exception)
    {
        string reason = (context ?? exception?.Message ?? "unknown").ReplaceLineEndings(" ");
        if (_evicted.TrySetResult($"the cluster has declared it dead ({reason})")) LogEvicted(log, reason, exception);
    }

    [LoggerMessage(1, LogLevel.Warning, "This silo cannot go on: {Reason}")]
    private static partial void LogEvicted(ILogger logger, string reason, Exception? exception);
}
