using IsacCluster.Cli.Chaos;
using IsacCluster.Cli.Chaos.Faults;
using IsacCluster.Cli.Chaos.Runs;

namespace IsacCluster.ClusterTests.Chaos;

/// <summary>The kills of a chaos run, and what is read from its progress.</summary>
public sealed class ChaosPlanTests
{
    private static readonly string[] Targets = ["half", "silo"];

    [Fact]
    public void A_seed_gives_one_plan_and_another_seed_another()
    {
        IReadOnlyList<PlannedFault> plan = ChaosPlan.Draw(5, 50, 3, Targets);
        Assert.Equal(plan, ChaosPlan.Draw(5, 50, 3, Targets));
        Assert.NotEqual(plan, ChaosPlan.Draw(6, 50, 3, Targets));
    }

    [Fact]
    public void Kills_come_in_order_within_the_job_and_hit_every_silo_and_target()
    {
        IReadOnlyList<PlannedFault> plan = ChaosPlan.Draw(1, 200, 3, Targets);
        Assert.Equal(plan.OrderBy(kill => kill.Progress), plan);
        Assert.All(plan, kill => Assert.InRange(kill.Progress, 0.02, 0.9));
        Assert.Equal([0, 1, 2], plan.Select(kill => kill.Silo).Distinct().Order());
        Assert.Equal(Targets, plan.Select(kill => kill.Target).Distinct().Order());
    }

    [Fact]
    public void More_kills_keep_those_of_fewer()
    {
        IReadOnlyList<PlannedFault> many = ChaosPlan.Draw(5, 20, 3, Targets);
        Assert.All(ChaosPlan.Draw(5, 10, 3, Targets), kill => Assert.Contains(kill, many));
    }

    [Fact]
    public void Every_fault_says_what_it_does_and_is_offered()
    {
        Assert.All(FaultCatalog.Entries, fault => Assert.NotEmpty(fault.Value.Description));
        Assert.Equal(
            ["silo", "coordinator", "half", "store", "pause", "store-empty", "store-truncate", "clock", "memory", "network"],
            FaultCatalog.Entries.Keys);
        Assert.All(FaultCatalog.Usual, name => Assert.Contains(name, FaultCatalog.Entries.Keys));
    }

    [Fact]
    public void A_wrong_clock_of_which_nobody_tells_fails_a_run()
    {
        var fault = new Fault(0.5, "clock", ["silo-1 (clock)"], 1, 1, Said: null);
        ChaosManifest manifest = new(
            "isac-chaos-v2", "job", Equal: true, "sha256:a", "sha256:a", 1, 3, PlannedFaults: 1, [fault], [], 1, 1, 10, 10, 10, default,
            "x64", new Dictionary<string, string>());
        Assert.False(manifest.Passed);
        Assert.True((manifest with { Faults = [fault with { Said = "its clock is 300 s behind" }] }).Passed);
        Assert.True((manifest with { Faults = [fault with { Target = "network" }] }).Passed);
        Assert.False((manifest with { Faults = [fault with { Target = "network" }], ComputedIndices = 11 }).Passed);
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

    [Fact]
    public void After_a_loss_progress_is_counted_from_nothing()
    {
        var time = new ManualTime();
        var trace = new ProgressTrace(time);
        void SeeAfter(double seconds, long accepted)
        {
            time.Advance(TimeSpan.FromSeconds(seconds));
            trace.Saw(accepted);
        }

        SeeAfter(1, 100);
        SeeAfter(1, 90); // the ledger catches up
        SeeAfter(1, 110);
        trace.Lost();
        SeeAfter(4, 0);
        SeeAfter(1, 5);
        SeeAfter(2, 9);
        Assert.Equal((2, 5, 2), (trace.NextAfter(1), trace.NextAfter(3), trace.NextAfter(8)));
        Assert.Equal(5, trace.LongestStall(3, trace.Now));
    }
}
