using IsacCluster.Cluster.Storage;

namespace IsacCluster.Cluster.Tests.Storage;

public sealed class SqliteSnapshotTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Database => _folder["isac.db"];

    [Fact]
    public async Task It_sees_one_moment_beside_a_store_that_goes_on_writing()
    {
        using var store = SqliteStore.Open(Database);
        await store.WriteAsync("job", "job/a", [1], null);
        using var snapshot = SqliteSnapshot.Open(Database);
        await store.WriteAsync("job", "job/a", [2], 1);
        await store.WriteAsync("job", "job/b", [3], null);
        Assert.Equal([1], (await snapshot.ReadAsync("job", "job/a"))!.Payload);
        Assert.Equal(["job/a"], snapshot.Keys("job"));
        using var later = SqliteSnapshot.Open(Database);
        Assert.Equal([2], (await later.ReadAsync("job", "job/a"))!.Payload);
        Assert.Equal(["job/a", "job/b"], later.Keys("job"));
    }

    [Fact]
    public async Task What_is_written_to_it_is_seen_there_and_nowhere_else()
    {
        using var store = SqliteStore.Open(Database);
        await store.WriteAsync("job", "a", [1], null);
        using (var snapshot = SqliteSnapshot.Open(Database))
        {
            Assert.Null(await snapshot.WriteAsync("job", "a", [9], null));
            Assert.Equal(2, await snapshot.WriteAsync("job", "a", [2], 1));
            Assert.Equal(1, await snapshot.WriteAsync("job", "b", [3], null));
            Assert.Equal([2], (await snapshot.ReadAsync("job", "a"))!.Payload);
            Assert.False(await snapshot.DeleteAsync("job", "a", 1));
            Assert.True(await snapshot.DeleteAsync("job", "a", 2));
            Assert.Null(await snapshot.ReadAsync("job", "a"));
        }

        Assert.Equal([1], (await store.ReadAsync("job", "a"))!.Payload);
        Assert.Null(await store.ReadAsync("job", "b"));
    }

    [Fact]
    public async Task After_a_crash_it_reads_what_was_durable()
    {
        string copy = _folder["copy.db"];
        using (var store = SqliteStore.Open(Database))
        {
            await store.WriteAsync("job", "a", [7], null);
            File.Copy(Database, copy); // as a killed process leaves it: the write is in the log beside the database
            File.Copy(Database + "-wal", copy + "-wal");
        }

        using var snapshot = SqliteSnapshot.Open(copy);
        Assert.Equal([7], (await snapshot.ReadAsync("job", "a"))!.Payload);
    }

    [Fact]
    public void An_empty_database_holds_nothing_and_a_missing_one_is_named()
    {
        File.WriteAllBytes(Database, []);
        using (var empty = SqliteSnapshot.Open(Database)) Assert.Empty(empty.Keys("job"));
        Assert.Contains("nowhere.db", Assert.Throws<DataFolderException>(() => SqliteSnapshot.Open(_folder["nowhere.db"])).Message,
            StringComparison.Ordinal);
    }
}
