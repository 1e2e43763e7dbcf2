using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Membership;
using IsacCluster.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace IsacCluster.Cluster.Coordination;

/// <summary>Reentrant: long polls wait inside it.</summary>
[Reentrant]
internal sealed partial class DispatchGrain : Grain, IDispatchGrain
{
    private const int MostRested = 100;
    private readonly IPersistentState<DispatchRecord> _record;
    private readonly ClusterOptions _options;
    private readonly SiloDeaths _deaths;
    private readonly ILogger<DispatchGrain> _log;
    private readonly VersionSignal _signal;
    private readonly AgentRegister _agents;
    private readonly GroupCommit _commit;
    private readonly Dictionary<JobId, JobAnnouncement> _told = []; // since this activation
    private DispatchRecord _jobs = new();
    private bool _unsaved;

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
        if (_options.ResumesJobs) _jobs = _record.State;
        return Task.CompletedTask;
    }

    public async Task<string?> Announce(JobAnnouncement job)
    {
        Prune();
        _told[job.Job] = job;
        if (job.Phase == JobPhase.Running) KeepRunning(job);
        else KeepRested(job);
        if (_unsaved && _options.ResumesJobs) await _commit.RequestAsync(urgent: true);
        return job.Phase != JobPhase.Running || _agents.HasSlots(job.Needs) ? null
            : job.Needs == SlotKind.Accelerator ? "an accelerator slot: no silo has one"
            : "a cpu slot: no silo has one";
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

    public Task<IReadOnlyList<JobListing>> GetJobs() => Task.FromResult<IReadOnlyList<JobListing>>(
        [.. _jobs.Running.Select(Listing), .. _jobs.Rested.OrderBy(job => job.Order).Select(job => Listing(job) with { Phase = job.Phase })]);

    private JobListing Listing(DispatchedJob job)
    {
        var told = _told.GetValueOrDefault(job.Id);
        return new JobListing(job.Id, told?.Phase, job.Priority, job.Order, told?.OpenTasks);
    }

    private void KeepRunning(JobAnnouncement job)
    {
        int at = _jobs.Running.FindIndex(known => known.Id == job.Job);
        long order = at >= 0 ? _jobs.Running[at].Order : _jobs.LastOrder + 1;
        var entry = new DispatchedJob(job.Job, order, job.Phase, job.Needs, job.Priority, job.MaxSlots);
        if (at >= 0 && _jobs.Running[at] == entry) return;
        if (at >= 0) _jobs.Running[at] = entry;
        else _jobs.Running.Add(entry);
        _jobs.LastOrder = Math.Max(order, _jobs.LastOrder);
        _jobs.Rested.RemoveAll(rested => rested.Id == job.Job);
        _unsaved = true;
        _signal.Advance();
    }

    private void KeepRested(JobAnnouncement job)
    {
        int at = _jobs.Running.FindIndex(known => known.Id == job.Job), rested = _jobs.Rested.FindIndex(known => known.Id == job.Job);
        if (at >= 0)
        {
            _jobs.Rested.Add(_jobs.Running[at] with { Phase = job.Phase });
            _jobs.Running.RemoveAt(at);
            _signal.Advance();
        }
        else if (rested >= 0 && _jobs.Rested[rested].Phase != job.Phase)
        {
            _jobs.Rested[rested] = _jobs.Rested[rested] with { Phase = job.Phase };
        }
        else
        {
            return;
        }

        if (_jobs.Rested.Count > MostRested)
        {
            _told.Remove(_jobs.Rested[0].Id);
            _jobs.Rested.RemoveAt(0);
        }

        _unsaved = true;
    }

    private void Prune()
    {
        if (_agents.Prune(agent => _deaths.IsDead(agent.Silo))) _signal.Advance();
    }

    private async Task WriteAsync()
    {
        _unsaved = false;
        _record.State = _jobs;
        await _record.WriteStateAsync();
    }

    private void OnWriteFailed(Exception e)
    {
        _unsaved = true; // the job's next announcement asks again
        LogNotSaved(_log, e);
        if (DurableFailure.IsConflict(e)) DeactivateOnIdle(); // another activation knows the jobs now; they announce themselves to it
    }

    [LoggerMessage(1, LogLevel.Warning, "The list of running jobs could not be saved")]
    private static partial void LogNotSaved(ILogger logger, Exception exception);
}
