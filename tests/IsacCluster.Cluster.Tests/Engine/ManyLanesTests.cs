using IsacCluster.Cluster.Activations;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Lanes;
using IsacCluster.Cluster.Storage;
using IsacCluster.Cluster.Tests.Synthetic;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Cluster.Tests.Engine;

/// <summary>A job of many lanes: its specification is stored once, and lanes that are done leave the memory.</summary>
public sealed class ManyLanesTests : IDisposable
{
    private const int Lanes = 600;
    private static readonly string Note = new('n', 20_000);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Its_specification_is_stored_once_and_its_lanes_do_not_stay_in_memory()
    {
        string spec = $"name=wide lanes={Lanes} samples=3 note={Note}";
        await using (var cluster = await TestCluster.StartAsync(_folder["data"], [2]))
        {
            var id = await cluster.SubmitAsync(spec);
            var results = await cluster.EndAsync(id);
            Assert.Equal((JobPhase.Completed, 3 * Lanes), (results.Status.Phase, results.Status.Counts.SamplesComputed));
            Assert.Equal(new SyntheticJob(spec).Truth(), results.Lanes);
            Assert.Equal(Enumerable.Range(0, Lanes), results.Status.Lanes.Select(lane => lane.Lane));
            var atRest = cluster.Silos[0].GetRequiredService<ActivationsAtRest<LaneGrain>>();
            Assert.InRange(atRest.Count, 0, ActivationsAtRest<LaneGrain>.Most);

            var again = await cluster.EndAsync(await cluster.SubmitAsync(spec));
            Assert.Equal((0, 3 * Lanes), (again.Status.Counts.SamplesComputed, again.Status.Counts.SamplesReused));
            Assert.Equal([0L, 3 * Lanes], again.Runs.Select(run => run.SamplesReused));
        }

        using var held = SqliteSnapshot.Open(DataFolder.DatabaseOf(_folder["data"]));
        Assert.Single(held.Keys("specification"));
        Assert.Equal(Lanes, held.Keys("lane").Count);
        foreach (string name in new[] { "job", "lane" })
        {
            foreach (string key in held.Keys(name)) Assert.InRange((await held.ReadAsync(name, key))!.Payload.Length, 1, Note.Length / 4);
        }
    }

    [Fact]
    public async Task It_is_cancelled_and_resumed_and_survives_the_death_of_its_coordinator()
    {
        string spec = $"name=cut lanes={Lanes} samples=4 size=2";
        using var gate = new ManualResetEventSlim();
        int started = 0;
        JobId id;
        await using (var first = await TestCluster.StartAsync(_folder["data"], [2], (_, _, cancellation) =>
        {
            if (Interlocked.Increment(ref started) > 300) gate.Wait(cancellation);
        }, options => options.ResumesJobs = true))
        {
            id = await first.SubmitAsync(spec);
            var status = await first.UntilAsync(id, status => status.Lanes.Sum(lane => lane.Accepted) > 200);
            Assert.Equal((Lanes, 4 * Lanes), (status.Lanes.Count, status.Lanes.Sum(lane => lane.Boundary))); // those not opened as planned
            await first.Client.CancelAsync(id);
            Assert.Equal(JobPhase.Cancelled, (await first.Client.GetStatusAsync(id)).Phase);
            await first.Client.ResumeAsync(id);
            await first.KillAsync();
        }

        await using var second = await TestCluster.StartAsync(_folder["data"], [1, 1], configure: options => options.ResumesJobs = true);
        var results = await second.EndAsync(id);
        Assert.Equal(JobPhase.Completed, results.Status.Phase);
        Assert.Equal(new SyntheticJob(spec).Truth(), results.Lanes);
        Assert.True(await second.Client.DeleteAsync(id));
        using var left = SqliteSnapshot.Open(DataFolder.DatabaseOf(_folder["data"]));
        foreach (string name in new[] { "job", "lane", "specification" }) Assert.Empty(left.Keys(name));
    }
}
