using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;

namespace IsacCluster.Cluster.Storage;

/// <summary>
/// The embedded database: versioned records in one SQLite file (WAL, synchronous=FULL), shared by all silos of a process. One
/// thread owns the connection and commits all waiting writes together, so a hundred grains pay for one fsync. A write is
/// durable when its task completes. Other processes may read beside it (<see cref="SqliteSnapshot"/>). SQLite does not check the
/// bits of a page, so each record carries its SHA-256, which is held against it when it is read: a flipped bit must not change a result,
/// and costs the job that it belongs to, no other. The first I/O failure breaks the store: every later operation fails with the same
/// message.
/// </summary>
public sealed class SqliteStore : IRecordStore
{
    /// <summary>Bytes of a database page, SQLite's default.</summary>
    public const int PageBytes = 4096;

    private const int MaxBatch = 1024;
    private const int SchemaVersion = 2;
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly BlockingCollection<Operation> _queue = [];
    private readonly Thread _thread;
    private volatile DataFolderException? _broken;

    private SqliteStore(string path, SqliteConnection connection)
    {
        _path = path;
        _connection = connection;
        _thread = new Thread(Serve) { IsBackground = true, Name = "isac-sqlite" };
        _thread.Start();
    }

    /// <summary>Opens or creates the database and checks it.</summary>
    /// <param name="maxPages">Most pages of 4 KiB that the database may grow to. Default: SQLite's own limit.</param>
    /// <exception cref="DataFolderException">It is damaged, of another version, or cannot be written.</exception>
    public static SqliteStore Open(string path, long? maxPages = null)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, Mode = SqliteOpenMode.ReadWriteCreate }.ToString());
        try
        {
            connection.Open();
            Execute(connection, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
            if (Scalar(connection, "PRAGMA quick_check(1)") is not "ok")
                throw new DataFolderException($"Database {path} is damaged. Move it away to start afresh, or restore a copy.");
            CheckVersion(connection, path);
            Execute(connection,
                $"""
                CREATE TABLE IF NOT EXISTS state (
                  name TEXT NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL, payload BLOB NOT NULL, sha256 BLOB NOT NULL,
                  PRIMARY KEY (name, key));
                PRAGMA user_version={SchemaVersion};
                """);
            if (maxPages is { } pages) Execute(connection, $"PRAGMA max_page_count={pages}");
            return new SqliteStore(path, connection);
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Describe(path, e);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc />
    public async Task<StoredRecord?> ReadAsync(string name, string key)
    {
        StoredRecord? record = null;
        await Enqueue(new Operation(connection => record = Select(connection, _path, name, key)));
        return record;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> KeysAsync(string name)
    {
        IReadOnlyList<string> keys = [];
        await Enqueue(new Operation(connection => keys = SelectKeys(connection, name)));
        return keys;
    }

    /// <inheritdoc />
    public Task<long?> WriteAsync(string name, string key, byte[] payload, long? expectedVersion) =>
        ChangeAsync(expectedVersion, (connection, next) => Run(connection, expectedVersion is null
            ? "INSERT INTO state (name, key, version, payload, sha256) "
                + "VALUES ($name, $key, $next, $payload, $sha256) ON CONFLICT DO NOTHING"
            : "UPDATE state SET version = $next, payload = $payload, sha256 = $sha256 "
                + "WHERE name = $name AND key = $key AND version = $expected",
            ("$name", name), ("$key", key), ("$next", next), ("$payload", payload),
            ("$sha256", SHA256.HashData(payload)), ("$expected", expectedVersion ?? 0)));

    /// <inheritdoc />
    public async Task<bool> DeleteAsync(string name, string key, long? expectedVersion) =>
        await ChangeAsync(expectedVersion, (connection, _) => Run(connection,
            "DELETE FROM state WHERE name = $name AND key = $key AND version = $expected",
            ("$name", name), ("$key", key), ("$expected", expectedVersion ?? 0))) is not null;

    /// <summary>Completes what is queued and closes the file.</summary>
    public void Dispose()
    {
        if (_queue.IsAddingCompleted) return;
        _queue.CompleteAdding();
        _thread.Join();
        _connection.Dispose();
        _queue.Dispose();
    }

    private async Task<long?> ChangeAsync(long? expectedVersion, Func<SqliteConnection, long, int> change)
    {
        long next = (expectedVersion ?? 0) + 1;
        bool changed = false;
        await Enqueue(new Operation(connection => changed = change(connection, next) == 1));
        return changed ? next : null;
    }

    private Task Enqueue(Operation operation)
    {
        if (_broken is { } broken) return Task.FromException(Again(broken));
        try
        {
            _queue.Add(operation);
        }
        catch (InvalidOperationException)
        {
            return Task.FromException(new DataFolderException($"Database {_path} is closed."));
        }

        return operation.Done.Task;
    }

    private void Serve()
    {
        var batch = new List<Operation>();
        foreach (var first in _queue.GetConsumingEnumerable())
        {
            batch.Add(first);
            while (batch.Count < MaxBatch && _queue.TryTake(out var next)) batch.Add(next);
            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<Operation> batch)
    {
        using var activity = ClusterTelemetry.Source.StartActivity("persist");
        try
        {
            if (_broken is { } broken) throw broken;
            Execute(_connection, "BEGIN IMMEDIATE");
            foreach (var operation in batch) operation.Apply(_connection);
            if (_broken is { } abandoned) throw abandoned;
            Execute(_connection, "COMMIT");
            activity?.SetTag("isac.writes", batch.Count);
            foreach (var operation in batch) operation.Done.SetResult();
        }
        catch (Exception e)
        {
            var failure = _broken ??= e as DataFolderException ?? Describe(_path, e);
            TryRollback();
            foreach (var operation in batch) operation.Done.TrySetException(Again(failure));
        }
    }

    /// <summary>One exception object per waiter: a shared one would gather all their stack traces.</summary>
    private static DataFolderException Again(DataFolderException failure) => new(failure.Message, failure.InnerException ?? failure);

    private void TryRollback()
    {
        try
        {
            Execute(_connection, "ROLLBACK");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself; the store is broken either way and its cause is already recorded
        }
    }

    /// <exception cref="DataFolderException">Another program wrote it; a new database has version 0.</exception>
    internal static void CheckVersion(SqliteConnection connection, string path)
    {
        if (Scalar(connection, "PRAGMA user_version") is not (0L or (long)SchemaVersion) and var version)
            throw new DataFolderException($"Database {path} has version {version}; this program knows version {SchemaVersion}.");
    }

    /// <summary>The record, held against its SHA-256, or null.</summary>
    internal static StoredRecord? Select(SqliteConnection connection, string path, string name, string key)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT payload, version, sha256 FROM state WHERE name = $name AND key = $key";
        command.Parameters.AddWithValue("$name", name);
        command.Parameters.AddWithValue("$key", key);
        using var reader = command.ExecuteReader();
        if (!reader.Read()) return null;
        byte[] payload = reader.GetFieldValue<byte[]>(0);
        bool intact = SHA256.HashData(payload).AsSpan().SequenceEqual(reader.GetFieldValue<byte[]>(2));
        return new StoredRecord(
            payload, reader.GetInt64(1), intact ? null : $"record {name} {key} of {path} is not what was written");
    }

    internal static IReadOnlyList<string> SelectKeys(SqliteConnection connection, string name)
    {
        var keys = new List<string>();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT key FROM state WHERE name = $name ORDER BY key";
        command.Parameters.AddWithValue("$name", name);
        using var reader = command.ExecuteReader();
        while (reader.Read()) keys.Add(reader.GetString(0));
        return keys;
    }

    private static int Run(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object Value)> parameters)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var (name, value) in parameters)
        {
            if (sql.Contains(name, StringComparison.Ordinal)) command.Parameters.AddWithValue(name, value);
        }

        return command.ExecuteNonQuery();
    }

    internal static void Execute(SqliteConnection connection, string sql) => Run(connection, sql);

    internal static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    internal static DataFolderException Describe(string path, Exception e)
    {
        const int readOnly = 8, ioError = 10, corrupt = 11, full = 13, cannotOpen = 14, notADatabase = 26;
        string what = (e as SqliteException)?.SqliteErrorCode switch
        {
            corrupt or notADatabase => "is damaged. Move it away to start afresh, or restore a copy",
            full or ioError => "cannot be written: the disk is full or failing",
            readOnly or cannotOpen => "cannot be written",
            _ => "failed",
        };
        return new DataFolderException($"Database {path} {what} ({e.Message.ReplaceLineEndings(" ")}).", e);
    }

    private sealed record Operation(Action<SqliteConnection> Apply)
    {
        public TaskCompletionSource Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
