using IsacCluster.Cluster.Activations;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Cluster.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace IsacCluster.Cluster.Coordination;

/// <summary>
/// Takes submissions, gathers the notices of the lanes, and settles the job. Reentrant: long polls wait inside it.
/// </summary>
[Reentrant]
internal sealed partial class JobGrain : Grain, IJobGrain, IRemindable, IDisposable
{
    private const string Reminder = "running";
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1); // Orleans allows no shorter one

    private readonly IPersistentState<JobRecord> _record;
    private readonly JobSite _site;
    private readonly JobsOnRecord _listed;
    private readonly ISiloStatusOracle _oracle;
    private readonly ActivationsAtRest<JobGrain> _atRest;
    private readonly IPersistentState<SpecificationRecord> _specification;
    private readonly ILocalSiloDetails _silo;
    private readonly ClusterOptions _options;
    private readonly ILogger<JobGrain> _log;
    private readonly VersionSignal _progress, _work;
    private readonly GroupCommit _commit;
    private readonly SemaphoreSlim _changing = new(1); // submit, cancel, pause and resume one after another
    private readonly TimeProvider _time;
    private readonly PaceMeter _pace;
    private JobLifecycle _life = null!; // from the activation on, when the record has been read
    private bool _startedHere, _deleting, _wasUnknown;
    private int _quiet; // rounds in which nobody asked

    public JobGrain(
        [PersistentState(JobRecord.Name)] IPersistentState<JobRecord> record,
        [PersistentState(SpecificationRecord.Name)] IPersistentState<SpecificationRecord> specification,
        JobSite site,
        JobsOnRecord listed,
        ISiloStatusOracle oracle,
        ActivationsAtRest<JobGrain> atRest,
        ILocalSiloDetails silo,
        TimeProvider time,
        IOptions<ClusterOptions> options,
        ILogger<JobGrain> log)
    {
        _silo = silo;
        _record = record;
        _site = site;
        _listed = listed;
        _oracle = oracle;
        _atRest = atRest;
        _specification = specification;
        _options = options.Value;
        _time = time;
        _log = log;
        _pace = new PaceMeter(time);
        _progress = new VersionSignal(time);
        _work = new VersionSignal(time);
        _commit = new GroupCommit(WriteAsync, OnWriteFailed, _options.CommitInterval, time);
    }

    private JobId Id => new(this.GetPrimaryKeyString());

    private JobRecord State => _record.State;

    private IDispatchGrain Dispatch => GrainFactory.GetGrain<IDispatchGrain>(0);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        State.Damage ??= SpecificationDamage() ?? await AbsenceAsync();
        if (State.Damage is { } damage)
            (State.Phase, State.Failure) = (JobPhase.Damaged, new JobFailure(JobFailureKind.DataFolder, damage));
        _life = new JobLifecycle(State);
        this.RegisterGrainTimer(AnnounceAgainAsync, TimeSpan.Zero, _options.LongPoll);
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        LeaveRest();
        return Task.CompletedTask;
    }

    public void Dispose()
    {
        ClusterMetrics.Waits(this, default);
        _changing.Dispose();
    }

    public async Task<JobStatus> Submit(JobDescription description, SubmitOptions options)
    {
        using var turn = await EnterAsync();
        ThrowIfDamaged();
        bool isRepeated = options.Submission != Guid.Empty && options.Submission == State.Options.Submission;
        if (isRepeated && State.Phase != JobPhase.Paused) return Status(); // its answer was lost
        var (job, refusal) = await PlanAsync(description);
        _opensHere = !job.PlansWithoutFiles;
        PlaceHere();
        await KeepSpecificationAsync(description);
        if (State.IsSubmitted && SpecificationKey != description.Key)
        {
            var held = Enumerable.Range(0, Math.Min(State.LaneCount, job.Lanes.Count)).ToArray();
            await ForLanesAsync(held, lane => lane.Check(description.Key)); // before anything is changed
        }

        if (refusal is null) await Task.Run(job.Prepare);
        await ForLanesAsync(_life.Opened, lane => lane.Suspend());
        _life.Submit(description, options, job);
        await _commit.RequestAsync(urgent: true); // no lane begins a run that an outage would have forgotten
        await OpenFirstLanesAsync();
        _life.BeginRun(_time.GetUtcNow(), Environment.MachineName);
        await ChangePhaseAsync(JobPhase.Running);
        await SettleAsync();
        ThrowIfDamaged();
        return Status();
    }

    public Task<JobSummary?> GetSummary()
    {
        _quiet = 0;
        _life.Tally();
        return Task.FromResult(State.Summary(Id));
    }

    public async Task<JobStatus> GetStatus()
    {
        _quiet = 0;
        await LearnLanesAsync();
        return Status();
    }

    public async Task<JobStatus> WaitForChange(long knownVersion, CancellationToken cancellation)
    {
        _quiet = 0;
        await LearnLanesAsync();
        await _progress.WaitAsync(knownVersion, _options.LongPoll, cancellation);
        return Status();
    }

    public Task Cancel() => HoldAsync(JobPhase.Cancelled);

    public Task Pause() => HoldAsync(JobPhase.Paused);

    public async Task Resume()
    {
        using var turn = await EnterAsync();
        ThrowIfDamaged();
        if (!_life.MayResume) return;
        await LearnLanesAsync();
        await ForLanesAsync(_life.Opened, lane => lane.Resume());
        _life.ContinueRun();
        await ChangePhaseAsync(JobPhase.Running);
        await SettleAsync();
    }

    public async Task SetPriority(int priority)
    {
        using var turn = await EnterAsync();
        ThrowIfDamaged();
        if (!State.IsSubmitted || _deleting) return;
        State.Options = State.Options with { Priority = priority };
        await _commit.RequestAsync(urgent: true);
        await AnnounceAsync();
        _progress.Advance();
    }

    public async Task<WorkHint> WaitForWork(long knownVersion, CancellationToken cancellation)
    {
        _quiet = 0;
        _asked = _time.GetTimestamp();
        await LearnLanesAsync();
        await _work.WaitAsync(knownVersion, _options.LongPoll, cancellation);
        return new WorkHint(
            _work.Version, State.Phase, _life.LanesWithWork, State.Options.TraceParent, State.Options.TaskTimeout, SpecificationKey);
    }

    public async Task RecordSession(SessionTiming timing, bool ended)
    {
        _quiet = 0;
        if (_deleting || !State.IsSubmitted) return; // the job is deleted: its sessions are nobody's
        LeaveRest();
        _life.Record(timing, ended);
        Welcome(timing.Silo);
        await _commit.RequestAsync();
        _progress.Advance();
        if (ended) Rest();
    }

    public async Task Notify(LaneNotice notice)
    {
        if (Keep(notice)) await SettleAsync();
    }

    public async Task Fail(JobFailure failure)
    {
        if (_deleting || !State.IsSubmitted || State.Phase is JobPhase.Failed or JobPhase.Damaged) return;
        State.Failure = failure;
        LogFailed(_log, Id.Value, failure.Message);
        await ChangePhaseAsync(JobPhase.Failed);
    }

    private bool Keep(LaneNotice notice)
    {
        var effect = _life.Take(notice);
        if (effect != NoticeEffect.None) _progress.Advance();
        if (effect == NoticeEffect.Work) _work.Advance();
        if (effect == NoticeEffect.Work && State.Phase == JobPhase.Running) OpenLanesAsync().Ignore();
        return effect != NoticeEffect.None;
    }

    private async Task SettleAsync()
    {
        if (_life.Settled() is { } phase) await ChangePhaseAsync(phase);
    }

    /// <summary>Lets agents that have just learned of the end book their last second; one that died is not waited for long.</summary>
    private async Task SessionsEndedAsync()
    {
        long start = _time.GetTimestamp();
        var patience = 2 * _options.Heartbeat;
        while (_life.AwaitsSessions && _time.GetElapsedTime(start) is var waited && waited < patience)
            await _progress.WaitAsync(_progress.Version, patience - waited);
    }

    private async Task HoldAsync(JobPhase phase)
    {
        using var turn = await EnterAsync();
        ThrowIfDamaged();
        if (!_life.MayHold) return;
        await ChangePhaseAsync(phase); // durable first: whatever dies from here on, nobody goes on with the job
        await ForLanesAsync(_life.Opened, lane => lane.Suspend());
    }

    private async Task ChangePhaseAsync(JobPhase phase)
    {
        _life.Enter(phase, _time.GetUtcNow());
        _startedHere |= phase == JobPhase.Running;
        LogPhase(_log, Id.Value, phase);
        if (phase != JobPhase.Failed)
        {
            await _commit.RequestAsync(urgent: true);
        }
        else
        {
            _commit.RequestAsync(urgent: true).Ignore(); // the data folder may be what failed; waiters learn of it either way
        }

        _work.Advance();
        _progress.Advance();
        await AnnounceAsync();
        if (_options.ResumesJobs) await RemindAsync();
    }

    private Task WriteAsync()
    {
        if (_deleting || State.Damage is not null) return Task.CompletedTask;
        _life.Tally();
        return _record.WriteStateAsync();
    }

    private void OnWriteFailed(Exception e)
    {
        if (!DurableFailure.IsFinal(e))
        {
            LogNotSaved(_log, e, Id.Value);
            DeactivateOnIdle(); // the next activation goes on from what is durable
        }
        else if (State.Phase != JobPhase.Failed)
        {
            Fail(new JobFailure(JobFailureKind.DataFolder, e.Message)).Ignore();
        }
    }

    private void ThrowIfDamaged()
    {
        if (State is { Phase: JobPhase.Damaged, Failure: { } failure }) throw DamagedJob.Refusal(Id, failure.Message);
    }

    private JobStatus Status() => _life.Status(Id, _progress.Version, _silo.Name) with
    {
        Pace = State.Phase == JobPhase.Running ? _pace.Pace(_life.OpenTasks) : null,
        Refusals = State.Phase == JobPhase.Running && _refusals.Count > 0 ? [.. Refusals().Select(entry => entry.Refusal)] : null,
    };

    private async Task<SemaphoreTurn> EnterAsync()
    {
        _quiet = 0;
        LeaveRest();
        await _changing.WaitAsync();
        return new SemaphoreTurn(_changing);
    }

    private readonly struct SemaphoreTurn(SemaphoreSlim semaphore) : IDisposable
    {
        public void Dispose() => semaphore.Release();
    }
}
