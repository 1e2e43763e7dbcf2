using Orleans.Serialization;

namespace IsacCluster.Cluster.Storage;

/// <summary>Reading what a record holds.</summary>
internal static class StoredState
{
    /// <summary>The state; a fresh one that says so where its record is damaged.</summary>
    /// <param name="what">Name of the record, for messages.</param>
    /// <exception cref="DataFolderException">The record is damaged and its state cannot say so.</exception>
    public static T Restore<T>(Serializer serializer, StoredRecord record, string what)
    {
        var (state, damage) = Read<T>(serializer, record);
        if (damage is null) return state!;
        state = Activator.CreateInstance<T>();
        if (state is not IDamageable damageable) throw new DataFolderException($"State {what} is damaged: {damage}.");
        damageable.Damage = damage;
        return state;
    }

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
