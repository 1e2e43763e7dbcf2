using IsacCluster.Deployment.Tests.Files;
using IsacCluster.Isac.Randomness;
using k8s.Models;

namespace IsacCluster.Deployment.Tests.Kubernetes;

/// <summary>The autoscaler of the manifests in a simulation: it settles, and goes neither to and fro nor too far.</summary>
public sealed class AutoscalerTests
{
    private const int SlotsPerSilo = 4, Hour = 3600;

    private static readonly V2HorizontalPodAutoscaler Scaler = Manifest.Read(DeploymentFiles.Committed["k8s/base/core/autoscaling.yaml"])
        .OfType<V2HorizontalPodAutoscaler>().Single();

    /// <summary>In slots that it keeps busy: below the least pool, around the need of one silo more, and above the greatest.</summary>
    [Theory]
    [InlineData(2.0, 3)]
    [InlineData(13.7, 4)]
    [InlineData(14.2, 4)]
    [InlineData(14.6, 5)]
    [InlineData(16.0, 5)] // four silos would be full to the last slot
    [InlineData(35.9, 10)]
    [InlineData(36.1, 10)]
    [InlineData(60.0, 10)]
    public void A_steady_load_settles_at_the_silos_that_it_needs_and_stays_there(double load, int silos)
    {
        AutoscalerSimulation pool = Begin();
        pool.Run(6 * Hour, _ => load);
        Assert.Equal(silos, pool.Silos[^1]);
        Assert.Equal(0, pool.Changes(from: 2 * Hour));
        Assert.InRange(pool.Turns(), 0, 1); // what had queued while pods started may need one silo more for a while
        if (load < 36) Assert.True(pool.Backlog <= load);
    }

    [Fact]
    public void A_burst_brings_one_rise_and_one_fall()
    {
        AutoscalerSimulation pool = Begin();
        pool.Run(4 * Hour, now => now == 600 ? 20_000 : 0);
        Assert.Equal(10, pool.Silos.Max());
        Assert.Equal(3, pool.Silos[^1]);
        Assert.Equal(1, pool.Turns());
        Assert.True(pool.Backlog <= 0);
    }

    [Fact]
    public void A_load_that_rises_and_falls_is_followed_without_turning_back()
    {
        AutoscalerSimulation pool = Begin();
        pool.Run(2 * Hour, _ => 6);
        pool.Run(2 * Hour, _ => 26);
        int at = pool.Silos.Count;
        Assert.InRange(pool.Silos[at - 1], 8, 8);
        pool.Run(3 * Hour, _ => 6);
        Assert.Equal(3, pool.Silos[^1]);
        Assert.InRange(pool.Turns(), 1, 2);
    }

    /// <summary>Four jobs an hour of up to six hours of slot time: each asks for at most one rise and one fall.</summary>
    [Fact]
    public void With_random_jobs_the_pool_turns_less_often_than_jobs_come()
    {
        AutoscalerSimulation pool = Begin();
        pool.Run(24 * Hour, RandomJobs(out Func<int> jobs));
        Assert.InRange(jobs(), 60, 140);
        Assert.InRange(pool.Turns(), 1, jobs() * 2 / 3);
        Assert.Equal(10, pool.Silos.Max());
    }

    /// <summary>The same jobs with a target that is met exactly where all slots are busy, and no patience on the way.</summary>
    [Fact]
    public void Without_its_slack_and_windows_the_pool_would_flap()
    {
        string hasty = DeploymentFiles.Committed["k8s/base/core/autoscaling.yaml"]
            .Replace("averageValue: 900m", "averageValue: \"1\"", StringComparison.Ordinal)
            .Replace("stabilizationWindowSeconds: 900", "stabilizationWindowSeconds: 0", StringComparison.Ordinal)
            .Replace("value: 1\n", "value: 10\n", StringComparison.Ordinal);
        var pool = new AutoscalerSimulation(Manifest.Read(hasty).OfType<V2HorizontalPodAutoscaler>().Single(), SlotsPerSilo);
        pool.Run(24 * Hour, RandomJobs(out Func<int> jobs));
        Assert.True(pool.Turns() > jobs());
    }

    private static Func<int, double> RandomJobs(out Func<int> count)
    {
        var draws = new RandomStream(7, StreamPurpose.UserPositions, 0);
        int jobs = 0;
        count = () => jobs;
        return _ =>
        {
            (double comes, double size) = draws.NextUniformPair();
            if (comes >= 4.0 / Hour) return 0;
            jobs++;
            return size * 6 * Hour;
        };
    }

    private static AutoscalerSimulation Begin() => new(Scaler, SlotsPerSilo);
}
