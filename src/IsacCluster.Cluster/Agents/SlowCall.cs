namespace IsacCluster.Cluster.Agents;

/// <summary>A call that may take long, whose caller has something else to offer meanwhile.</summary>
internal static class SlowCall
{
    /// <summary>
    /// The answer of a call, however late: what a lane granted must never be dropped, or its tasks wait until the lease lapses.
    /// </summary>
    /// <param name="late">Told true when the call has not ended after <paramref name="patience"/>, and false when such a call ends.</param>
    public static async Task<T> EndAsync<T>(Task<T> call, TimeSpan patience, TimeProvider time, Action<bool> late)
    {
        // The answer may come at the very moment at which patience ends: only the call itself says how it ended.
        await ((Task)call).WaitAsync(patience, time)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        if (call.IsCompleted) return await call;
        late(true);
        try
        {
            return await call;
        }
        finally
        {
            late(false);
        }
    }
}
