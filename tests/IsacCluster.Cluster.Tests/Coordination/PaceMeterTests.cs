using IsacCluster.Cluster.Coordination;

namespace IsacCluster.Cluster.Tests.Coordination;

public sealed class PaceMeterTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void The_rate_is_that_of_the_last_minute_and_the_finish_follows_from_it()
    {
        var meter = new PaceMeter(_time);
        meter.Note(1000);
        Assert.Null(meter.Pace(100)); // one look tells no rate
        for (int second = 1; second <= 300; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            meter.Note(1000 + (second <= 200 ? 10L * second : 2000 + 40L * (second - 200)));
            meter.Note(1000 + (second <= 200 ? 10L * second : 2000 + 40L * (second - 200))); // a second look at the same time
            if (second == 1) Assert.Null(meter.Pace(100));
            if (second == 200) Assert.Equal(10, meter.Pace(100)!.PerSecond, 1e-9);
        }

        Assert.Equal(40, meter.Pace(100)!.PerSecond, 1e-9);
        Assert.Equal(_time.GetUtcNow().AddSeconds(30), meter.Pace(1200)!.Finish);
    }

    [Fact]
    public void Bursts_move_the_finish_by_less_than_a_factor_of_two()
    {
        var meter = new PaceMeter(_time);
        double? before = null;
        for (int second = 0; second <= 600; second++)
        {
            meter.Note(second / 10 * 100L); // a shard of a hundred every ten seconds
            if (second > 60)
            {
                double rate = meter.Pace(10_000)!.PerSecond;
                Assert.InRange(rate / (before ?? rate), 0.5, 2);
                before = rate;
            }

            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(before!.Value, 8, 12);
    }

    [Fact]
    public void A_job_that_stands_still_has_no_finish_and_one_that_rested_or_began_anew_no_rate()
    {
        var meter = new PaceMeter(_time);
        foreach (int _ in Enumerable.Range(0, 5))
        {
            meter.Note(50);
            _time.Advance(TimeSpan.FromSeconds(2));
        }

        Assert.Equal((0, null), meter.Pace(10) is { } still ? (still.PerSecond, still.Finish) : (-1, null));
        meter.Note(7);
        Assert.Null(meter.Pace(10));
        _time.Advance(TimeSpan.FromSeconds(3));
        meter.Note(10);
        Assert.Equal(1, meter.Pace(10)!.PerSecond, 1e-9);
        meter.Rest();
        Assert.Null(meter.Pace(10));
    }
}
