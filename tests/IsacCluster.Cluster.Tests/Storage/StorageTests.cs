using IsacCluster.Cluster.Storage;
using Microsoft.Data.Sqlite;

namespace IsacCluster.Cluster.Tests.Storage;

public sealed class StorageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Database => _folder["isac.db"];

    [Fact]
    public async Task A_write_needs_the_version_it_read()
    {
        using var store = SqliteStore.Open(Database);
        Assert.Null(await store.ReadAsync("lane", "a/0"));
        Assert.Null(await store.WriteAsync("lane", "a/0", [1], expectedVersion: 1));
        Assert.Equal(1, await store.WriteAsync("lane", "a/0", [1], expectedVersion: null));
        Assert.Null(await store.WriteAsync("lane", "a/0", [9], expectedVersion: null));
        Assert.Equal(2, await store.WriteAsync("lane", "a/0", [2], expectedVersion: 1));
        Assert.Null(await store.WriteAsync("lane", "a/0", [9], expectedVersion: 1));
        Assert.Equal([2], (await store.ReadAsync("lane", "a/0"))!.Payload);
        Assert.False(await store.DeleteAsync("lane", "a/0", 1));
        Assert.True(await store.DeleteAsync("lane", "a/0", 2));
        Assert.Null(await store.ReadAsync("lane", "a/0"));
    }

    [Fact]
    public async Task Records_survive_a_reopening_and_are_told_apart_by_name_and_key()
    {
        using (var store = SqliteStore.Open(Database))
        {
            await Task.WhenAll(Enumerable.Range(0, 300).Select(i => store.WriteAsync("lane", $"job/{i}", [(byte)i, 7], null)));
            await store.WriteAsync("job", "job/0", [42], null);
        }

        using var reopened = SqliteStore.Open(Database);
        Assert.Equal(300, (await reopened.KeysAsync("lane")).Count);
        Assert.Equal("job/0", Assert.Single(await reopened.KeysAsync("job")));
        for (int i = 0; i < 300; i++) Assert.Equal([(byte)i, 7], (await reopened.ReadAsync("lane", $"job/{i}"))!.Payload);
        Assert.Equal([42], (await reopened.ReadAsync("job", "job/0"))!.Payload);
    }

    [Fact]
    public async Task A_flipped_bit_in_a_record_is_found_when_it_is_read_and_the_others_are_as_they_were()
    {
        using (var store = SqliteStore.Open(Database))
        {
            await store.WriteAsync("lane", "job/3", [.. Enumerable.Range(0, 600).Select(i => (byte)(i * i * 7 >> 3))], null);
            await store.WriteAsync("lane", "job/4", [4], null);
        }

        FlippedByte.In(Database, "lane", "job/3");
        using var reopened = SqliteStore.Open(Database);
        using var snapshot = SqliteSnapshot.Open(Database);
        foreach (IRecordStore store in new IRecordStore[] { reopened, snapshot })
        {
            var damaged = (await store.ReadAsync("lane", "job/3"))!;
            Assert.Equal($"record lane job/3 of {Database} is not what was written", damaged.Damage);
            Assert.Null((await store.ReadAsync("lane", "job/4"))!.Damage);
            Assert.True(await store.DeleteAsync("lane", "job/3", damaged.Version));
            Assert.Null(await store.ReadAsync("lane", "job/3"));
        }
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused_with_its_name()
    {
        File.WriteAllText(Database, new string('x', 10_000));
        Assert.Contains($"{Database} is damaged", Assert.Throws<DataFolderException>(() => SqliteStore.Open(Database)).Message);
    }

    [Fact]
    public async Task A_damaged_page_is_refused()
    {
        using (var store = SqliteStore.Open(Database))
        {
            for (int i = 0; i < 50; i++) await store.WriteAsync("lane", $"job/{i}", new byte[2000], null);
        }

        using (var file = File.OpenWrite(Database))
        {
            file.Position = 4096 * 3;
            file.Write(Enumerable.Repeat((byte)0xAB, 4096 * 4).ToArray());
        }

        Assert.Contains("is damaged", Assert.Throws<DataFolderException>(() => SqliteStore.Open(Database)).Message);
    }

    [Fact]
    public void A_database_of_a_later_program_is_refused()
    {
        SqliteStore.Open(Database).Dispose();
        using (var connection = new SqliteConnection($"Data Source={Database};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA user_version=9";
            command.ExecuteNonQuery();
        }

        Assert.Contains("version 9", Assert.Throws<DataFolderException>(() => SqliteStore.Open(Database)).Message);
    }

    [Fact]
    public async Task A_full_disk_fails_that_write_and_all_after_it_and_keeps_what_was_there()
    {
        using (var store = SqliteStore.Open(Database, maxPages: 20))
        {
            await store.WriteAsync("lane", "kept", [1], null);
            var full = await Assert.ThrowsAsync<DataFolderException>(() => store.WriteAsync("lane", "large", new byte[1_000_000], null));
            Assert.Contains("the disk is full", full.Message);
            var after = await Assert.ThrowsAsync<DataFolderException>(() => store.WriteAsync("lane", "small", [1], null));
            Assert.Equal(full.Message, after.Message);
        }

        using var reopened = SqliteStore.Open(Database);
        Assert.NotNull(await reopened.ReadAsync("lane", "kept"));
        Assert.Null(await reopened.ReadAsync("lane", "large"));
    }

    [Fact]
    public void A_data_folder_is_held_by_one_until_it_is_given_back()
    {
        using (DataFolder.Open(_folder["data"]))
        {
            var refused = Assert.Throws<DataFolderException>(() => DataFolder.Open(_folder["data"]));
            Assert.Contains("in use by another process", refused.Message);
            Assert.Contains($"pid {Environment.ProcessId}", refused.Message);
        }

        DataFolder.Open(_folder["data"]).Dispose();
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused()
    {
        File.WriteAllText(_folder["file"], "");
        var refused = Assert.Throws<DataFolderException>(() => DataFolder.Open(_folder["file/data"]));
        Assert.Contains("cannot be written", refused.Message);
    }
}
