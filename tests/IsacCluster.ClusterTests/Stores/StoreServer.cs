using IsacCluster.Cli.Chaos;
using IsacCluster.Cluster.Networking;

namespace IsacCluster.ClusterTests.Stores;

/// <summary>The servers of the Redis protocol on which every test of stores runs.</summary>
public enum StoreServer
{
    /// <summary>The tool that this repository pins.</summary>
    Garnet,

    /// <summary>redis-server, where this machine has it.</summary>
    Redis,
}

internal static class StoreServers
{
    /// <summary>Starts one in a folder; skips the test where this machine lacks it.</summary>
    /// <param name="more">More arguments of the program.</param>
    public static async Task<StoreProcess> StartAsync(
        this StoreServer server, string folder, ClusterAddress address, IReadOnlyList<string>? more = null)
    {
        if (server == StoreServer.Garnet) return await GarnetProcess.StartAsync(folder, address, CancellationToken.None, more);
        SkipWithoutRedis();
        return await RedisProcess.StartAsync(folder, address, CancellationToken.None, more);
    }

    /// <summary>Starts one that drops the oldest records when its memory is full.</summary>
    public static async Task<StoreProcess> StartCacheAsync(this StoreServer server, string folder, ClusterAddress address)
    {
        if (server == StoreServer.Garnet) return await GarnetProcess.StartAsync(folder, address, CancellationToken.None, tier: false);
        SkipWithoutRedis();
        return await RedisProcess.StartAsync(folder, address, CancellationToken.None, ["--maxmemory-policy", "allkeys-lru"]);
    }

    private static void SkipWithoutRedis() => Assert.SkipWhen(
        RedisProcess.FindProgram() is null, "redis-server is not on the path (Debian: apt-get install redis-server; .ci/run does)");
}
