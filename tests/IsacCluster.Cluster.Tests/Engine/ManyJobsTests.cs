using System.Reflection;
using IsacCluster.Cluster.Activations;
using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Tests.Synthetic;
using Microsoft.Extensions.DependencyInjection;

namespace IsacCluster.Cluster.Tests.Engine;

/// <summary>Small jobs in a row: those that are done leave the memory as others follow, and are still there when somebody asks.</summary>
public sealed class ManyJobsTests : IDisposable
{
    private const int Most = ActivationsAtRest<JobGrain>.Most;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_job_that_is_done_takes_its_place_among_those_at_rest()
    {
        // A job goes by itself after five quiet polls, which is longer than this test takes.
        await using var cluster = await TestCluster.StartAsync(
            _folder["data"], [1], configure: options => options.LongPoll = TimeSpan.FromSeconds(3));
        var atRest = cluster.Silos[0].GetRequiredService<ActivationsAtRest<JobGrain>>();
        int jobs = 0;
        for (; atRest.Count == 0; jobs++) // the end of the last session of a job may be booked a moment after its results are there
        {
            Assert.InRange(jobs, 0, 40);
            Assert.Equal(1, (await RunAsync(jobs)).Status.Counts.SamplesComputed);
        }

        for (int job = 0; job < jobs; job++) Assert.Equal(1, (await RunAsync(job)).Status.Counts.SamplesReused);

        async Task<JobResults> RunAsync(int job) => await cluster.EndAsync(await cluster.SubmitAsync($"name=small{job} lanes=1 samples=1"));
    }

    [Fact]
    public void The_one_that_rests_longest_goes_first()
    {
        var atRest = new ActivationsAtRest<JobGrain>();
        var grains = Enumerable.Range(0, Most + 3).Select(_ => DispatchProxy.Create<IGrainContext, Context>()).ToList();
        var places = grains.Take(Most).Select(atRest.Enter).ToList();
        atRest.Leave(places[1]);
        atRest.Leave(places[1]);
        foreach (IGrainContext grain in grains.Skip(Most)) atRest.Enter(grain);
        Assert.Equal([0, 2], grains.Index().Where(grain => ((Context)(object)grain.Item).IsToGo).Select(grain => grain.Index));
        Assert.Equal(Most, atRest.Count);
    }

    /// <summary>An activation that is told to go.</summary>
    public class Context : DispatchProxy
    {
        public bool IsToGo { get; private set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            IsToGo |= targetMethod!.Name == nameof(IGrainContext.Deactivate);
            return null;
        }
    }
}
