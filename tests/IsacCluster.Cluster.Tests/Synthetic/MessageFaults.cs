using IsacCluster.Cluster.Protocol;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Cluster.Tests.Synthetic;

/// <summary>
/// Seeded faults on calls of agents to lanes: the answer is lost after the call took effect, the call arrives twice, or it is overtaken by
/// the next one.
/// </summary>
internal sealed class MessageFaults(ulong seed)
{
    private const string Again = "isac.again";
    private static readonly TimeSpan LongestHold = TimeSpan.FromMilliseconds(20); // when no other call comes to overtake
    private readonly Lock _gate = new();
    private readonly Draws _draws = new(seed);
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Lost { get; private set; }

    public int Repeated { get; private set; }

    public int Held { get; private set; }

    public IIncomingGrainCallFilter FilterFor(IServiceProvider silo) => new CallFilter(call =>
        call.Agent is null || !call.IsTo<ILaneGrain>() || RequestContext.Get(Again) is not null ? call.InvokeAsync()
        : DisturbAsync(call, silo.GetRequiredService<IGrainFactory>()));

    private async Task DisturbAsync(SeenCall call, IGrainFactory grains)
    {
        var overtaken = Hold();
        if (overtaken is not null) await Task.WhenAny(overtaken, Task.Delay(LongestHold));
        await call.InvokeAsync();
        int fate = Draw(call.ReportedTasks == 0 ? 8 : 3);
        if (fate == 0)
        {
            Lost++;
            throw new TimeoutException("The answer was lost.");
        }

        if (fate == 1 && call.ReportedTasks > 0)
        {
            Repeated++;
            RequestContext.Set(Again, true);
            var lane = grains.GetGrain<ILaneGrain>(call.Key);
            if (call.Argument<MergedReport>(1) is { } merged) await lane.ReportMerged(call.Agent!.Value, merged);
            else await lane.Report(call.Agent!.Value, call.Argument<IReadOnlyList<TaskReport>>(1)!);
        }
    }

    private int Draw(int end)
    {
        lock (_gate) return _draws.Below(end);
    }

    /// <summary>Lets the call that was held before go, behind this one; holds this one now and then.</summary>
    private Task? Hold()
    {
        lock (_gate)
        {
            _next.TrySetResult();
            if (!_draws.OneIn(4)) return null;
            Held++;
            _next = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _next.Task;
        }
    }
}
