using IsacCluster.Cluster.Protocol;

namespace IsacCluster.Benchmarks.Scheduler;

/// <summary>Times every lease call inside its grain: a lease does not wait, so this is how long it holds the grain's turn.</summary>
internal sealed class LeaseClock(TimeProvider time) : IIncomingGrainCallFilter
{
    private readonly Lock _gate = new();

    public int Calls { get; private set; }

    public TimeSpan Longest { get; private set; }

    public TimeSpan Total { get; private set; }

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        bool isLease = context.InterfaceMethod.DeclaringType == typeof(ILaneGrain)
            && context.InterfaceMethod.Name == nameof(ILaneGrain.Lease);
        long start = time.GetTimestamp();
        await context.Invoke();
        if (!isLease) return;
        var elapsed = time.GetElapsedTime(start);
        lock (_gate) (Calls, Total, Longest) = (Calls + 1, Total + elapsed, elapsed > Longest ? elapsed : Longest);
    }
}
