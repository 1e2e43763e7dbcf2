using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Tests.Synthetic;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Tests.Engine;

/// <summary>Tasks that end their silo, which a supervisor starts again over what is durable.</summary>
public sealed class DeathTests : IDisposable
{
    private const string Spec = "name=killer lanes=2 samples=8 size=1";
    private static readonly JobId Id = new("killer");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_task_that_ends_its_silo_is_parked_after_three_deaths_and_the_rest_is_done()
    {
        int deaths = 0;
        var results = await SuperviseAsync(range => (range.Lane, range.First) == (1, 3) && ++deaths > 0);
        Assert.Equal(JobPhase.Incomplete, results.Status.Phase);
        var parked = Assert.Single(results.Poison);
        Assert.Equal(1, parked.Lane);
        var range = Assert.Single(parked.Ranges);
        Assert.Equal((3L, 1L), (range.Range.First, range.Range.Length));
        Assert.Contains("its silo died", range.Error, StringComparison.Ordinal);
        Assert.Contains("silo-0", range.Error, StringComparison.Ordinal);
        Assert.Equal(15, results.Status.Lanes.Sum(lane => lane.Accepted));
        Assert.Equal(1, results.Status.Lanes.Sum(lane => lane.PoisonRanges));
        Assert.InRange(deaths, range.Attempts, range.Attempts + 1); // the first may come before anything is known of its lease
        Assert.Equal(3, range.Attempts);
    }

    [Fact]
    public async Task A_task_that_cannot_allocate_fails_and_its_silo_lives()
    {
        await using var cluster = await TestCluster.StartAsync(_folder["data"], [2], (_, range, _) =>
        {
            if (range.First == 3) GC.KeepAlive(new byte[int.MaxValue]);
        });
        var results = await cluster.EndAsync(await cluster.SubmitAsync(Spec));
        Assert.Equal((JobPhase.Incomplete, 14L, 6L), Summary(results));
        Assert.All(results.Poison, lane => Assert.Contains("OutOfMemoryException", lane.Ranges[0].Error, StringComparison.Ordinal));
    }

    private static (JobPhase, long, long) Summary(JobResults results) =>
        (results.Status.Phase, results.Status.Lanes.Sum(lane => lane.Accepted), results.Status.Counts.TasksFailed);

    /// <summary>Runs the job on one silo after another, each over what the one before has left.</summary>
    /// <param name="kills">Which tasks end their silo.</param>
    private async Task<JobResults> SuperviseAsync(Func<TaskRange, bool> kills)
    {
        for (bool submitted = false; ; submitted = true)
        {
            var died = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var cluster = await TestCluster.StartAsync(
                _folder["data"], [2], (_, range, cancellation) =>
                {
                    if (!kills(range)) return;
                    died.TrySetResult();
                    cancellation.WaitHandle.WaitOne();
                    cancellation.ThrowIfCancellationRequested();
                },
                options =>
                {
                    options.ResumesJobs = true;
                    options.RetryHold = TimeSpan.FromMilliseconds(100);
                });
            if (!submitted) await cluster.SubmitAsync(Spec);
            var ended = cluster.EndAsync(Id);
            if (await Task.WhenAny(ended, died.Task) == ended) return await ended;
            await cluster.KillAsync();
        }
    }
}
