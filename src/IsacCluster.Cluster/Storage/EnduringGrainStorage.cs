using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Serialization;
using Orleans.Storage;

namespace IsacCluster.Cluster.Storage;

/// <summary>
/// Grain state in a store of the Redis protocol that may go away and come back: reads and writes are repeated until the store answers,
/// so a restart of it costs time and nothing else. A conflict of versions is thrown at once: another activation owns the state.
/// </summary>
internal sealed partial class EnduringGrainStorage(
    RedisRecords records, Serializer serializer, TimeProvider time, IOptions<ClusterOptions> options, ILogger<EnduringGrainStorage> log)
    : IGrainStorage, IRecordKeys, ILifecycleParticipant<ISiloLifecycle>, IAsyncDisposable, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private int _away;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe<EnduringGrainStorage>(
        ServiceLifecycleStage.RuntimeStorageServices, _ => Task.CompletedTask, _ => _stopping.CancelAsync());

    public void Dispose()
    {
        ClusterMetrics.IsAway(this, false);
        _stopping.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        Dispose();
        await records.DisposeAsync();
    }

    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var record = await PersistAsync("read", () => records.ReadAsync(stateName, grainId.ToString()));
        grainState.RecordExists = record is not null;
        grainState.ETag = record?.Tag;
        grainState.State = record is null ? Activator.CreateInstance<T>()
            : StoredState.Restore<T>(serializer, new StoredRecord(record.Payload, 0, record.Damage), $"{stateName} of {grainId}");
    }

    public Task<IReadOnlyList<string>> KeysAsync(string stateName) => PersistAsync("keys", () => records.KeysAsync(stateName));

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        byte[] payload = serializer.SerializeToArray(grainState.State);
        string next = Guid.NewGuid().ToString("N");
        if (!await PersistAsync("write", () => records.WriteAsync(stateName, grainId.ToString(), payload, grainState.ETag, next)))
            throw Conflict(stateName, grainId);
        grainState.ETag = next;
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.State is IDamageable { Damage: not null })
            await PersistAsync("clear", () => records.DeleteAsync(stateName, grainId.ToString()));
        else if (grainState.ETag is { } tag && !await PersistAsync("clear", () => records.DeleteAsync(stateName, grainId.ToString(), tag)))
            throw Conflict(stateName, grainId);
        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    private static InconsistentStateException Conflict(string stateName, GrainId grainId) =>
        new($"State {stateName} of {grainId} was changed by another activation.");

    /// <param name="name">Of the operation, for its metric.</param>
    private async Task<T> PersistAsync<T>(string name, Func<Task<T>> operation)
    {
        while (true)
        {
            long start = time.GetTimestamp();
            try
            {
                var answer = await operation();
                ClusterMetrics.Called(name, time.GetElapsedTime(start));
                if (Interlocked.Exchange(ref _away, 0) == 1) OnBack();
                return answer;
            }
            catch (Exception e) when (e is not ObjectDisposedException && !_stopping.IsCancellationRequested)
            {
                if (Interlocked.Exchange(ref _away, 1) == 0) OnAway(e);
                await Task.Delay(options.Value.RetryDelay, time, _stopping.Token)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }

    private void OnAway(Exception e)
    {
        ClusterMetrics.IsAway(this, true);
        LogAway(log, e.Message.ReplaceLineEndings(" "));
    }

    private void OnBack()
    {
        ClusterMetrics.IsAway(this, false);
        LogBack(log);
    }

    private Task<bool> PersistAsync(string name, Func<Task> operation) => PersistAsync(name, async () =>
    {
        await operation();
        return true;
    });

    [LoggerMessage(1, LogLevel.Warning, "The store does not answer; state is kept in memory and written when it does: {Reason}")]
    private static partial void LogAway(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Information, "The store answers again")]
    private static partial void LogBack(ILogger logger);
}
