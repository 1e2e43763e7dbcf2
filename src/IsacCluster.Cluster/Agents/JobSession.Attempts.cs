using System.Diagnostics;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Agents;

/// <summary>Running one task.</summary>
internal sealed partial class JobSession
{
    private const int StopPatience = 5; // graces until a task that does not heed the stop is given up

    public TimeSpan TaskTimeout => _stopTasks.IsCancellationRequested ? StopPatience * _context.Options.StopGrace
        : _hint.TaskTimeout ?? (_job.HasLongTasks ? TimeSpan.MaxValue : _context.Options.TaskTimeout);

    public Workplace CreateWorkplace() => new(_job, _stopTasks.Token);

    public Attempt Execute(SlotRun run, Workplace place)
    {
        if (_noMoreTasks.IsCancellationRequested) return HandBack(run.Task, TimeSpan.Zero);
        var range = run.Task.Leased.Range;
        using var activity = ClusterTelemetry.Source.StartActivity("task", ActivityKind.Internal, _hint.TraceParent)
            ?.SetTag("isac.lane", run.Task.Lane).SetTag("isac.first", range.First);
        try
        {
            var work = new TaskRange(run.Task.Lane, range.First, (int)range.Length) { Argument = run.Task.Leased.Argument };
            var output = place.Runner.Run(work, place.Cancellation);
            StageTotal[] stages =
                [.. output.Stages.Select(stage => new StageTotal(stage.Key, stage.Value.Calls, stage.Value.TotalSeconds))];
            return Attempted(run, output.Result, stages, null);
        }
        catch (OperationCanceledException) when (_stopTasks.IsCancellationRequested)
        {
            return HandBack(run.Task, _context.Time.GetElapsedTime(run.Started));
        }
        catch (OperationCanceledException) when (run.CancelledAt is not null)
        {
            return TimedOut(run, "it was stopped");
        }
        catch (Exception e)
        {
            LogAttemptFailed(_context.Log, e, _id.Value, run.Task.Lane, range.First, range.End);
            place.Spoil();
            return Attempted(run, null, [], $"{e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
        }
    }

    public void Complete(Attempt attempt)
    {
        if (attempt.IsHandedBack) _account.Wasted(attempt.Elapsed);
        _reporter.Add(attempt);
        if (Interlocked.Decrement(ref _outstanding) == 0) Volatile.Read(ref _idle)?.TrySetResult();
    }

    /// <summary>The failure of an attempt that ran beyond its limit; handed back untried if the session is stopping.</summary>
    public Attempt TimedOut(SlotRun run, string outcome)
    {
        if (_stopTasks.IsCancellationRequested) return HandBack(run.Task, _context.Time.GetElapsedTime(run.Started));
        var range = run.Task.Leased.Range;
        LogTimedOut(_context.Log, _id.Value, run.Task.Lane, range.First, range.End, TaskTimeout, outcome);
        return Attempted(
            run, null, [], FormattableString.Invariant($"TimeoutException: the task ran longer than {TaskTimeout}; {outcome}"));
    }

    private static Attempt HandBack(SlotTask task, TimeSpan elapsed) =>
        new(task.Lane, task.Leased, null, [], null, elapsed) { Turn = task.Turn };

    private Attempt Attempted(SlotRun run, ILaneResult? result, StageTotal[] stages, string? error)
    {
        var elapsed = _context.Time.GetElapsedTime(run.Started);
        _sizer.Ran(elapsed);
        ClusterMetrics.Ran(elapsed.TotalSeconds);
        return new Attempt(run.Task.Lane, run.Task.Leased, result, stages, error, elapsed) { Turn = run.Task.Turn };
    }
}
