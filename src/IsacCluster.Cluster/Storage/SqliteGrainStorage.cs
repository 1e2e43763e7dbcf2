using System.Globalization;
using Orleans.Serialization;
using Orleans.Storage;

namespace IsacCluster.Cluster.Storage;

/// <summary>
/// Orleans grain state in an <see cref="IRecordStore"/>, as Orleans' own version-tolerant bytes. The ETag is the record's version.
/// </summary>
public sealed class SqliteGrainStorage(IRecordStore store, Serializer serializer) : IGrainStorage, IRecordKeys
{
    Task<IReadOnlyList<string>> IRecordKeys.KeysAsync(string stateName) => store.KeysAsync(stateName);

    /// <inheritdoc />
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var record = await store.ReadAsync(stateName, grainId.ToString());
        grainState.RecordExists = record is not null;
        grainState.ETag = record?.Version.ToString(CultureInfo.InvariantCulture);
        grainState.State = record is null ? Activator.CreateInstance<T>()
            : StoredState.Restore<T>(serializer, record, $"{stateName} of {grainId}");
    }

    /// <inheritdoc />
    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        byte[] payload = serializer.SerializeToArray(grainState.State);
        long? version = await store.WriteAsync(stateName, grainId.ToString(), payload, Version(grainState.ETag));
        grainState.ETag = version?.ToString(CultureInfo.InvariantCulture) ?? throw Conflict(stateName, grainId);
        grainState.RecordExists = true;
    }

    /// <inheritdoc />
    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is not null && !await store.DeleteAsync(stateName, grainId.ToString(), Version(grainState.ETag)))
            throw Conflict(stateName, grainId);
        grainState.ETag = null;
        grainState.RecordExists = false;
        grainState.State = Activator.CreateInstance<T>();
    }

    private static long? Version(string? etag) => etag is null ? null : long.Parse(etag, CultureInfo.InvariantCulture);

    private static InconsistentStateException Conflict(string stateName, GrainId grainId) =>
        new($"State {stateName} of {grainId} was changed by another activation.");
}
