using IsacCluster.Cluster.Networking;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Cluster.Stores;

/// <summary>
/// Says what is wrong with the store of a running silo, once for each thing, and again when it comes back: settings may be changed, and
/// memory fills. A store that does not answer is none of its findings.
/// </summary>
internal sealed partial class StoreWatch(ClusterAddress address, TimeProvider time, ILogger<StoreWatch> log) : BackgroundService
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private HashSet<StoreFinding> _told = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Tell(StoreRules.Judge(await StoreInspection.ReadAsync(address)));
            }
            catch (ClusterException)
            {
                // it is away, which whoever reads and writes in it says
            }

            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Logs the findings that are new.</summary>
    internal void Tell(IReadOnlyList<StoreFinding> findings)
    {
        foreach (var finding in findings.Where(finding => !_told.Contains(finding)))
        {
            if (finding.Refuses) LogDrops(log, address.Store, finding.Text);
            else LogWarning(log, address.Store, finding.Text);
        }

        _told = [.. findings];
    }

    [LoggerMessage(1, LogLevel.Warning, "Store {Store}: {Finding}")]
    private static partial void LogWarning(ILogger logger, string store, string finding);

    [LoggerMessage(2, LogLevel.Error, "Store {Store} may drop what the cluster keeps in it: {Finding}")]
    private static partial void LogDrops(ILogger logger, string store, string finding);
}
