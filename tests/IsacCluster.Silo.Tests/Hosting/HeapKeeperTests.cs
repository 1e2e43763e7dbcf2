using IsacCluster.Silo.Hosting;

namespace IsacCluster.Silo.Tests.Hosting;

/// <summary>When a small heap is collected.</summary>
public sealed class HeapKeeperTests
{
    private const long Mega = 1 << 20;

    [Theory]
    [InlineData(20, 0, true)] // the first time
    [InlineData(20, 20, false)]
    [InlineData(21, 20, false)]
    [InlineData(23, 20, true)]
    [InlineData(15, 20, false)] // the runtime has given some back
    [InlineData(96, 20, true)]
    [InlineData(97, 20, false)] // large: the runtime's
    public void It_is_collected_where_it_has_grown_and_is_small(long committed, long before, bool due) =>
        Assert.Equal(due, HeapKeeper.IsDue(committed * Mega, before * Mega));

    [Theory]
    [InlineData(0, 5)]
    [InlineData(20, 5)]
    [InlineData(25, 5)]
    [InlineData(36, 7.2)]
    [InlineData(400, 80)] // on a machine that is short of processors
    public void It_takes_no_more_than_a_two_hundredth_of_the_time(double milliseconds, double seconds) =>
        Assert.Equal(seconds, HeapKeeper.Pause(TimeSpan.FromMilliseconds(milliseconds)).TotalSeconds, 1e-9);
}
