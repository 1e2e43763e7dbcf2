using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Persistence;
using Orleans.Storage;

namespace IsacCluster.Cluster.Storage;

/// <summary>
/// Grain state in a store of the Redis protocol that may go away and come back: reads and writes are repeated until the store answers,
/// so a restart of it costs time and nothing else. A conflict of versions is thrown at once: another activation owns the state.
/// </summary>
internal sealed partial class EnduringGrainStorage(
    RedisGrainStorage inner, TimeProvider time, IOptions<ClusterOptions> options, ILogger<EnduringGrainStorage> log)
    : IGrainStorage, ILifecycleParticipant<ISiloLifecycle>, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private int _away;

    public void Participate(ISiloLifecycle lifecycle)
    {
        inner.Participate(lifecycle);
        lifecycle.Subscribe<EnduringGrainStorage>(
            ServiceLifecycleStage.RuntimeStorageServices, _ => Task.CompletedTask, _ => _stopping.CancelAsync());
    }

    public void Dispose() => _stopping.Dispose();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        PersistAsync(() => inner.ReadStateAsync(stateName, grainId, grainState));

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        PersistAsync(() => inner.WriteStateAsync(stateName, grainId, grainState));

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        PersistAsync(() => inner.ClearStateAsync(stateName, grainId, grainState));

    private async Task PersistAsync(Func<Task> operation)
    {
        while (true)
        {
            try
            {
                await operation();
                if (Interlocked.Exchange(ref _away, 0) == 1) LogBack(log);
                return;
            }
            catch (Exception e) when (
                e is not InconsistentStateException and not ObjectDisposedException && !_stopping.IsCancellationRequested)
            {
                // Orleans' provider wraps its cause in the message only, so what is not a conflict counts as the store being away.
                if (Interlocked.Exchange(ref _away, 1) == 0) LogAway(log, e);
                await Task.Delay(options.Value.RetryDelay, time, _stopping.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "The store does not answer; state is kept in memory and written when it does")]
    private static partial void LogAway(ILogger logger, Exception exception);

    [LoggerMessage(2, LogLevel.Information, "The store answers again")]
    private static partial void LogBack(ILogger logger);
}
