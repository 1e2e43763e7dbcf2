using System.Collections.Concurrent;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Jobs;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Cluster.Agents;

/// <summary>What a session works with.</summary>
internal sealed record SessionContext(
    AgentId Agent, string Silo, IGrainFactory Grains, SlotPool Slots, Quarantine Quarantine, ClusterOptions Options, TimeProvider Time,
    ILogger Log);

/// <summary>
/// One agent's work on one job, from joining to leaving: a watch on where work is, a pump of leases, the reporter and the
/// heartbeat. Sessions share the slots by their jobs' priorities. The user's cancel stops running tasks at their next sample; the host's
/// stop lets them finish within the grace.
/// </summary>
internal sealed partial class JobSession : ISlotUser, IDisposable
{
    private const int MostUnacknowledged = 16_384;
    private readonly SessionContext _context;
    private readonly IJob _job;
    private readonly JobId _id;
    private readonly IJobGrain _coordinator;
    private readonly SlotTicket _ticket;
    private readonly SessionAccount _account;
    private readonly LeaseSizer _sizer;
    private readonly Reporter _reporter;
    private readonly CancellationTokenSource _noMoreLeases = new();
    private readonly CancellationTokenSource _noMoreTasks = new(); // queued tasks are handed back
    private readonly CancellationTokenSource _stopTasks = new(); // running tasks stop at their next sample
    private readonly CancellationTokenSource _giveUpReports = new();
    private readonly ConcurrentDictionary<int, int> _held = new(); // leases by lane, until acknowledged: what the heartbeat renews
    private readonly SemaphoreSlim _wake = new(0, 1); // the queue ran low, a slot is idle, or there is news of work
    private volatile WorkHint _hint;
    private int _outstanding;
    private TaskCompletionSource? _idle;

    /// <param name="priority">Weight of the job at the slots.</param>
    /// <param name="quota">Most slots that it may use here; null: all.</param>
    public JobSession(SessionContext context, JobId id, IJob job, WorkHint hint, int priority, int? quota)
    {
        _context = context;
        _job = job;
        _id = id;
        _hint = hint;
        _coordinator = context.Grains.GetGrain<IJobGrain>(id.Value);
        _ticket = context.Slots.Join(this, priority, quota);
        _account = new SessionAccount(
            Guid.NewGuid().ToString("N"), context.Silo, context.Slots.Slots, () => context.Slots.SlotSeconds(_ticket), context.Time,
            context.Options.Identity);
        _sizer = new LeaseSizer(context.Slots.Slots, context.Options.QueueDepth);
        _reporter = new Reporter(context.Agent, job, Lane, _account, OnAcknowledged, context.Options, context.Time, context.Log);
    }

    public int Ahead => _sizer.Target;

    /// <summary>Works until the job rests or the host stops; everything leased is then reported or handed back.</summary>
    public async Task RunAsync(CancellationToken hostStopping)
    {
        LogBegun(_context.Log, _context.Silo, _id.Value);
        using var stop = hostStopping.Register(_noMoreLeases.Cancel);
        var work = Task.WhenAll(PumpAsync(), WatchAsync()); // the first lease is on its way before anything else: slots wait for it
        var reporting = _reporter.RunAsync(_giveUpReports.Token);
        var heartbeat = HeartbeatAsync();
        await work;
        _noMoreTasks.Cancel();
        foreach (var task in _context.Slots.Withdraw(_ticket)) Complete(HandBack(task, TimeSpan.Zero));
        if (_hint.Phase != JobPhase.Running) _stopTasks.Cancel();
        else _stopTasks.CancelAfter(_context.Options.StopGrace);
        if (_hint.Phase == JobPhase.Failed) _giveUpReports.Cancel();
        await IdleAsync();
        _reporter.Complete();
        if (hostStopping.IsCancellationRequested) _giveUpReports.CancelAfter(_context.Options.StopGrace);
        await reporting;
        await heartbeat;
        await RecordAsync(ended: true);
        LogEnded(_context.Log, _context.Silo, _id.Value);
    }

    public void Adjust(int priority, int? quota) => _context.Slots.Adjust(_ticket, priority, quota);

    public void Wake()
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

    public void Dispose()
    {
        _context.Slots.Leave(_ticket);
        _noMoreLeases.Dispose();
        _noMoreTasks.Dispose();
        _stopTasks.Dispose();
        _giveUpReports.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_noMoreLeases.IsCancellationRequested)
        {
            try
            {
                _hint = await _coordinator.WaitForWork(_hint.Version, _noMoreLeases.Token).WaitAsync(_noMoreLeases.Token);
                if (_hint.Phase != JobPhase.Running) _noMoreLeases.Cancel();
                _context.Slots.SetDry(_ticket, _hint.Lanes.Count == 0);
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
                for (int i = 0; i < hint.Lanes.Count && Room() is > 0 and var room; i++)
                    granted |= await LeaseAsync(hint.Lanes[(i + turn) % hint.Lanes.Count], room);
                if (!granted && Room() > 0 && ReferenceEquals(hint, _hint)) _context.Slots.SetDry(_ticket, true);
                // Woken when a slot takes a task of a low queue or is idle or work appears; a full pass without any has nothing to do.
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
    private int Room() => Math.Min(_context.Slots.Room(_ticket, Ahead), MostUnacknowledged - _reporter.Pending);

    private async Task<bool> LeaseAsync(int lane, int room)
    {
        using var activity = ClusterTelemetry.Source.StartActivity("lease")?.SetTag("isac.lane", lane);
        var leased = await SlowCall.EndAsync(
            Lane(lane).Lease(_context.Agent, room), _context.Options.RetryDelay, _context.Time,
            late => _context.Slots.SetDry(_ticket, late));
        if (leased.Count == 0) return false;
        ClusterMetrics.Leased(leased.Count);
        _held.AddOrUpdate(lane, leased.Count, (_, held) => held + leased.Count);
        Interlocked.Add(ref _outstanding, leased.Count);
        _context.Slots.Add(_ticket, [.. leased.Where(task => task.Probation is null).Select(task => new SlotTask(lane, task))]);
        foreach (var task in leased)
        {
            if (task.Probation is { } probation) AdmitAsync(lane, task, probation).Ignore();
        }

        return true;
    }

    /// <summary>Runs a suspect when its turn has come and the lane has written that it begins.</summary>
    private async Task AdmitAsync(int lane, LeasedTask task, TimeSpan probation)
    {
        Quarantine.Turn? turn = null;
        try
        {
            turn = await _context.Quarantine.EnterAsync(probation, _noMoreLeases.Token);
            if (await Lane(lane).Begin(_context.Agent, task.LeaseId).WaitAsync(_noMoreLeases.Token))
            {
                LogSuspect(_context.Log, _id.Value, lane, task.Range.First, task.Range.End, probation);
                turn.Begin(probation);
                _context.Slots.AddAlone(_ticket, new SlotTask(lane, task, turn));
                return;
            }
        }
        catch (Exception e)
        {
            if (!_noMoreLeases.IsCancellationRequested) LogCallFailed(_context.Log, e, _id.Value);
        }

        Complete(HandBack(new SlotTask(lane, task, turn), TimeSpan.Zero));
    }

    private void OnAcknowledged(int lane, int leases)
    {
        if (_held.AddOrUpdate(lane, 0, (_, held) => held - leases) == 0) _held.TryRemove(new KeyValuePair<int, int>(lane, 0));
        Wake();
    }

    /// <summary>Renews lanes of which it holds something only: a lease whose grant was lost on the way lapses then.</summary>
    private async Task HeartbeatAsync()
    {
        await RecordAsync(ended: false);
        while (!_noMoreLeases.IsCancellationRequested || Volatile.Read(ref _outstanding) > 0)
        {
            await Task.Delay(_context.Options.Heartbeat, _context.Time, _noMoreLeases.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (_noMoreLeases.IsCancellationRequested) return; // what is left runs at most for the grace, less than a lease
            await Task.WhenAll(_held.Where(lane => lane.Value > 0)
                .Select(lane => TryAsync(() => Lane(lane.Key).Renew(_context.Agent)))
                .Append(RecordAsync(ended: false)));
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
        await Task.Delay(_context.Options.RetryDelay, _context.Time, _noMoreLeases.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private ILaneGrain Lane(int lane) => _context.Grains.GetGrain<ILaneGrain>(new LaneKey(_id, lane).ToString());
}
