using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Jobs;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Cluster.Outside;

/// <summary>Following the job, and telling its lane what came of tasks.</summary>
internal sealed partial class OutsideGrain
{
    private const int MostQuiet = 120; // rounds

    private readonly VersionSignal _news; // a task is free, or the job has changed
    private WorkHint? _hint;
    private Task? _watching;
    private int _askers, _quiet;

    /// <summary>Knows the job as it is now; why it gives no tasks, or null.</summary>
    private async Task<OutsideAnswer?> FollowAsync()
    {
        _quiet = 0;
        if (_hint is null) _hint = await Coordinator.WaitForWork(0, CancellationToken.None);
        if (_watching is null) WatchAsync().Ignore();
        if (_hint.Specification is not { } key) return new OutsideAnswer(OutsideCode.Unknown, "the cluster holds no such job");
        if (key != _specification)
        {
            IJob job = await _catalog.GetAsync(Id, key);
            if (job is not IOutsideJob { Needs: SlotKind.Outside } outside)
                return Refuse($"job {Id} has its tasks run by slots; workers outside are given those of a study with objective.external");
            (_job, _specification) = (outside, key);
            _book?.Adopt(outside);
        }

        _book ??= new OutsideBook(_record.State, _job!, _time);
        return null;
    }

    /// <summary>As long as somebody asks or has a task: how the job stands.</summary>
    private Task WatchAsync() => _watching = RunAsync();

    private async Task RunAsync()
    {
        try
        {
            do
            {
                WorkHint hint = await Coordinator.WaitForWork(_hint?.Version ?? 0, CancellationToken.None);
                bool isNews = hint.Version != _hint?.Version;
                _hint = hint;
                if (isNews) _news.Advance();
            }
            while (_askers > 0 || _book is { Count: > 0 });
        }
        catch (Exception e)
        {
            LogNotFollowed(_log, e, Id.Value);
            _hint = null;
        }
        finally
        {
            _watching = null;
            _news.Advance();
        }
    }

    /// <summary>Renews the lane's leases while workers have theirs, and tells the lane again what it was not told.</summary>
    private async Task RenewAsync()
    {
        if (_book is not { Count: > 0 } book)
        {
            if (++_quiet > MostQuiet && _askers == 0) DeactivateOnIdle();
            return;
        }

        try
        {
            await Lane.Renew(Agent);
            foreach (OpenTask open in book.Open.Where(open => open.Task.Result is not null && open.Ending is null).ToList())
                await EndAsync(open);
        }
        catch (Exception e)
        {
            LogNotRenewed(_log, e, Id.Value);
        }
    }

    /// <summary>A task that no worker ended.</summary>
    private async Task EndAloneAsync(OpenTask open)
    {
        open.Free();
        await EndAsync(open);
    }

    /// <summary>Has the lane take what came of a task; returns after that is durable.</summary>
    /// <returns>False where the job does not want it any more.</returns>
    private async Task<bool> EndAsync(OpenTask open)
    {
        var ending = open.Ending ?? ReportAsync(open);
        open.Ending = ending;
        try
        {
            return await ending;
        }
        finally
        {
            if (open.Ending == ending) open.Ending = null;
        }
    }

    private async Task<bool> ReportAsync(OpenTask open)
    {
        var range = new Interval(open.Index, open.Index + 1);
        double seconds = (open.Heard - open.Since).TotalSeconds;
        StageTotal[] stages = open.Lease is null ? [] : [new StageTotal("outside", 1, Math.Max(0, seconds))];
        bool accepted = (await Lane.Report(Agent, [new TaskReport(0, range, open.Task.Result!.ToBytes(), stages, null)]))[0];
        if (!accepted && !await IsAcceptedAsync(open.Index))
        {
            _book?.Drop(open);
            return false;
        }

        _book?.End(open);
        _news.Advance();
        _commit.RequestAsync().Ignore(); // what is lost of it is told again
        return true;
    }

    /// <summary>Whether the lane has it from before: it was told, and nobody knows here.</summary>
    private async Task<bool> IsAcceptedAsync(long index)
    {
        LaneStatus status = (await Lane.GetNotice(default)).Status;
        return index < status.Boundary;
    }

    private async Task WriteAsync()
    {
        if (_book is not { } book) return; // deleted
        _record.State = book.ToRecord();
        await _record.WriteStateAsync();
    }

    private void OnWriteFailed(Exception e)
    {
        LogNotSaved(_log, e, Id.Value);
        DeactivateOnIdle(); // the next activation goes on from what is durable; workers repeat their words there
    }

    [LoggerMessage(1, LogLevel.Warning, "Job {Job}: who has its tasks outside could not be saved")]
    private static partial void LogNotSaved(ILogger logger, Exception exception, string job);

    [LoggerMessage(2, LogLevel.Information, "Job {Job}: its coordinator does not answer workers outside")]
    private static partial void LogNotFollowed(ILogger logger, Exception exception, string job);

    [LoggerMessage(3, LogLevel.Information, "Job {Job}: its lane does not answer for workers outside and is asked again")]
    private static partial void LogNotRenewed(ILogger logger, Exception exception, string job);

    [LoggerMessage(4, LogLevel.Error, "Job {Job}: who has its tasks outside is damaged and is forgotten: {Damage}")]
    private static partial void LogDamaged(ILogger logger, string job, string damage);
}
