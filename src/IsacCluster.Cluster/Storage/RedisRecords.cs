using System.Security.Cryptography;
using IsacCluster.Cluster.Networking;
using StackExchange.Redis;

namespace IsacCluster.Cluster.Storage;

/// <summary>A record of a store of the Redis protocol.</summary>
/// <param name="Tag">Of this writing of it; null where that cannot be told.</param>
/// <param name="Damage">What is wrong where the payload is not what was written; null: nothing.</param>
internal sealed record RedisRecord(byte[] Payload, string? Tag, string? Damage = null);

/// <summary>
/// Records in a store of the Redis protocol. Each is a hash under <c>CLUSTER/state/GRAIN/NAME</c>, where Orleans' own provider kept them
/// too: <c>data</c>, <c>etag</c>, and <c>sha256</c> of the data, against which they are held at every reading. Records from before there
/// was a checksum have none and are read as they are. Every operation is one command, so it happens or it does not.
/// </summary>
internal sealed class RedisRecords(ClusterAddress address) : IAsyncDisposable
{
    private const string Write = """
        local tag = redis.call('HGET', KEYS[1], 'etag')
        if tag == ARGV[2] then return 1 end
        if (tag or '') ~= ARGV[1] then return 0 end
        redis.call('HSET', KEYS[1], 'etag', ARGV[2], 'data', ARGV[3], 'sha256', ARGV[4])
        return 1
        """;

    private const string Delete = """
        local tag = redis.call('HGET', KEYS[1], 'etag')
        if tag and tag ~= ARGV[1] then return 0 end
        redis.call('DEL', KEYS[1])
        return 1
        """;

    private static readonly RedisValue[] Fields = ["data", "etag", "sha256"];
    private readonly Lazy<Task<ConnectionMultiplexer>> _connection =
        new(() => ConnectionMultiplexer.ConnectAsync(StoreConnection.Options(address)));

    /// <summary>The record, or null.</summary>
    public async Task<RedisRecord?> ReadAsync(string name, string key)
    {
        try
        {
            var fields = await (await DatabaseAsync()).HashGetAsync(KeyOf(name, key), Fields);
            if (fields.All(field => field.IsNull)) return null;
            byte[]? payload = fields[0], checksum = fields[2];
            string? tag = fields[1];
            if (payload is null || tag is null) return new RedisRecord([], tag, $"a part of {NameOf(name, key)} is missing");
            return checksum is null || checksum.AsSpan().SequenceEqual(SHA256.HashData(payload))
                ? new RedisRecord(payload, tag)
                : new RedisRecord([], tag, $"{NameOf(name, key)} is not what was written");
        }
        catch (RedisServerException e) when (e.Message.StartsWith("WRONGTYPE", StringComparison.Ordinal))
        {
            return new RedisRecord([], null, $"{NameOf(name, key)} is of another type");
        }
    }

    /// <summary>The keys that have a record of a name, in no order; those that come or go meanwhile may be among them.</summary>
    public async Task<IReadOnlyList<string>> KeysAsync(string name)
    {
        string before = $"{address.Name}/state/", after = $"/{name}";
        var keys = new HashSet<string>(StringComparer.Ordinal); // a scan may tell one twice
        await foreach (RedisKey found in (await _connection.Value).GetServers()[0].KeysAsync(pattern: $"{before}*{after}", pageSize: 1000))
        {
            string key = found.ToString();
            keys.Add(key[before.Length..^after.Length]);
        }

        return [.. keys];
    }

    /// <summary>Writes a record over the one that has a tag, or where there is none; may be repeated with the same tags.</summary>
    /// <param name="present">Tag of the record that is overwritten; null: there must be none.</param>
    /// <param name="next">Its tag from now on, of this writing alone.</param>
    /// <returns>Whether it was written: false where the record is another one.</returns>
    public async Task<bool> WriteAsync(string name, string key, byte[] payload, string? present, string next) =>
        (bool)await (await DatabaseAsync()).ScriptEvaluateAsync(
            Write, [KeyOf(name, key)], [present ?? "", next, payload, SHA256.HashData(payload)]);

    /// <summary>Deletes the record that has a tag; may be repeated.</summary>
    /// <returns>False where the record is another one.</returns>
    public async Task<bool> DeleteAsync(string name, string key, string tag) =>
        (bool)await (await DatabaseAsync()).ScriptEvaluateAsync(Delete, [KeyOf(name, key)], [tag]);

    /// <summary>Deletes whatever is there.</summary>
    public async Task DeleteAsync(string name, string key) => await (await DatabaseAsync()).KeyDeleteAsync(KeyOf(name, key));

    public async ValueTask DisposeAsync()
    {
        if (_connection.IsValueCreated) await (await _connection.Value).DisposeAsync();
    }

    private async Task<IDatabase> DatabaseAsync() => (await _connection.Value).GetDatabase();

    /// <summary>For messages: record lane of JOB/0.</summary>
    private static string NameOf(string name, string key) => $"record {name} of {key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..]}";

    private RedisKey KeyOf(string name, string key) => $"{address.Name}/state/{key}/{name}";
}
