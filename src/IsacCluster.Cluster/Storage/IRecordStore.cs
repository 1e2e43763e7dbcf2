namespace IsacCluster.Cluster.Storage;

/// <summary>One stored record with its version.</summary>
/// <param name="Damage">What is wrong where the payload is not what was written; null: nothing.</param>
public sealed record StoredRecord(byte[] Payload, long Version, string? Damage = null);

/// <summary>Versioned records by name and key.</summary>
public interface IRecordStore : IDisposable
{
    /// <summary>The record, or null.</summary>
    Task<StoredRecord?> ReadAsync(string name, string key);

    /// <summary>Keys of the records of a name, in order.</summary>
    Task<IReadOnlyList<string>> KeysAsync(string name);

    /// <summary>Writes a record if its stored version is the expected one (null: it must not exist); returns the new version.</summary>
    /// <returns>Null when the stored version is another one: nothing was written.</returns>
    Task<long?> WriteAsync(string name, string key, byte[] payload, long? expectedVersion);

    /// <summary>Deletes a record if its stored version is the expected one; false when it is another one.</summary>
    Task<bool> DeleteAsync(string name, string key, long? expectedVersion);
}
