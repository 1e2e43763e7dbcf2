using Orleans.Serialization;

namespace IsacCluster.Cluster.Storage;

/// <summary>Reading what a record holds.</summary>
internal static class StoredState
{
    /// <returns>The state, or what is wrong with its record.</returns>
    public static (T? State, string? Damage) Read<T>(Serializer serializer, StoredRecord record)
    {
        if (record.Damage is { } damage) return (default, damage);
        try
        {
            return serializer.Deserialize<T>(record.Payload) is { } state ? (state, null) : (default, "the record is empty");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return (default, $"the record cannot be read: {e.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
        }
    }
}
