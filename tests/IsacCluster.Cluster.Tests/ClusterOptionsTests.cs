namespace IsacCluster.Cluster.Tests;

public sealed class ClusterOptionsTests
{
    private static readonly ClusterOptionsValidator Validator = new();

    [Fact]
    public void The_defaults_are_allowed() => Assert.True(Validator.Validate(null, new ClusterOptions()).Succeeded);

    [Fact]
    public void Every_mistake_is_told()
    {
        var options = new ClusterOptions
        {
            Slots = new SlotCounts(1, SlotCounts.Most + 1),
            TaskTimeout = TimeSpan.Zero,
            LongPoll = TimeSpan.FromSeconds(15),
        };
        Assert.Equal(
            ["A silo has 0 to 4096 slots of each kind.", "A task has more than no time.", "Leases outlive heartbeats and waiting calls."],
            Validator.Validate(null, options).Failures);
    }
}
