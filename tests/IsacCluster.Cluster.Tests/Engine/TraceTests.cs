using System.Collections.Concurrent;
using System.Diagnostics;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Cluster.Tests.Synthetic;
using Orleans.Core.Internal;

namespace IsacCluster.Cluster.Tests.Engine;

/// <summary>The tasks of a job belong to the trace of its submission, whoever coordinates it.</summary>
public sealed class TraceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The coordinator's activation ends while no task can; whichever silo has the next one goes on with the same trace.</summary>
    [Fact]
    public async Task The_trace_goes_on_after_the_coordinator_has_moved()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == ClusterTelemetry.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        using var gate = new SemaphoreSlim(0);
        var traces = new ConcurrentQueue<(string Trace, string Span)>();
        await using var cluster = await TestCluster.StartAsync(_folder.Path, [1, 1, 1], (_, _, cancellation) =>
        {
            gate.Wait(cancellation);
            traces.Enqueue((Activity.Current!.TraceId.ToHexString(), Activity.Current.OperationName));
        });
        using var root = new Activity("user").Start();
        var id = await cluster.SubmitAsync("name=traced lanes=1 samples=40 size=1");
        root.Stop();
        gate.Release(5);
        await cluster.UntilAsync(id, status => status.Lanes.Sum(lane => lane.Accepted) >= 5);
        var coordinator = cluster.Grains.GetGrain<IJobGrain>(id.Value);
        await coordinator.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        gate.Release(1000);
        await cluster.EndAsync(id);
        Assert.True(traces.Count >= 40);
        Assert.All(traces, task => Assert.Equal((root.TraceId.ToHexString(), "task"), task));
    }
}
