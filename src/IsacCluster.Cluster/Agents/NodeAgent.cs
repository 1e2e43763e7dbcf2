using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Jobs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Runtime.Placement;

namespace IsacCluster.Cluster.Agents;

/// <summary>The agent of one silo: registers its slots and joins every running job that can use them, all at once.</summary>
internal sealed partial class NodeAgent(
    IGrainFactory grains,
    ILocalSiloDetails silo,
    JobSite site,
    ISlotPoolFactory slots,
    IOptions<ClusterOptions> options,
    TimeProvider time,
    ILogger<NodeAgent> log) : BackgroundService
{
    private readonly ClusterOptions _options = options.Value;
    private readonly Lock _gate = new();
    private readonly Dictionary<JobId, Participation> _participations = [];
    private readonly Dictionary<SlotKind, SlotPool> _pools = [];
    private readonly Quarantine _quarantine = new(time);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        ClusterMetrics.Begin();
        if (_options.Slots.IsEmpty) return;
        foreach (var kind in Enum.GetValues<SlotKind>().Where(kind => _options.Slots[kind] > 0))
        {
            var pool = _pools[kind] = slots.Create(kind, _options.Slots[kind], silo.Name, _options, time, log);
            pool.Quarantine = _quarantine;
            _quarantine.Watch(pool);
            ClusterMetrics.Opens(pool, kind, pool.Occupied);
        }

        var agent = new AgentId($"{silo.Name}-{Guid.NewGuid():N}", silo.SiloAddress.ToParsableString());
        using var ended = new CancellationTokenSource();
        var watching = WatchTimeoutsAsync(ended.Token);
        await FollowQueueAsync(
            new AgentRegistration(agent, _options.Slots, silo.Name, Environment.MachineName, Identity: _options.Identity), stoppingToken);
        await Task.WhenAll(Members().Select(member => member.Ended));
        await LeaveAsync(agent);
        ended.Cancel();
        await watching;
        foreach (var pool in _pools.Values)
        {
            ClusterMetrics.Closes(pool);
            pool.Dispose();
        }
    }

    private async Task FollowQueueAsync(AgentRegistration registration, CancellationToken stopping)
    {
        var dispatch = grains.GetGrain<IDispatchGrain>(0);
        long known = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var queue = await dispatch.WaitForJobs(known, registration with { Busy = Busy() }, stopping).WaitAsync(stopping);
                known = queue.Version;
                foreach (var job in queue.Jobs.Where(job => _pools.ContainsKey(job.Needs))) Follow(job, registration.Agent, stopping);
            }
            catch (Exception e)
            {
                if (stopping.IsCancellationRequested) break;
                known = 0;
                await PauseAfterAsync(e, stopping);
            }
        }
    }

    private void Follow(QueuedJob job, AgentId agent, CancellationToken stopping)
    {
        lock (_gate)
        {
            if (_participations.TryGetValue(job.Id, out var member)) member.Adjust(job);
            else if (job.Quota != 0) _participations[job.Id] = member = new Participation(job, self => WorkOnAsync(self, agent, stopping));
        }
    }

    /// <summary>Works on a job until there is nothing to join; the queue leads back to it.</summary>
    private async Task WorkOnAsync(Participation member, AgentId agent, CancellationToken stopping)
    {
        var context = new SessionContext(agent, silo.Name, grains, _pools[member.Job.Needs], _quarantine, _options, time, log);
        SiloRefusal? told = null;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var hint = await grains.GetGrain<IJobGrain>(member.Job.Id.Value).WaitForWork(0, stopping).WaitAsync(stopping);
                if (hint.Phase != JobPhase.Running || hint.Specification is null) break;
                var (job, refusal) = await site.TryBuildAsync(member.Job.Id, hint.Specification);
                if (refusal is not null)
                {
                    if (refusal != told) LogRefused(log, silo.Name, member.Job.Id.Value, refusal.Reason);
                    told = refusal;
                    await grains.GetGrain<IJobGrain>(member.Job.Id.Value).Refuse(agent, refusal).WaitAsync(stopping);
                    await Task.Delay(_options.RefusalPause, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    continue;
                }

                told = null;
                // Whatever of the job is activated anew by this session's calls is so on this silo, which can build it.
                RequestContext.Set(IPlacementDirector.PlacementHintKey, silo.SiloAddress);
                using var session = new JobSession(context, member.Job.Id, job!, hint, member.Job.Priority, member.Job.Quota);
                member.Begin(session);
                await session.RunAsync(stopping);
                member.End();
            }
            catch (Exception e)
            {
                member.End();
                await PauseAfterAsync(e, stopping);
            }
        }

        lock (_gate) _participations.Remove(member.Job.Id);
    }

    private SlotCounts Busy()
    {
        int Of(SlotKind kind) => _pools.TryGetValue(kind, out var pool) ? pool.Occupied().Busy : 0;
        return new SlotCounts(Of(SlotKind.Cpu), Of(SlotKind.Accelerator));
    }

    private List<Participation> Members()
    {
        lock (_gate) return [.. _participations.Values];
    }

    private async Task LeaveAsync(AgentId agent)
    {
        try
        {
            await grains.GetGrain<IDispatchGrain>(0).Leave(agent).WaitAsync(_options.RetryDelay, time);
        }
        catch (Exception e)
        {
            LogRetry(log, e, silo.Name); // its registration lapses
        }
    }

    private async Task WatchTimeoutsAsync(CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(_options.Heartbeat, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var pool in _pools.Values) pool.WatchTimeouts();
        }
    }

    private async Task PauseAfterAsync(Exception e, CancellationToken stopping)
    {
        if (stopping.IsCancellationRequested) return;
        LogRetry(log, e, silo.Name);
        await Task.Delay(_options.RetryDelay, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    [LoggerMessage(1, LogLevel.Warning, "Agent {Agent} could not reach its jobs and tries again")]
    private static partial void LogRetry(ILogger logger, Exception exception, string agent);

    [LoggerMessage(2, LogLevel.Warning, "Silo {Silo} does not work on job {Job}: {Reason}")]
    private static partial void LogRefused(ILogger logger, string silo, string job, string reason);

    /// <summary>The agent's part in one job. Thread-safe.</summary>
    private sealed class Participation
    {
        private readonly Lock _gate = new();
        private JobSession? _session;

        public Participation(QueuedJob job, Func<Participation, Task> work)
        {
            Job = job;
            Ended = Task.Run(() => work(this));
        }

        public QueuedJob Job { get; private set; }

        public Task Ended { get; }

        public void Adjust(QueuedJob job)
        {
            lock (_gate)
            {
                if (job == Job) return;
                Job = job;
                _session?.Adjust(job.Priority, job.Quota);
            }
        }

        public void Begin(JobSession session)
        {
            lock (_gate)
            {
                _session = session;
                session.Adjust(Job.Priority, Job.Quota);
            }
        }

        public void End()
        {
            lock (_gate) _session = null;
        }
    }
}
