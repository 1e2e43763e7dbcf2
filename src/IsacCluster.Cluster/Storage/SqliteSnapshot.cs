using Microsoft.Data.Sqlite;

namespace IsacCluster.Cluster.Storage;

/// <summary>
/// What the database of a data folder held at one moment, read beside a process that may go on writing it. Nothing of the folder changes:
/// what is written here lives in memory, for those who read it here, and is forgotten. Thread-safe.
/// </summary>
public sealed class SqliteSnapshot : IRecordStore
{
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Name, string Key), StoredRecord?> _changed = [];
    private readonly bool _isEmpty;

    private SqliteSnapshot(string path, SqliteConnection connection, bool isEmpty) =>
        (_path, _connection, _isEmpty) = (path, connection, isEmpty);

    /// <exception cref="DataFolderException">The database is missing, damaged or of another version.</exception>
    public static SqliteSnapshot Open(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = SqliteOpenMode.ReadOnly }.ToString());
        try
        {
            connection.Open();
            SqliteStore.Execute(connection, "BEGIN"); // from its first read on, the transaction sees one moment
            SqliteStore.CheckVersion(connection, path);
            bool isEmpty = SqliteStore.Scalar(connection, "SELECT count(*) FROM sqlite_schema WHERE name = 'state'") is 0L;
            return new SqliteSnapshot(path, connection, isEmpty);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw SqliteStore.Describe(path, e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Keys of the stored records of a name, in order.</summary>
    /// <exception cref="DataFolderException">The database is damaged.</exception>
    public IReadOnlyList<string> Keys(string name) => Ask(() => _isEmpty ? [] : SqliteStore.SelectKeys(_connection, name));

    /// <inheritdoc />
    public Task<IReadOnlyList<string>> KeysAsync(string name) => Task.FromResult(Keys(name));

    /// <inheritdoc />
    public Task<StoredRecord?> ReadAsync(string name, string key) => Task.FromResult(Ask(() => Read(name, key)));

    /// <inheritdoc />
    public Task<long?> WriteAsync(string name, string key, byte[] payload, long? expectedVersion) => Task.FromResult(Ask<long?>(() =>
    {
        if (Read(name, key)?.Version != expectedVersion) return null;
        long next = (expectedVersion ?? 0) + 1;
        _changed[(name, key)] = new StoredRecord(payload, next);
        return next;
    }));

    /// <inheritdoc />
    public Task<bool> DeleteAsync(string name, string key, long? expectedVersion) => Task.FromResult(Ask(() =>
    {
        if (Read(name, key) is not { } held || held.Version != expectedVersion) return false;
        _changed[(name, key)] = null;
        return true;
    }));

    /// <summary>Closes the file.</summary>
    public void Dispose() => _connection.Dispose();

    private T Ask<T>(Func<T> question)
    {
        lock (_gate)
        {
            try
            {
                return question();
            }
            catch (SqliteException e)
            {
                throw SqliteStore.Describe(_path, e);
            }
        }
    }

    private StoredRecord? Read(string name, string key)
    {
        if (_changed.TryGetValue((name, key), out var changed)) return changed;
        return _isEmpty ? null : SqliteStore.Select(_connection, _path, name, key);
    }
}
