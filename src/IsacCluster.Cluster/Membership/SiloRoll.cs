using System.Globalization;
using IsacCluster.Cluster.Networking;
using StackExchange.Redis;

namespace IsacCluster.Cluster.Membership;

/// <summary>
/// What each silo of a cluster is, in the store: build, protocol and instruction set. A silo of another kind does not join unless it is
/// told that it may, for digests would change from run to run. An entry that is not refreshed for 10 s is none.
/// </summary>
/// <param name="place">Where the silo is reached, which no other one shares.</param>
internal sealed class SiloRoll(ClusterAddress address, string place, string name, SiloIdentity identity)
{
    private const char Separator = '|';

    /// <summary>
    /// KEYS[1]: the roll. ARGV: field, seconds of the store's clock, kind, the rest of the entry, 1 to enter beside others. An entry is
    /// SECONDS|KIND|NAME|HOST. Answers with an entry of another kind, or enters and answers with nothing.
    /// </summary>
    private const string Enter = """
        local roll = redis.call('HGETALL', KEYS[1])
        for at = 1, #roll, 2 do
          local bar = string.find(roll[at + 1], '|', 1, true)
          local seen = tonumber(string.sub(roll[at + 1], 1, bar - 1))
          local stop = string.find(roll[at + 1], '|', bar + 1, true)
          if roll[at] ~= ARGV[1] and seen < tonumber(ARGV[2]) - 10 then
            redis.call('HDEL', KEYS[1], roll[at])
          elseif roll[at] ~= ARGV[1] and ARGV[5] == '0' and string.sub(roll[at + 1], bar + 1, stop - 1) ~= ARGV[3] then
            return roll[at + 1]
          end
        end
        redis.call('HSET', KEYS[1], ARGV[1], ARGV[2] .. '|' .. ARGV[3] .. '|' .. ARGV[4])
        return ''
        """;

    private RedisKey Key => KeyOf(address.Name);

    /// <summary>The clusters of a store by name.</summary>
    private static readonly RedisKey Clusters = "isac-clusters";

    /// <summary>Enters the silo unless others are of another kind.</summary>
    /// <exception cref="ClusterException">They are, or the store does not answer.</exception>
    public async Task JoinAsync(bool allowMixed)
    {
        string other = await StoreConnection.UseAsync(address, store => EnterAsync(store, allowMixed));
        if (other.Length == 0) return;
        string[] parts = other.Split(Separator);
        throw new ClusterException(
            $"silo {name} cannot join cluster '{address.Name}': it is {identity.Kind}, and silo {parts[2]} on {parts[3]} is {parts[1]}; "
                + "digests would change from run to run. Use the same build and instruction set, or --allow-mixed, and results say mixed.");
    }

    /// <summary>A sign of life.</summary>
    public Task RefreshAsync(IDatabase store) => EnterAsync(store, allowMixed: true);

    /// <summary>The silo has left.</summary>
    public Task LeaveAsync(IDatabase store) => store.HashDeleteAsync(Key, place);

    /// <summary>The silos of a cluster, with the seconds since their last sign of life.</summary>
    public static async Task<IReadOnlyList<(string Name, long Silence)>> ReadAsync(IDatabase store, string cluster)
    {
        long now = (long)((RedisResult[])(await store.ExecuteAsync("TIME"))!)[0];
        return [.. from entry in await store.HashGetAllAsync(KeyOf(cluster))
                   let parts = entry.Value.ToString().Split(Separator)
                   where parts.Length == 4
                   select (parts[2], Math.Max(0, now - long.Parse(parts[0], CultureInfo.InvariantCulture)))];
    }

    /// <summary>Names of the clusters that a store has seen silos of.</summary>
    public static async Task<IEnumerable<string>> ClustersAsync(IDatabase store) =>
        (await store.SetMembersAsync(Clusters)).Select(name => name.ToString());

    private static RedisKey KeyOf(string cluster) => $"{cluster}/silos";

    private async Task<string> EnterAsync(IDatabase store, bool allowMixed)
    {
        var clock = (RedisResult[])(await store.ExecuteAsync("TIME"))!;
        await store.SetAddAsync(Clusters, address.Name);
        string rest = string.Join(Separator, Plain(name), Plain(identity.Host));
        return (string?)await store.ScriptEvaluateAsync(
            Enter, [Key], [place, (long)clock[0], Plain(identity.Kind), rest, allowMixed ? "1" : "0"]) ?? "";
    }

    private static string Plain(string text) => text.Replace(Separator, '/');
}
