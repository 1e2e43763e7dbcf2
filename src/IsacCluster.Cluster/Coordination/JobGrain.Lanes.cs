using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Jobs;
using Orleans.Runtime.Placement;

namespace IsacCluster.Cluster.Coordination;

/// <summary>
/// The lanes: opened in their order as work is wanted, so that a job of ten thousand has few in memory, and asked when somebody wants to
/// know.
/// </summary>
internal sealed partial class JobGrain
{
    private Task? _opening, _learning;
    private bool _opensAgain;
    private bool _opensHere; // lanes that need files, which this silo has; they are few
    private Task<JobResults>? _gathering;

    public Task<LaneOrder?> GetOrder() => Task.FromResult(
        _deleting || State.Damage is not null || SpecificationKey is not { } key ? null : new LaneOrder(key, State.Options, State.Run));

    /// <summary>
    /// Gathered once for all who ask at the same time, and for who asks again because it took longer than a call may.
    /// </summary>
    public async Task<JobResults> GetResults()
    {
        _quiet = 0;
        ThrowIfDamaged();
        var gathering = _gathering ??= GatherAsync();
        try
        {
            return await gathering;
        }
        finally
        {
            if (_gathering == gathering)
            {
                _gathering = null;
                Rest();
            }
        }
    }

    private async Task<JobResults> GatherAsync()
    {
        await LearnLanesAsync();
        ThrowIfDamaged();
        await SessionsEndedAsync();
        var accounts = new LaneAccount[State.LaneCount];
        await Gang.ForEachAsync(
            [.. Enumerable.Range(0, accounts.Length)], async lane => accounts[lane] = await Lane(lane).GetAccount(Standing(lane)));
        var stages = accounts.SelectMany(account => account.Stages).GroupBy(stage => stage.Stage, StringComparer.Ordinal)
            .Select(group => new StageTotal(group.Key, group.Sum(stage => stage.Calls), group.Sum(stage => stage.Seconds)))
            .OrderBy(stage => stage.Stage, StringComparer.Ordinal);
        return new JobResults(
            Status() with { Lanes = [.. accounts.Select(account => account.Status)] },
            [.. accounts.Select(account => account.Result)],
            [.. accounts.Index().Where(entry => entry.Item.Poison.Count > 0)
                .Select(entry => new LanePoison(entry.Index, entry.Item.Poison))],
            new JobTiming([.. State.Sessions.Values], [.. stages]),
            _life.Runs,
            await GetDescription());
    }

    /// <summary>
    /// Opens lanes in their order until enough have work or all are open, one round of it at a time. What fails is tried again by the next
    /// notice and by the timer.
    /// </summary>
    private Task OpenLanesAsync()
    {
        if (_opening is { } present)
        {
            _opensAgain = true;
            return present;
        }

        if (_life.NextToOpen().Count == 0) return Task.CompletedTask;
        var opening = RunAsync();
        if (!opening.IsCompleted) _opening = opening;
        return opening;

        async Task RunAsync()
        {
            try
            {
                do
                {
                    _opensAgain = false;
                    await OpenUntilEnoughAsync(() => State.Phase == JobPhase.Running);
                }
                while (_opensAgain);

                await SettleAsync();
            }
            catch (SpecificationException e) when (e.MissingFile is null) // another silo may have the file
            {
                await Fail(new JobFailure(JobFailureKind.Job, e.Message));
            }
            catch (Exception e)
            {
                LogNotOpened(_log, Id.Value, e.Message);
            }
            finally
            {
                _opening = null;
            }
        }
    }

    /// <summary>Opens the first lanes of a submission, which learns of what fails.</summary>
    private async Task OpenFirstLanesAsync()
    {
        await OpeningEndedAsync();
        await OpenUntilEnoughAsync(() => true);
    }

    private async Task OpeningEndedAsync()
    {
        while (_opening is { } opening)
            await opening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    private async Task OpenUntilEnoughAsync(Func<bool> goesOn)
    {
        PlaceHere();
        while (goesOn() && _life.NextToOpen() is { Count: > 0 } lanes && await GetOrder() is { } order)
            await Gang.ForEachAsync(lanes, async lane => Keep(await Lane(lane).Open(order)));
    }

    /// <summary>
    /// After an activation: a job that runs opens its lanes again, which finds those that are closed; one at rest asks all of them.
    /// </summary>
    private async Task LearnLanesAsync()
    {
        if (_life.LanesKnown || !State.IsSubmitted || State.Damage is not null) return;
        if (State.Phase == JobPhase.Running)
        {
            _life.ExpectLanes();
            if (_life.LanesWithWork.Count == 0) await OpenLanesAsync();
            return;
        }

        if (_startedHere) return; // lanes that were never opened stand as the plan says
        var learning = _learning ??= AskLanesAsync();
        try
        {
            await learning;
        }
        finally
        {
            if (_learning == learning) _learning = null;
        }
    }

    private async Task AskLanesAsync()
    {
        _life.ExpectLanes();
        await Gang.ForEachAsync(_life.Unheard(), async lane => Keep(await Lane(lane).GetNotice(Standing(lane))));
        await SettleAsync(); // the last lane may have closed without the former activation's learning of it
    }

    private async Task AskLaneAsync()
    {
        if (_life.NextToAsk() is not { } lane || await GetOrder() is not { } order) return;
        Keep(await Lane(lane).Open(order));
        await SettleAsync();
    }

    /// <summary>Has lanes that are called from here on, and are nowhere yet, come up on this silo where the job needs that.</summary>
    private void PlaceHere()
    {
        if (_opensHere) RequestContext.Set(IPlacementDirector.PlacementHintKey, _silo.SiloAddress);
    }

    /// <summary>Lanes are open again before the phase says that another run has begun.</summary>
    private LaneStanding Standing(int lane) => _life.Standing(lane) with
    {
        IsClosed = State.Phase == JobPhase.Completed && _changing.CurrentCount > 0,
    };

    private ILaneGrain Lane(int lane) => GrainFactory.GetGrain<ILaneGrain>(new LaneKey(Id, lane).ToString());

    private Task ForLanesAsync(IReadOnlyList<int> lanes, Func<ILaneGrain, Task> action) =>
        Gang.ForEachAsync(lanes, lane => action(Lane(lane)));
}
