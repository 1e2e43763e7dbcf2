using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Tests;

/// <summary>How many slots a job wants: those that would do in a minute what waits.</summary>
public sealed class JobDemandTests
{
    [Theory]
    [InlineData(6000, 0.1, null, 10)] // 600 slot seconds
    [InlineData(6001, 0.1, null, 11)]
    [InlineData(1, 0.001, null, 1)]
    [InlineData(4, 3600.0, null, 4)] // a task is not split among slots
    [InlineData(6000, 0.1, 3, 3)]
    [InlineData(10_000_000_000, 1e3, null, 10_000_000_000)]
    public void Slots_follow_from_the_slot_time_of_what_waits(long open, double seconds, int? maxSlots, long wanted) =>
        Assert.Equal(wanted, JobDemand.Of(SlotKind.Cpu, open, true, maxSlots, seconds, TimeSpan.Zero).WantedSlots);

    /// <summary>All of it is leased, or a study waits for its running trials: another slot would find nothing.</summary>
    [Fact]
    public void What_no_slot_could_lease_wants_none()
    {
        Assert.Equal(new JobDemand(SlotKind.Accelerator, 6000, 0), JobDemand.Of(SlotKind.Accelerator, 6000, false, null, 1, default));
        Assert.Equal(default, JobDemand.Of(SlotKind.Cpu, 0, true, null, 1, default));
        Assert.Equal(default, JobDemand.Of(SlotKind.Cpu, -3, true, null, 1, default));
    }

    /// <summary>A million short tasks that have just begun must not look like a million long ones.</summary>
    [Theory]
    [InlineData(0, 1)]
    [InlineData(9, 1)]
    [InlineData(12, 200)]
    [InlineData(600, 1000)]
    public void Before_the_first_result_an_index_takes_as_long_as_it_has_so_far(int elapsed, long wanted) =>
        Assert.Equal(wanted, JobDemand.Of(SlotKind.Cpu, 1000, true, null, null, TimeSpan.FromSeconds(elapsed)).WantedSlots);
}
