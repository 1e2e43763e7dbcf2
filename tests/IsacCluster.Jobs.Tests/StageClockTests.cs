using System.Diagnostics;

namespace IsacCluster.Jobs.Tests;

public sealed class StageClockTests
{
    [Fact]
    public void Calls_and_seconds_add_up_by_stage()
    {
        var clock = new StageClock(new SteppedTime());
        for (int i = 0; i < 3; i++)
        {
            using (clock.Measure("sdr")) { }
        }

        using (clock.Measure("persist")) { }

        var stages = clock.Snapshot();
        Assert.Equal(["persist", "sdr"], stages.Keys);
        Assert.Equal(new StageTime(3, 3), stages["sdr"]);
        Assert.Equal(new StageTime(1, 1), stages["persist"]);
    }

    [Fact]
    public void A_snapshot_is_a_copy_and_a_reset_forgets()
    {
        var clock = new StageClock(new SteppedTime());
        using (clock.Measure("sdr")) { }
        var before = clock.Snapshot();
        clock.Reset();
        Assert.Empty(clock.Snapshot());
        Assert.Single(before);
    }

    [Fact]
    public void Overlapping_stages_are_refused_because_their_sum_would_count_time_twice()
    {
        var clock = new StageClock(new SteppedTime());
        using var outer = clock.Measure("sdr");
        var refused = Assert.Throws<InvalidOperationException>(() => clock.Measure("persist"));
        Assert.Contains("'persist'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("'sdr'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_call_is_a_span_named_as_the_stage()
    {
        var seen = new List<string>();
        using var parent = new Activity("test").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == JobsTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                // Other tests measure stages at the same time; only children of this test's span count.
                if (activity.TraceId != parent.TraceId) return;
                lock (seen) seen.Add(activity.OperationName);
            },
        };
        ActivitySource.AddActivityListener(listener);

        var clock = new StageClock(new SteppedTime());
        using (clock.Measure("generate")) { }
        using (clock.Measure("sdr")) { }

        Assert.Equal(["generate", "sdr"], seen);
    }

    [Fact]
    public void A_stage_that_throws_is_still_closed()
    {
        var clock = new StageClock(new SteppedTime());
        Assert.Throws<IOException>(() => Fail(clock));
        Assert.Equal(1, clock.Snapshot()["persist"].Calls);
        using (clock.Measure("persist")) { }
        Assert.Equal(2, clock.Snapshot()["persist"].Calls);
    }

    private static void Fail(StageClock clock)
    {
        using (clock.Measure("persist")) throw new IOException("disk");
    }
}
