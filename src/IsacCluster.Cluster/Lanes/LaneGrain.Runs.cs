using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Lanes;

/// <summary>
/// Taking part in the runs of the job: what it is and which run is the present one, the coordinator says. A lane that is done keeps only
/// how it stands in memory, so that a job of ten thousand lanes stays small; its ledger is read again when somebody needs it.
/// </summary>
internal sealed partial class LaneGrain
{
    private Task? _waking;
    private bool _isAtRest;
    private LinkedListNode<IGrainContext>? _place; // among the lanes at rest

    public async Task Check(string specification)
    {
        var job = await _catalog.GetAsync(Key.Job, specification);
        await WakeAsync();
        Check(job, Present());
    }

    public async Task<LaneNotice> Open(LaneOrder order)
    {
        if (_fault is not null) throw _fault;
        if (_record.State.Damage is not null) return Notice();
        if (_record.State.Run < order.Run || (_ledger is null && !_isAtRest))
        {
            await WakeAsync();
            await BeginAsync(order, activating: false);
        }

        _suspended = false;
        GoOn();
        if (_ledger is { Phase: LanePhase.Open } && !IsKeptHere) await _commit.RequestAsync(urgent: true);
        return Notice();
    }

    public async Task<LaneAccount> GetAccount(LaneStanding least)
    {
        await WakeAsync();
        var state = Ledger.ToState();
        var account = new LaneAccount(Ledger.ResultBytes(), state.Poison, state.Stages, Status(Ledger, state));
        EndIfOld(least, account.Status);
        Rest();
        return account;
    }

    /// <summary>Forgets what is on disk, where nothing is left to do or to tell.</summary>
    private void Rest()
    {
        bool isDone = _ledger is { Phase: LanePhase.Closed } && _persisted is { Phase: LanePhase.Closed };
        if (!isDone || _leases.Count > 0 || _announcing || _sequencing || _keeping || _fault is not null || _commit.IsBusy) return;
        (_isAtRest, _ledger, _job, _record.State.Ledger) = (true, null, null, LaneState.Empty);
        _reclaiming?.Dispose();
        _place = _atRest.Enter(GrainContext);
    }

    /// <summary>Brings back what <see cref="Rest"/> forgot.</summary>
    private async Task WakeAsync()
    {
        while (_isAtRest)
        {
            var waking = _waking ??= ReadAsync();
            try
            {
                await waking;
            }
            finally
            {
                if (_waking == waking) _waking = null;
            }
        }

        async Task ReadAsync()
        {
            if (_place is { } place) _atRest.Leave(place);
            await _record.ReadStateAsync();
            if (await Coordinator.GetOrder() is { } order) await TakePartAsync(order);
            _isAtRest = false;
            _reclaiming = this.RegisterGrainTimer(ReclaimAsync, _options.Heartbeat, _options.Heartbeat);
        }
    }

    /// <summary>After an activation: goes on with the present run, or begins it.</summary>
    private async Task TakePartAsync(LaneOrder order)
    {
        var job = await _catalog.GetAsync(Key.Job, order.Specification); // where it cannot be built, another silo may have the files
        try
        {
            if (_record.State.Run != order.Run)
            {
                await BeginAsync(order, activating: true);
                return;
            }

            var state = _record.State.Ledger;
            _job = job;
            (_record.State.Description, _record.State.Options) = (null, null);
            _ledger = await Task.Run(() => LaneLedger.Continue(job, Key.Lane, order.Options.TaskSize, state, _leases));
            _persisted = Status(_ledger, state);
            Remember();
            Sequence();
        }
        catch (SpecificationException e)
        {
            Break(e, new JobFailure(JobFailureKind.Job, e.Message));
        }
    }

    /// <summary>
    /// Begins a run. Where nothing is in memory that is not on disk, nothing is written: an activation that is lost leaves the next one to
    /// begin the same run.
    /// </summary>
    /// <param name="activating">Whether no call can come meanwhile.</param>
    private async Task BeginAsync(LaneOrder order, bool activating)
    {
        var job = await _catalog.GetAsync(Key.Job, order.Specification);
        if (_ledger is not null && _record.State.Run >= order.Run) return; // another call was faster
        var present = Present();
        Check(job, present);
        bool isOnDisk = _ledger is null;
        _job = job;
        (_record.State.Run, _record.State.Description, _record.State.Options) = (order.Run, null, null);
        _ledger = activating ? await Task.Run(Begin) : Begin();
        if (isOnDisk) _persisted = Status(_ledger, present);
        else await _commit.RequestAsync(urgent: true);
        Sequence();

        LaneLedger Begin() => LaneLedger.Begin(job, Key.Lane, order.Options.TaskSize, present, _leases);
    }

    private LaneState Present() => _ledger?.ToState() ?? _record.State.Ledger;

    private void Check(IJob job, LaneState present)
    {
        if (PlanCut.Find(job, Key.Lane, present) is not { } cut) return;
        throw new SpecificationException(
            $"job {Key.Job}: {cut.Accepted} accepted results of '{job.Lanes[Key.Lane].Label}' would be discarded: they were merged over "
            + $"{cut.Segment}, and their part below {cut.Edge} cannot be told from the rest. Keep the number of samples and the stopping "
            + "rule, raise the number, or give the job another name.");
    }
}
