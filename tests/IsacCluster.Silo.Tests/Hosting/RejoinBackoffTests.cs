using IsacCluster.Silo.Hosting;

namespace IsacCluster.Silo.Tests.Hosting;

public sealed class RejoinBackoffTests
{
    [Fact]
    public void Waits_double_up_to_a_minute_with_a_drawn_part_and_begin_anew_after_a_long_stay()
    {
        var backoff = new RejoinBackoff();
        var waits = Enumerable.Range(0, 10).Select(_ => backoff.Next(TimeSpan.FromSeconds(1)).TotalSeconds).ToList();
        double[] whole = [1, 2, 4, 8, 16, 32, 60, 60, 60, 60];
        Assert.All(waits.Zip(whole), pair => Assert.InRange(pair.First, pair.Second / 2, pair.Second));
        Assert.InRange(backoff.Next(RejoinBackoff.Longest).TotalSeconds, 0.5, 1);
        Assert.True(waits.Skip(6).Distinct().Count() > 1); // drawn
    }
}
