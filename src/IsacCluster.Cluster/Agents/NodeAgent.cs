using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace IsacCluster.Cluster.Agents;

/// <summary>
/// The agent of one silo: waits for jobs and gives all its slots to the running job that was submitted first, then to the next.
/// </summary>
internal sealed partial class NodeAgent(
    IGrainFactory grains,
    ILocalSiloDetails silo,
    JobCatalog catalog,
    IOptions<ClusterOptions> options,
    TimeProvider time,
    ILogger<NodeAgent> log) : BackgroundService
{
    private readonly ClusterOptions _options = options.Value;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_options.Slots == 0) return;
        using var slots = new SlotPool(_options.Slots, silo.Name, time);
        var agent = new AgentId($"{silo.Name}-{Guid.NewGuid():N}");
        var context = new SessionContext(agent, silo.Name, grains, slots, _options, time, log);
        var dispatch = grains.GetGrain<IDispatchGrain>(0);
        long known = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var queue = await dispatch.WaitForJobs(known, stoppingToken).WaitAsync(stoppingToken);
                known = queue.Version;
                foreach (var job in queue.Jobs)
                {
                    if (stoppingToken.IsCancellationRequested) break;
                    if (await WorkOnAsync(job, context, stoppingToken)) known = 0; // time has passed: look at the queue afresh
                }
            }
            catch (Exception e)
            {
                if (stoppingToken.IsCancellationRequested) break;
                LogRetry(log, e, silo.Name);
                known = 0;
                await Task.Delay(_options.RetryDelay, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <returns>Whether there was anything to join.</returns>
    private async Task<bool> WorkOnAsync(JobId id, SessionContext context, CancellationToken stopping)
    {
        var hint = await grains.GetGrain<IJobGrain>(id.Value).WaitForWork(0, stopping).WaitAsync(stopping);
        if (hint.Phase != JobPhase.Running || hint.Description is null) return false;
        var job = await catalog.GetAsync(hint.Description);
        using var session = new JobSession(context, id, job, hint);
        await session.RunAsync(stopping);
        return true;
    }

    [LoggerMessage(1, LogLevel.Warning, "Agent {Agent} could not reach its jobs and tries again")]
    private static partial void LogRetry(ILogger logger, Exception exception, string agent);
}
