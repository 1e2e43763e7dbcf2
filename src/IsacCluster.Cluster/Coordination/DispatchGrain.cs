using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Membership;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Cluster.Storage;
using IsacCluster.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using Orleans.Storage;

namespace IsacCluster.Cluster.Coordination;

/// <summary>Reentrant: long polls wait inside it.</summary>
[Reentrant]
internal sealed partial class DispatchGrain : Grain, IDispatchGrain, IDisposable
{
    private readonly IPersistentState<DispatchRecord> _record;
    private readonly RestedPages _pages;
    private readonly UnlistedJobs _unlisted;
    private readonly ClusterOptions _options;
    private readonly SiloDeaths _deaths;
    private readonly ILogger<DispatchGrain> _log;
    private readonly VersionSignal _signal;
    private readonly AgentRegister _agents;
    private readonly GroupCommit _commit;
    private readonly TimeProvider _time;
    private JobRegister _jobs;
    private SiloRoster _silos;

    public DispatchGrain(
        [PersistentState(DispatchRecord.Name)] IPersistentState<DispatchRecord> record,
        [FromKeyedServices("Default")] IGrainStorage storage,
        IGrainContext context,
        IGrainFactory grains,
        SiloDeaths deaths,
        TimeProvider time,
        IOptions<ClusterOptions> options,
        ILogger<DispatchGrain> log)
    {
        _record = record;
        _pages = new RestedPages(storage, context.GrainId);
        _unlisted = new UnlistedJobs(storage, grains, time);
        _options = options.Value;
        _deaths = deaths;
        _log = log;
        _signal = new VersionSignal(time);
        _agents = new AgentRegister(time, _options.LeaseLifetime);
        _commit = new GroupCommit(WriteAsync, OnWriteFailed, _options.CommitInterval, time);
        _time = time;
        (_jobs, _silos) = Open(new DispatchRecord(), []);
    }

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (_options.ResumesJobs) await OpenAsync();
        ClusterMetrics.Lists(this, _jobs.Phases());
        BeginRetention();
    }

    /// <summary>Also where the activation was given up without a word.</summary>
    public void Dispose() => ClusterMetrics.Lists(this, null);

    public async Task<string?> Announce(JobAnnouncement job)
    {
        Prune();
        var (known, told) = (_jobs.Find(job.Job), _jobs.Told(job.Job));
        if (_jobs.Take(job)) _signal.Advance();
        if (known?.Phase != _jobs.Find(job.Job)?.Phase)
        {
            _silos.Tell(ClusterEventKind.JobPhase, $"job {job.Job} is {job.Phase.ToString().ToLowerInvariant()}", job: job.Job);
            if (_options.KeepJobs is not null && job.Phase != JobPhase.Running) DeleteEndedAsync().Ignore();
        }

        if (told is not null && job.ParkedRanges > told.ParkedRanges)
            _silos.Tell(ClusterEventKind.TasksParked, $"job {job.Job}: {job.ParkedRanges} ranges are parked", job: job.Job);
        string? waiting = job.Phase == JobPhase.Running ? Waiting(job) : null;
        if (_jobs.Waits(job.Job, waiting) && job.Phase == JobPhase.Running)
            _silos.Tell(
                ClusterEventKind.JobWaiting, $"job {job.Job} {(waiting is null ? "waits no more" : $"waits for {waiting}")}", job: job.Job);
        ClusterMetrics.Lists(this, _jobs.Phases());
        if (_jobs.IsUnsaved && _options.ResumesJobs) await _commit.RequestAsync(urgent: true);
        else SaveSoon();
        return waiting;
    }

    /// <summary>What it waits for; null where a silo can work on it.</summary>
    private string? Waiting(JobAnnouncement job)
    {
        if (job.Needs == SlotKind.Outside) return null; // its coordinator knows whether anybody asks
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
        _silos.Seen(agent);
        SaveSoon();
        await _signal.WaitAsync(knownVersion, _options.LongPoll, cancellation);
        return new JobQueue(_signal.Version, [.. _jobs.Running.Select(job =>
            new QueuedJob(job.Id, job.Needs, job.Priority, _agents.Quota(agent.Agent, job.Needs, job.MaxSlots)))]);
    }

    public Task Leave(AgentId agent)
    {
        if (_agents.Leave(agent)) _signal.Advance();
        _silos.Left(agent);
        SaveSoon();
        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<JobListing>> GetJobs() => Task.FromResult(_jobs.List());

    public Task<bool> Knows(JobId job) => Task.FromResult(_jobs.Find(job) is not null);

    public Task<ClusterView> GetView()
    {
        Prune();
        SaveSoon();
        return Task.FromResult(_silos.View());
    }

    /// <summary>
    /// What was written. Where that is damaged nothing is lost: running jobs announce themselves again, those at rest are found by their
    /// records.
    /// </summary>
    private async Task OpenAsync()
    {
        string? damage = _record.State.Damage;
        if (damage is not null) await _record.ClearStateAsync();
        var (pages, damages) = await _pages.ReadAsync();
        (_jobs, _silos) = Open(_record.State, pages);
        if (damage is not null) Tell(damage, "the list of jobs was damaged; it is made anew of the records of the jobs");
        foreach (string page in damages)
            Tell(page, $"a page of the list of jobs was damaged; its {RestedJobs.PageSize} jobs are listed anew by their records");
        _isDamaged = damage is not null || damages.Count > 0;
    }

    private void Tell(string damage, string text)
    {
        LogDamaged(_log, text, damage);
        _silos.Tell(ClusterEventKind.RegisterDamaged, $"{text}: {damage}");
    }

    private (JobRegister Jobs, SiloRoster Silos) Open(DispatchRecord record, IEnumerable<RestedPage> pages) =>
        (new JobRegister(record, pages, _time), new SiloRoster(record, _time, _options.LeaseLifetime));

    private void Prune()
    {
        if (_agents.Prune(agent => _deaths.IsDead(agent.Silo))) _signal.Advance();
        _silos.Prune(agent => _deaths.IsGone(agent.Silo));
    }

    /// <summary>With the next write; nobody waits for it.</summary>
    private void SaveSoon()
    {
        if ((_jobs.IsUnsaved || _silos.IsUnsaved) && _options.ResumesJobs) _commit.RequestAsync().Ignore();
    }

    private async Task WriteAsync()
    {
        _jobs.IsUnsaved = _silos.IsUnsaved = false;
        foreach (RestedPage page in _jobs.UnsavedPages.ToList()) await _pages.WriteAsync(page);
        _record.State = _jobs.Record;
        await _record.WriteStateAsync();
    }

    private void OnWriteFailed(Exception e)
    {
        _jobs.IsUnsaved = _silos.IsUnsaved = true; // the job's next announcement asks again
        LogNotSaved(_log, e);
        if (DurableFailure.IsConflict(e)) DeactivateOnIdle(); // another activation knows the jobs now; they announce themselves to it
    }

    [LoggerMessage(1, LogLevel.Warning, "The list of running jobs could not be saved")]
    private static partial void LogNotSaved(ILogger logger, Exception exception);

    [LoggerMessage(3, LogLevel.Error, "{What}: {Damage}")]
    private static partial void LogDamaged(ILogger logger, string what, string damage);
}
