using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Membership;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Cluster.Storage;
using IsacCluster.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace IsacCluster.Cluster.Coordination;

/// <summary>Reentrant: long polls wait inside it.</summary>
[Reentrant]
internal sealed partial class DispatchGrain : Grain, IDispatchGrain, IDisposable
{
    private readonly IPersistentState<DispatchRecord> _record;
    private readonly ClusterOptions _options;
    private readonly SiloDeaths _deaths;
    private readonly ILogger<DispatchGrain> _log;
    private readonly VersionSignal _signal;
    private readonly AgentRegister _agents;
    private readonly GroupCommit _commit;
    private JobRegister _jobs = new(new DispatchRecord());

    public DispatchGrain(
        [PersistentState("dispatch")] IPersistentState<DispatchRecord> record,
        SiloDeaths deaths,
        TimeProvider time,
        IOptions<ClusterOptions> options,
        ILogger<DispatchGrain> log)
    {
        _record = record;
        _options = options.Value;
        _deaths = deaths;
        _log = log;
        _signal = new VersionSignal(time);
        _agents = new AgentRegister(time, _options.LeaseLifetime);
        _commit = new GroupCommit(WriteAsync, OnWriteFailed, _options.CommitInterval, time);
    }

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (_options.ResumesJobs) _jobs = new JobRegister(_record.State);
        ClusterMetrics.Lists(this, _jobs.Phases());
        return Task.CompletedTask;
    }

    /// <summary>Also where the activation was given up without a word.</summary>
    public void Dispose() => ClusterMetrics.Lists(this, null);

    public async Task<string?> Announce(JobAnnouncement job)
    {
        Prune();
        if (_jobs.Take(job)) _signal.Advance();
        ClusterMetrics.Lists(this, _jobs.Phases());
        if (_jobs.IsUnsaved && _options.ResumesJobs) await _commit.RequestAsync(urgent: true);
        return job.Phase == JobPhase.Running ? Waiting(job) : null;
    }

    /// <summary>What it waits for; null where a silo can work on it.</summary>
    private string? Waiting(JobAnnouncement job)
    {
        if (!_agents.HasSlots(job.Needs))
            return job.Needs == SlotKind.Accelerator ? "an accelerator slot: no silo has one" : "a cpu slot: no silo has one";
        List<AgentRefusal> refusals = [.. (job.Refusals ?? []).Where(entry => _agents.IsAlive(entry.Agent))];
        return refusals.Count == 0 || _agents.HasSlots(job.Needs, [.. refusals.Select(entry => entry.Agent)])
            ? null
            : SiloRefusal.Wanted(refusals.Select(entry => entry.Refusal));
    }

    public async Task Forget(JobId job)
    {
        if (_jobs.Forget(job)) _signal.Advance();
        ClusterMetrics.Lists(this, _jobs.Phases());
        if (_jobs.IsUnsaved && _options.ResumesJobs) await _commit.RequestAsync(urgent: true);
    }

    public async Task<JobQueue> WaitForJobs(long knownVersion, AgentRegistration agent, CancellationToken cancellation)
    {
        Prune();
        if (_agents.Seen(agent)) _signal.Advance();
        await _signal.WaitAsync(knownVersion, _options.LongPoll, cancellation);
        return new JobQueue(_signal.Version, [.. _jobs.Running.Select(job =>
            new QueuedJob(job.Id, job.Needs, job.Priority, _agents.Quota(agent.Agent, job.Needs, job.MaxSlots)))]);
    }

    public Task Leave(AgentId agent)
    {
        if (_agents.Leave(agent)) _signal.Advance();
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<JobListing>> GetJobs() => Task.FromResult(_jobs.List());

    private void Prune()
    {
        if (_agents.Prune(agent => _deaths.IsDead(agent.Silo))) _signal.Advance();
    }

    private async Task WriteAsync()
    {
        _jobs.IsUnsaved = false;
        _record.State = _jobs.Record;
        await _record.WriteStateAsync();
    }

    private void OnWriteFailed(Exception e)
    {
        _jobs.IsUnsaved = true; // the job's next announcement asks again
        LogNotSaved(_log, e);
        if (DurableFailure.IsConflict(e)) DeactivateOnIdle(); // another activation knows the jobs now; they announce themselves to it
    }

    [LoggerMessage(1, LogLevel.Warning, "The list of running jobs could not be saved")]
    private static partial void LogNotSaved(ILogger logger, Exception exception);
}
