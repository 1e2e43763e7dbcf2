using System.Runtime.CompilerServices;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Tests.Synthetic;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Tests.Jobs;

public sealed class JobCatalogTests
{
    [Fact]
    public async Task A_job_is_built_once_while_somebody_works_with_it()
    {
        var factory = new Counting();
        var catalog = new JobCatalog(factory, null!);
        var worked = await catalog.GetAsync(Describe(0));
        for (int other = 1; other <= 3 * JobCatalog.MostIdle; other++) await catalog.GetAsync(Describe(other));
        int built = factory.Built;
        Assert.Same(worked, await catalog.GetAsync(Describe(0)));
        Assert.Equal(built, factory.Built);
        GC.KeepAlive(worked);
    }

    [Fact]
    public async Task A_thousand_jobs_leave_no_more_than_the_latest()
    {
        var catalog = new JobCatalog(new Counting(), null!);
        for (int job = 0; job < 1000; job++) await BuildAsync(catalog, job);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        await BuildAsync(catalog, 1000);
        Assert.InRange(catalog.Count, 1, 2 * JobCatalog.MostIdle);
    }

    [Fact]
    public async Task One_that_could_not_be_built_is_tried_again()
    {
        var factory = new Counting { Fails = true };
        var catalog = new JobCatalog(factory, null!);
        await Assert.ThrowsAsync<SpecificationException>(() => catalog.GetAsync(Describe(0)));
        factory.Fails = false;
        Assert.NotNull(await catalog.GetAsync(Describe(0)));
        Assert.Equal(1, catalog.Count);
    }

    /// <summary>So that no local of the test keeps the job alive.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task BuildAsync(JobCatalog catalog, int number) => await catalog.GetAsync(Describe(number));

    private static JobDescription Describe(int number) => SyntheticJobFactory.Describe($"name=job{number} lanes=1 samples=1");

    private sealed class Counting : IJobFactory
    {
        private readonly SyntheticJobFactory _inner = new((Action<TaskRange, CancellationToken>?)null);

        public int Built { get; private set; }

        public bool Fails { get; set; }

        public IJob Create(JobDescription description)
        {
            Built++;
            return Fails ? throw new SpecificationException("no") : _inner.Create(description);
        }
    }
}
