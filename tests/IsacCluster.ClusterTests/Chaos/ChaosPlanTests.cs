using IsacCluster.Cli.Chaos;

namespace IsacCluster.ClusterTests.Chaos;

/// <summary>The kills of a chaos run, and what is read from its progress.</summary>
public sealed class ChaosPlanTests
{
    private static readonly KillTarget[] Targets = [KillTarget.Silo, KillTarget.Half];

    [Fact]
    public void A_seed_gives_one_plan_and_another_seed_another()
    {
        IReadOnlyList<PlannedKill> plan = ChaosPlan.Draw(5, 50, 3, Targets);
        Assert.Equal(plan, ChaosPlan.Draw(5, 50, 3, Targets));
        Assert.NotEqual(plan, ChaosPlan.Draw(6, 50, 3, Targets));
    }

    [Fact]
    public void Kills_come_in_order_within_the_job_and_hit_every_silo_and_target()
    {
        IReadOnlyList<PlannedKill> plan = ChaosPlan.Draw(1, 200, 3, Targets);
        Assert.Equal(plan.OrderBy(kill => kill.Progress), plan);
        Assert.All(plan, kill => Assert.InRange(kill.Progress, 0.02, 0.9));
        Assert.Equal([0, 1, 2], plan.Select(kill => kill.Silo).Distinct().Order());
        Assert.Equal(Targets, plan.Select(kill => kill.Target).Distinct().Order());
    }

    [Fact]
    public void More_kills_keep_those_of_fewer()
    {
        IReadOnlyList<PlannedKill> many = ChaosPlan.Draw(5, 20, 3, Targets);
        Assert.All(ChaosPlan.Draw(5, 10, 3, Targets), kill => Assert.Contains(kill, many));
    }

    [Theory]
    [InlineData(new[] { 3.0 }, 3.0)]
    [InlineData(new[] { 5.0, 1.0, 3.0 }, 3.0)]
    [InlineData(new[] { 4.0, 1.0, 2.0, 8.0 }, 3.0)]
    public void The_median_is_the_middle(double[] values, double median) =>
        Assert.Equal(median, ProgressTrace.Median(values.Cast<double?>()));

    [Fact]
    public void What_is_unknown_is_left_out_of_a_median()
    {
        Assert.Equal(2, ProgressTrace.Median([null, 2]));
        Assert.Null(ProgressTrace.Median([null]));
    }
}
