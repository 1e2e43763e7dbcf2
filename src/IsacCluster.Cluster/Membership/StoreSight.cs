using System.Globalization;
using IsacCluster.Cluster.Networking;
using StackExchange.Redis;

namespace IsacCluster.Cluster.Membership;

/// <summary>What the store shows of a silo that believes to be a member of its cluster.</summary>
/// <param name="HasTable">Whether the store holds a membership of the cluster at all.</param>
/// <param name="HasRow">Whether that names the silo.</param>
/// <param name="ClockOffset">How far the silo's clock is ahead of the store's, as exactly as the call allows.</param>
internal readonly record struct StoreSight(bool HasTable, bool HasRow, TimeSpan ClockOffset)
{
    /// <summary>
    /// Most that a silo's clock may differ from the store's. Signs of life carry the time, and one that seems older than 6 s is taken for
    /// that of a silo that is gone.
    /// </summary>
    public static readonly TimeSpan MostOffset = TimeSpan.FromSeconds(5);

    public bool IsClockWrong => ClockOffset.Duration() > MostOffset;

    /// <summary>For people: "its clock is 300.0 s behind that of the store 10.0.0.5:6379".</summary>
    public static string Describe(TimeSpan offset, string store) => string.Create(
        CultureInfo.InvariantCulture,
        $"its clock is {offset.Duration().TotalSeconds:0.0} s {(offset < TimeSpan.Zero ? "behind" : "ahead of")} that of the store "
            + $"{store}");

    /// <summary>How far the local clock is ahead of the store's.</summary>
    public static async Task<TimeSpan> ClockOffsetAsync(IDatabase store, TimeProvider time)
    {
        var before = time.GetUtcNow();
        long start = time.GetTimestamp();
        var answer = (RedisResult[])(await store.ExecuteAsync("TIME"))!;
        var middle = before + time.GetElapsedTime(start) / 2;
        var there = DateTimeOffset.FromUnixTimeSeconds((long)answer[0]) + TimeSpan.FromMicroseconds((long)answer[1]);
        return middle - there;
    }

    /// <param name="table">Key of the cluster's membership.</param>
    /// <param name="row">Name of the silo's row.</param>
    public static async Task<StoreSight> LookAsync(IDatabase store, RedisKey table, string row, TimeProvider time)
    {
        var offset = await ClockOffsetAsync(store, time);
        return new StoreSight(await store.KeyExistsAsync(table), await store.HashExistsAsync(table, row), offset);
    }

    /// <summary>Refuses a silo whose clock would make the others take it for dead.</summary>
    /// <exception cref="ClusterException">The clock is wrong, or the store does not answer.</exception>
    public static async Task AdmitClockAsync(ClusterAddress address, string silo, TimeProvider time)
    {
        var offset = await StoreConnection.UseAsync(address, store => ClockOffsetAsync(store, time));
        if (offset.Duration() > MostOffset)
        {
            throw new ClusterException(
                $"silo {silo} cannot join cluster '{address.Name}': {Describe(offset, address.Store)}, and the others would take it for "
                    + $"dead; set the clocks (most difference: {MostOffset.TotalSeconds:0} s).");
        }
    }
}
