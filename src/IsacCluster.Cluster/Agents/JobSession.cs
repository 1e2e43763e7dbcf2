using System.Collections.Concurrent;
using System.Diagnostics;
using IsacCluster.Campaigns.Jobs;
using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Lanes;
using IsacCluster.Cluster.Ledger;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Cluster.Agents;

/// <summary>What a session works with.</summary>
internal sealed record SessionContext(
    AgentId Agent, string Silo, IGrainFactory Grains, SlotPool Slots, ClusterOptions Options, TimeProvider Time, ILogger Log);

/// <summary>
/// One agent's work on one job, from joining to leaving: a watch on where work is, a pump of leases, the reporter and the
/// heartbeat. The user's cancel stops running tasks at their next sample; the host's stop lets them finish within the grace.
/// </summary>
internal sealed partial class JobSession : IDisposable
{
    private const int MostUnacknowledged = 16_384;
    private readonly SessionContext _context;
    private readonly IJob _job;
    private readonly JobId _id;
    private readonly IJobGrain _coordinator;
    private readonly SessionAccount _account;
    private readonly LeaseSizer _sizer;
    private readonly Reporter _reporter;
    private readonly CancellationTokenSource _noMoreLeases = new();
    private readonly CancellationTokenSource _noMoreTasks = new(); // queued tasks are handed back
    private readonly CancellationTokenSource _stopTasks = new(); // running tasks stop at their next sample
    private readonly CancellationTokenSource _giveUpReports = new();
    private readonly ConcurrentDictionary<int, bool> _usedLanes = new(); // whose leases the heartbeat renews
    private readonly SemaphoreSlim _wake = new(0, 1); // the queue ran low, or there is news of work
    private volatile WorkHint _hint;
    private int _outstanding, _queued;
    private TaskCompletionSource? _idle;

    public JobSession(SessionContext context, JobId id, IJob job, WorkHint hint)
    {
        _context = context;
        _job = job;
        _id = id;
        _hint = hint;
        _coordinator = context.Grains.GetGrain<IJobGrain>(id.Value);
        context.Slots.ResetClocks();
        _account = new SessionAccount(Guid.NewGuid().ToString("N"), context.Silo, context.Slots, context.Time);
        _sizer = new LeaseSizer(context.Slots.Slots, context.Options.QueueDepth);
        _reporter = new Reporter(context.Agent, Lane, _account, Wake, context.Options, context.Time, context.Log);
    }

    /// <summary>Works until the job rests or the host stops; everything leased is then reported or handed back.</summary>
    public async Task RunAsync(CancellationToken hostStopping)
    {
        using var stop = hostStopping.Register(_noMoreLeases.Cancel);
        var work = Task.WhenAll(PumpAsync(), WatchAsync()); // the first lease is on its way before anything else: slots wait for it
        var reporting = _reporter.RunAsync(_giveUpReports.Token);
        var heartbeat = HeartbeatAsync();
        await work;
        _noMoreTasks.Cancel();
        if (_hint.Phase != JobPhase.Running) _stopTasks.Cancel();
        else _stopTasks.CancelAfter(_context.Options.StopGrace);
        if (_hint.Phase == JobPhase.Failed) _giveUpReports.Cancel();
        await IdleAsync();
        _reporter.Complete();
        if (hostStopping.IsCancellationRequested) _giveUpReports.CancelAfter(_context.Options.StopGrace);
        await reporting;
        await heartbeat;
        await RecordAsync(ended: true);
    }

    /// <summary>Runs one task; called on a slot's thread.</summary>
    public void Execute(SlotTask task, RunnerSeat seat)
    {
        if (Interlocked.Decrement(ref _queued) * 2 < _sizer.Target) Wake();
        var attempt = _noMoreTasks.IsCancellationRequested ? HandBack(task, TimeSpan.Zero) : Attempt(task, seat);
        _reporter.Add(attempt);
        if (Interlocked.Decrement(ref _outstanding) == 0) Volatile.Read(ref _idle)?.TrySetResult();
    }

    public void Dispose()
    {
        _noMoreLeases.Dispose();
        _noMoreTasks.Dispose();
        _stopTasks.Dispose();
        _giveUpReports.Dispose();
        _wake.Dispose();
    }

    private static Attempt HandBack(SlotTask task, TimeSpan elapsed) => new(task.Lane, task.Leased.LeaseId, null, elapsed, TimeSpan.Zero);

    private Attempt Attempt(SlotTask task, RunnerSeat seat)
    {
        var range = task.Leased.Range;
        using var activity = ClusterTelemetry.Source.StartActivity("task", ActivityKind.Internal, _hint.TraceParent)?.SetTag("isac.lane", task.Lane).SetTag("isac.first", range.First);
        long start = _context.Time.GetTimestamp();
        byte[]? result = null;
        string? error = null;
        StageTotal[] stages = [];
        try
        {
            var work = new TaskRange(task.Lane, range.First, (int)range.Length) { Argument = task.Leased.Argument };
            var output = seat.RunnerOf(_job).Run(work, _stopTasks.Token);
            result = output.Result.ToBytes();
            stages = [.. output.Stages.Select(stage => new StageTotal(stage.Key, stage.Value.Calls, stage.Value.TotalSeconds))];
        }
        catch (OperationCanceledException) when (_stopTasks.IsCancellationRequested)
        {
            var lost = _context.Time.GetElapsedTime(start);
            _account.Wasted(lost);
            return HandBack(task, lost);
        }
        catch (Exception e)
        {
            error = $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}";
            LogAttemptFailed(_context.Log, e, _id.Value, task.Lane, range.First, range.End);
            seat.Dispose(); // its work space may be half changed
        }

        var elapsed = _context.Time.GetElapsedTime(start);
        _sizer.Ran(elapsed);
        ClusterMetrics.Ran(elapsed.TotalSeconds);
        var report = new TaskReport(task.Leased.LeaseId, range, result, stages, error);
        return new Attempt(task.Lane, task.Leased.LeaseId, report, elapsed, TimeSpan.FromSeconds(stages.Sum(stage => stage.Seconds)));
    }

    private async Task WatchAsync()
    {
        while (!_noMoreLeases.IsCancellationRequested)
        {
            try
            {
                _hint = await _coordinator.WaitForWork(_hint.Version, _noMoreLeases.Token).WaitAsync(_noMoreLeases.Token);
                if (_hint.Phase != JobPhase.Running) _noMoreLeases.Cancel();
                Wake();
            }
            catch (Exception e)
            {
                await PauseAfterAsync(e);
            }
        }
    }

    /// <summary>Keeps the queue before the slots filled from the lanes with work, starting at a lane of this agent's own.</summary>
    private async Task PumpAsync()
    {
        int turn = (int)((uint)_context.Agent.Value.GetHashCode(StringComparison.Ordinal) % int.MaxValue);
        while (!_noMoreLeases.IsCancellationRequested)
        {
            try
            {
                var hint = _hint;
                bool granted = false;
                for (int i = 0; i < hint.Lanes.Count && Room() > 0; i++)
                    granted |= await LeaseAsync(hint.Lanes[(i + turn) % hint.Lanes.Count]);
                // Woken when a slot takes a task of a low queue or work appears; a full pass without either has nothing to do.
                if (!granted || Room() <= 0) await _wake.WaitAsync(_noMoreLeases.Token);
            }
            catch (Exception e)
            {
                await PauseAfterAsync(e);
            }
        }
    }

    /// <summary>
    /// Tasks to lease now. Empty tasks may finish faster than lanes accept them: reports on their way are limited too, or the backlog and
    /// the lease tables would grow with the job.
    /// </summary>
    private int Room() => Math.Min(_sizer.Target - Volatile.Read(ref _queued), MostUnacknowledged - _reporter.Pending);

    private async Task<bool> LeaseAsync(int lane)
    {
        using var activity = ClusterTelemetry.Source.StartActivity("lease")?.SetTag("isac.lane", lane);
        _usedLanes[lane] = true;
        var leased = await Lane(lane).Lease(_context.Agent, Room());
        ClusterMetrics.Leased(leased.Count);
        Interlocked.Add(ref _queued, leased.Count);
        Interlocked.Add(ref _outstanding, leased.Count);
        foreach (var task in leased) _context.Slots.Add(new SlotTask(this, lane, task));
        return leased.Count > 0;
    }

    private async Task HeartbeatAsync()
    {
        await RecordAsync(ended: false);
        while (!_noMoreLeases.IsCancellationRequested || Volatile.Read(ref _outstanding) > 0)
        {
            await Task.Delay(_context.Options.Heartbeat, _context.Time, _noMoreLeases.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_noMoreLeases.IsCancellationRequested) return; // what is left runs at most for the grace, less than a lease
            await RecordAsync(ended: false);
            foreach (int lane in _usedLanes.Keys) await TryAsync(() => Lane(lane).Renew(_context.Agent));
        }
    }

    private Task RecordAsync(bool ended) => TryAsync(() => _coordinator.RecordSession(_account.Snapshot(), ended));

    private async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call().WaitAsync(_context.Options.StopGrace, _context.Time);
        }
        catch (Exception e)
        {
            LogCallFailed(_context.Log, e, _id.Value);
        }
    }

    private async Task IdleAsync()
    {
        var idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _idle, idle);
        if (Volatile.Read(ref _outstanding) > 0) await idle.Task;
    }

    private async Task PauseAfterAsync(Exception e)
    {
        if (_noMoreLeases.IsCancellationRequested) return;
        LogCallFailed(_context.Log, e, _id.Value);
        await Task.Delay(_context.Options.RetryDelay, _context.Time, _noMoreLeases.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Wake()
    {
        try
        {
            if (_wake.CurrentCount == 0) _wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // another thread woke it at the same moment
        }
    }

    private ILaneGrain Lane(int lane) => _context.Grains.GetGrain<ILaneGrain>(new LaneKey(_id, lane).ToString());
}
