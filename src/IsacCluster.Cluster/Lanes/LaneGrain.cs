using IsacCluster.Cluster.Activations;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Membership;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Cluster.Storage;
using IsacCluster.Jobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace IsacCluster.Cluster.Lanes;

/// <summary>
/// The thin shell around a <see cref="LaneLedger"/>: group commit, notices to the coordinator, fail-fast. Reentrant: the ledger
/// changes only between awaits, and reports of many agents wait for one write together.
/// </summary>
[Reentrant]
internal sealed partial class LaneGrain : Grain, ILaneGrain
{
    private readonly IPersistentState<LaneRecord> _record;
    private readonly JobCatalog _catalog;
    private readonly SiloDeaths _deaths;
    private readonly ActivationsAtRest<LaneGrain> _atRest;
    private readonly string _silo;
    private readonly TimeProvider _time;
    private readonly ClusterOptions _options;
    private readonly ILogger<LaneGrain> _log;
    private readonly GroupCommit _commit;
    private readonly LeaseBook _leases;
    private IJob? _job;
    private LaneLedger? _ledger;
    private LaneStatus? _persisted;
    private Exception? _fault;
    private bool _suspended, _sequencing, _deactivated;
    private readonly LaneBulletin _bulletin;
    private bool _announcing, _announceAgain;
    private int _stragglers;
    private IDisposable? _deathWatch, _reclaiming;

    public LaneGrain(
        [PersistentState(LaneRecord.Name)] IPersistentState<LaneRecord> record,
        JobCatalog catalog,
        SiloDeaths deaths,
        ActivationsAtRest<LaneGrain> atRest,
        ILocalSiloDetails silo,
        TimeProvider time,
        IOptions<ClusterOptions> options,
        ILogger<LaneGrain> log)
    {
        _silo = silo.SiloAddress.ToParsableString();
        _deaths = deaths;
        _atRest = atRest;
        _record = record;
        _catalog = catalog;
        _time = time;
        _options = options.Value;
        _log = log;
        _leases = new LeaseBook(time, _options.LeaseLifetime, agent => _deaths.IsGone(agent.Silo)) { Hold = _options.RetryHold };
        _commit = new GroupCommit(WriteAsync, OnWriteFailed, _options.CommitInterval, time);
        _bulletin = new LaneBulletin(incarnation: time.GetUtcNow().UtcTicks);
    }

    private IJobGrain Coordinator => GrainFactory.GetGrain<IJobGrain>(Key.Job.Value);

    private LaneKey Key => LaneKey.Parse(this.GetPrimaryKeyString());

    private LaneLedger Ledger => _fault is not null ? throw _fault
        : _ledger ?? throw new InvalidOperationException($"Lane {Key} is not open.");

    private bool HasWork => !_suspended && _fault is null && (_ledger is { HasWork: true } || _stragglers > 0);

    /// <summary>Deleted, damaged, or never opened: agents that still hold something of it are to give it up.</summary>
    private bool IsGone => _ledger is null && _fault is null;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var turns = TaskScheduler.Current; // of this activation
        _deathWatch = _deaths.Register(() => Task.Factory.StartNew(ReclaimDead, CancellationToken.None, TaskCreationOptions.None, turns));
        if (_record.State.Damage is { } damage)
        {
            _persisted = DamagedStatus(damage);
            Announce();
            return;
        }

        _reclaiming = this.RegisterGrainTimer(ReclaimAsync, _options.Heartbeat, _options.Heartbeat);
        if (await Coordinator.GetOrder() is { } order) await TakePartAsync(order);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _deactivated = true;
        _deathWatch?.Dispose();
        if (_place is { } place) _atRest.Leave(place);
        return Task.CompletedTask;
    }

    public Task Suspend()
    {
        _suspended = true;
        return Task.CompletedTask;
    }

    public Task Resume()
    {
        _suspended = false;
        GoOn();
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<LeasedTask>> Lease(AgentId agent, int maxTasks)
    {
        if (_suspended || IsGone) return [];
        var granted = Change(ledger => ledger.Grant(agent, maxTasks));
        LeasedTask[] tasks = [.. granted.Select(lease => new LeasedTask(
            lease.Id, lease.Range, Ledger.ArgumentOf(lease.Range), lease.History.IsSuspect ? lease.History.Probation : null))];
        if (_stragglers > 0) _stragglers = Ledger.LateCount;
        GoOn();
        return await KeepAsync(agent, granted) ? tasks : [];
    }

    public async Task<IReadOnlyList<bool>> Report(AgentId agent, IReadOnlyList<TaskReport> reports)
    {
        if (IsGone) return new bool[reports.Count];
        bool urgent = _leases.SuspectCount > 0;
        bool[] verdicts;
        using (ClusterTelemetry.Source.StartActivity("merge")?.SetTag("isac.reports", reports.Count))
            verdicts = Change(ledger => reports.Select(report => ReportJudge.Enter(ledger, agent, report)).ToArray());
        await MakeDurableAsync(urgent);
        return verdicts;
    }

    public async Task<bool> ReportMerged(AgentId agent, MergedReport report)
    {
        if (IsGone) return false;
        bool urgent = _leases.SuspectCount > 0;
        using (ClusterTelemetry.Source.StartActivity("merge")?.SetTag("isac.reports", report.Parts.Count))
            if (!Change(ledger => ReportJudge.Enter(ledger, agent, report))) return false;
        await MakeDurableAsync(urgent);
        return true;
    }

    public Task Renew(AgentId agent)
    {
        _ledger?.Renew(agent);
        return Task.CompletedTask;
    }

    public async Task Release(AgentId agent, IReadOnlyList<long> leases)
    {
        if (_ledger is not { } ledger || _fault is not null) return;
        foreach (long lease in leases) ledger.Release(lease, agent);
        AnnounceWork();
        await _commit.RequestAsync();
    }

    public Task<bool> IsHeld() => Task.FromResult(_record.RecordExists);

    public async Task Delete()
    {
        (_suspended, _isAtRest, _ledger, _persisted) = (true, false, null, null);
        _record.State = new LaneRecord { Damage = _record.State.Damage }; // of a damaged record whatever is there is cleared
        await _commit.RequestAsync(urgent: true); // nothing more is written, and no write is under way from here on
        await _record.ClearStateAsync();
        DeactivateOnIdle();
    }

    /// <summary>Runs what changes the ledger; the lane breaks where that throws, for nobody knows what was changed.</summary>
    private T Change<T>(Func<LaneLedger, T> change)
    {
        var ledger = Ledger;
        try
        {
            return change(ledger);
        }
        catch (Exception e)
        {
            Break(e, new JobFailure(JobFailureKind.Job, $"Lane {Key.Lane}: {e.Message}"));
            throw;
        }
    }

    /// <param name="urgent">Whether ranges are attempted alone: what waits for their results waits for this.</param>
    private Task MakeDurableAsync(bool urgent)
    {
        GoOn();
        bool someoneWaits = _job is IOutsideJob { Needs: SlotKind.Outside };
        return _commit.RequestAsync(urgent || someoneWaits || Ledger.Phase != LanePhase.Open);
    }

    private LaneStatus Status(LaneLedger ledger, LaneState state) => new(
        Key.Lane, _job!.Lanes[Key.Lane].Label, ledger.Phase, ledger.Boundary, ledger.AcceptedCount, ledger.StopReason, ledger.Counts,
        ledger.Poison.Count, state.Segments.Sum(segment => (long)segment.Result.Length));

    private async Task WriteAsync()
    {
        if (_ledger is not { } ledger) return; // deleted
        var state = ledger.ToState();
        var status = Status(ledger, state);
        _record.State.Ledger = state;
        _record.State.Host = _silo;
        _keptLeases = _leases.Version;
        await _record.WriteStateAsync();
        _persisted = status;
        Announce();
    }

    private void OnWriteFailed(Exception e)
    {
        if (!DurableFailure.IsFinal(e))
        {
            LogNotSaved(_log, e, Key.ToString());
            DeactivateOnIdle(); // the next activation goes on from what is durable; agents repeat their reports there
            return;
        }

        Break(e, new JobFailure(JobFailureKind.DataFolder, e.Message));
    }

    private void Break(Exception e, JobFailure failure)
    {
        if (_fault is not null) return;
        _fault = e;
        if (failure.Kind == JobFailureKind.Job) LogBroken(_log, e, Key.ToString()); // a data folder fails all lanes: the job tells it once
        Coordinator.Fail(failure).Ignore();
        if (failure.Kind == JobFailureKind.Job) DeactivateOnIdle(); // a later submission begins from what is durable
    }

    private Task ReclaimAsync()
    {
        _ledger?.ReclaimExpired();
        _stragglers = _ledger?.LateCount ?? 0;
        AnnounceWork();
        Rest();
        return Task.CompletedTask;
    }
}
