using IsacCluster.Cli.Chaos;
using IsacCluster.Cli.Tests.Running;
using IsacCluster.Cluster.Networking;
using IsacCluster.Cluster.Storage;
using StackExchange.Redis;

namespace IsacCluster.ClusterTests.Stores;

/// <summary>Records in a store: written once, held against their checksums, and still there after kill -9.</summary>
public sealed class StoreRecordTests : IDisposable
{
    private const string Name = "lane", Key = "lane/job-1/0";
    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Theory]
    [InlineData(StoreServer.Garnet)]
    [InlineData(StoreServer.Redis)]
    public async Task A_record_is_changed_by_who_read_it_last_and_a_write_may_be_repeated(StoreServer server)
    {
        using StoreProcess store = await StartAsync(server);
        await using var records = new RedisRecords(store.Address);
        Assert.Null(await records.ReadAsync(Name, Key));
        Assert.False(await records.WriteAsync(Name, Key, [1], present: "a", next: "b"));
        Assert.True(await records.WriteAsync(Name, Key, [1], present: null, next: "a"));
        Assert.True(await records.WriteAsync(Name, Key, [1], present: null, next: "a")); // its answer was lost
        Assert.False(await records.WriteAsync(Name, Key, [9], present: null, next: "b"));
        Assert.True(await records.WriteAsync(Name, Key, [2], present: "a", next: "b"));
        Assert.False(await records.WriteAsync(Name, Key, [9], present: "a", next: "c"));
        byte[] all = [.. Enumerable.Range(0, 256).Select(value => (byte)value)];
        Assert.True(await records.WriteAsync(Name, Key, all, present: "b", next: "c"));
        RedisRecord read = (await records.ReadAsync(Name, Key))!;
        Assert.Equal(all, read.Payload);
        Assert.Equal(("c", null), (read.Tag, read.Damage));
        Assert.False(await records.DeleteAsync(Name, Key, "b"));
        Assert.True(await records.DeleteAsync(Name, Key, "c"));
        Assert.True(await records.DeleteAsync(Name, Key, "c"));
        Assert.Null(await records.ReadAsync(Name, Key));
    }

    [Theory]
    [InlineData(StoreServer.Garnet)]
    [InlineData(StoreServer.Redis)]
    public async Task A_record_that_was_cut_flipped_or_replaced_is_damaged_and_can_be_deleted(StoreServer server)
    {
        using StoreProcess store = await StartAsync(server);
        await using var records = new RedisRecords(store.Address);
        await using ConnectionMultiplexer connection = await ConnectionMultiplexer.ConnectAsync(StoreConnection.Options(store.Address));
        IDatabase database = connection.GetDatabase();
        RedisKey key = $"{store.Address.Name}/state/{Key}/{Name}";
        byte[] payload = [.. Enumerable.Range(0, 600).Select(i => (byte)(i % 251))], flipped = [.. payload];
        flipped[300] ^= 4;
        (Func<Task> Damage, string Word)[] damages =
        [
            (() => database.HashSetAsync(key, "data", payload[..300]), "not what was written"),
            (() => database.HashSetAsync(key, "data", flipped), "not what was written"),
            (() => database.HashSetAsync(key, "data", Array.Empty<byte>()), "not what was written"),
            (() => database.HashSetAsync(key, "sha256", payload[..32]), "not what was written"),
            (() => database.HashDeleteAsync(key, "data"), "missing"),
            (() => database.HashDeleteAsync(key, "etag"), "missing"),
            (() => database.StringSetAsync(key, "another"), "another type"),
        ];
        foreach ((Func<Task> damage, string word) in damages)
        {
            Assert.True(await records.WriteAsync(Name, Key, payload, null, "a"));
            await damage();
            RedisRecord damaged = (await records.ReadAsync(Name, Key))!;
            Assert.Contains(word, damaged.Damage!, StringComparison.Ordinal);
            Assert.Empty(damaged.Payload);
            await records.DeleteAsync(Name, Key);
            Assert.Null(await records.ReadAsync(Name, Key));
        }

        // As versions before checksums wrote it.
        await database.HashSetAsync(key, [new HashEntry("data", payload), new HashEntry("etag", "old")]);
        RedisRecord old = (await records.ReadAsync(Name, Key))!;
        Assert.Equal(payload, old.Payload);
        Assert.Equal(("old", null), (old.Tag, old.Damage));
        Assert.True(await records.WriteAsync(Name, Key, flipped, "old", "new"));
        Assert.Equal(flipped, (await records.ReadAsync(Name, Key))!.Payload);
    }

    [Theory]
    [InlineData(StoreServer.Garnet)]
    [InlineData(StoreServer.Redis)]
    public async Task Everything_that_was_answered_survives_a_kill_and_more_than_the_memory_holds(StoreServer server)
    {
        using StoreProcess store = await server.StartAsync(
            Folder, new ClusterAddress(), server == StoreServer.Garnet ? ["--memory", "16m", "--page", "1m"] : []);
        byte[] payload = new byte[20_000];
        await using var records = new RedisRecords(store.Address);
        const int count = 2000; // 40 MB
        for (int first = 0; first < count; first += 100)
        {
            bool[] written = await Task.WhenAll(
                Enumerable.Range(first, 100).Select(lane => records.WriteAsync(Name, $"lane/job-1/{lane}", payload, null, $"{lane}")));
            Assert.All(written, Assert.True);
        }

        store.Kill();
        await store.StartAsync(CancellationToken.None);
        await using var again = new RedisRecords(store.Address);
        Assert.Equal(
            Enumerable.Range(0, count).Select(lane => $"lane/job-1/{lane}").Order(StringComparer.Ordinal),
            (await again.KeysAsync(Name)).Order(StringComparer.Ordinal));
        Assert.Empty(await again.KeysAsync("job"));
        for (int lane = 0; lane < count; lane++)
        {
            RedisRecord? record = await again.ReadAsync(Name, $"lane/job-1/{lane}");
            Assert.Equal(($"{lane}", null, payload.Length), (record?.Tag, record?.Damage, record?.Payload.Length));
        }
    }

    private string Folder => Path.Combine(_workspace.Folder, "store");

    private Task<StoreProcess> StartAsync(StoreServer server) =>
        server.StartAsync(Folder, new ClusterAddress { StorePassword = "a password" });
}
