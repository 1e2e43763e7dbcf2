using IsacCluster.Cluster.Networking;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Clustering.Redis;
using StackExchange.Redis;

namespace IsacCluster.Cluster.Membership;

/// <summary>
/// Looks into the store whether this silo is still a member of its cluster. A silo that is not named there is found by nobody, and one over
/// an emptied store would be a second cluster beside those who join later: it leaves, and its host joins again.
/// </summary>
internal sealed partial class MembershipWatch(
    ClusterAddress address,
    SiloRoll roll,
    ILocalSiloDetails silo,
    IMembershipTable table,
    IOptions<RedisClusteringOptions> clustering,
    IOptions<Orleans.Configuration.ClusterOptions> cluster,
    EvictionSignal eviction,
    TimeProvider time,
    ILogger<MembershipWatch> log) : BackgroundService
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Standing _standing = new(address.Name, address.Store, time);
    private string? _told;

    /// <summary>Why the silo is not ready for work; null while it is.</summary>
    public string? Trouble => Volatile.Read(ref _told);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await using var store = await ConnectionMultiplexer.ConnectAsync(StoreConnection.Options(address));
        var key = clustering.Value.CreateRedisKey(cluster.Value);
        string row = silo.SiloAddress.ToString();
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stoppingToken.IsCancellationRequested) break;
            string? leave = null;
            try
            {
                leave = _standing.Saw(await StoreSight.LookAsync(store.GetDatabase(), key, row, time));
                await roll.RefreshAsync(store.GetDatabase());
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                _standing.Missed();
            }

            Tell();
            if (leave is null) continue;
            await MakeTableAsync();
            eviction.Leave(leave);
            return;
        }

        if (_standing.Trouble is not null) return;
        await roll.LeaveAsync(store.GetDatabase()).WaitAsync(Interval, time, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Without a table Orleans' silo would try for minutes to write there that it stops.</summary>
    private async Task MakeTableAsync()
    {
        try
        {
            await table.InitializeMembershipTableAsync(tryInitTableVersion: true, CancellationToken.None);
        }
        catch (Exception e)
        {
            LogNoTable(log, e, address.Store); // away again: the host gives up waiting
        }
    }

    private void Tell()
    {
        string? trouble = _standing.Trouble;
        if (Interlocked.Exchange(ref _told, trouble) is var before && before == trouble) return;
        if (trouble is null) LogReady(log, silo.Name);
        else if (before is null || !IsClock(before) || !IsClock(trouble)) LogNotReady(log, silo.Name, trouble); // an offset moves on
    }

    private static bool IsClock(string trouble) => trouble.StartsWith("its clock", StringComparison.Ordinal);

    [LoggerMessage(1, LogLevel.Warning, "Silo {Silo} is not ready: {Reason}")]
    private static partial void LogNotReady(ILogger logger, string silo, string reason);

    [LoggerMessage(2, LogLevel.Information, "Silo {Silo} is ready again")]
    private static partial void LogReady(ILogger logger, string silo);

    [LoggerMessage(3, LogLevel.Information, "The membership of store {Store} could not be made anew")]
    private static partial void LogNoTable(ILogger logger, Exception exception, string store);
}
