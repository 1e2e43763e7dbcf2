using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime.Hosting;
using Orleans.Serialization;
using Orleans.Storage;

namespace IsacCluster.Cluster.Tests.Synthetic;

/// <summary>
/// Grain state in memory whose writes now and then fail, half of those after they took effect, as with a store that goes away; or that is
/// read once as it was before its last write, as by an activation that was faster than the last write of the one before.
/// </summary>
internal sealed class UncertainStorage(ulong seed, int oneIn) : IGrainStorage
{
    private readonly ConcurrentDictionary<(string Name, GrainId Id), (byte[] Payload, long Version)> _records = new();
    private readonly ConcurrentDictionary<(string Name, GrainId Id), (byte[] Payload, long Version)> _before = new();
    private readonly Draws _draws = new(seed);
    private readonly Lock _gate = new();
    private Serializer? _serializer;
    private int _failures;

    public bool IsUncertain { get; set; }

    /// <summary>The records of this name that are read next, each once, as they were before the last write.</summary>
    public string? ReadsOld { get; set; }

    /// <summary>How often an old version was read.</summary>
    public int OldReads { get; private set; }

    public int Failures => Volatile.Read(ref _failures);

    public void Register(IServiceCollection services) => services.AddGrainStorage("Default", (provider, _) =>
    {
        _serializer = provider.GetRequiredService<Serializer>();
        return this;
    });

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = _records.TryGetValue((stateName, grainId), out var record);
        lock (_gate)
        {
            if (stateName == ReadsOld && _before.TryRemove((stateName, grainId), out var old)) (record, OldReads) = (old, OldReads + 1);
        }

        grainState.ETag = grainState.RecordExists ? record.Version.ToString(CultureInfo.InvariantCulture) : null;
        grainState.State = grainState.RecordExists ? _serializer!.Deserialize<T>(record.Payload)! : Activator.CreateInstance<T>();
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            bool fails = IsUncertain && _draws.OneIn(oneIn);
            if (fails) Interlocked.Increment(ref _failures);
            if (fails && _draws.OneIn(2)) throw new IOException("The store is away.");
            string? known = _records.TryGetValue((stateName, grainId), out var record)
                ? record.Version.ToString(CultureInfo.InvariantCulture)
                : null;
            if (known != grainState.ETag) throw new InconsistentStateException("Another version is stored.");
            if (known is not null) _before[(stateName, grainId)] = record;
            _records[(stateName, grainId)] = (_serializer!.SerializeToArray(grainState.State), record.Version + 1);
            if (fails) throw new IOException("The store went away before it answered.");
            grainState.ETag = (record.Version + 1).ToString(CultureInfo.InvariantCulture);
            grainState.RecordExists = true;
            return Task.CompletedTask;
        }
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _records.TryRemove((stateName, grainId), out _);
        return Task.CompletedTask;
    }
}
