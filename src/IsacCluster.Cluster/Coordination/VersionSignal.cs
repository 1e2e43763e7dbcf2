namespace IsacCluster.Cluster.Coordination;

/// <summary>
/// A version that callers can wait on: the end of a long poll. Versions start at the clock so that those of an earlier
/// activation are never met again.
/// </summary>
internal sealed class VersionSignal(TimeProvider time)
{
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public long Version { get; private set; } = time.GetUtcNow().UtcTicks;

    public void Advance()
    {
        Version++;
        var changed = _changed;
        _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        changed.SetResult();
    }

    /// <summary>
    /// Returns once the version differs from <paramref name="known"/>, after <paramref name="patience"/>, or when the caller leaves.
    /// </summary>
    public async Task WaitAsync(long known, TimeSpan patience, CancellationToken cancellation = default)
    {
        if (Version != known) return;
        await _changed.Task.WaitAsync(patience, time, cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }
}
