using IsacCluster.Cluster.Membership;

namespace IsacCluster.Cluster.Tests.Membership;

/// <summary>When a silo is ready, and when it must leave its cluster.</summary>
public sealed class StandingTests
{
    private static readonly StoreSight Well = new(HasTable: true, HasRow: true, TimeSpan.FromMilliseconds(-20));
    private readonly ManualTime _time = new();
    private readonly Standing _standing;

    public StandingTests() => _standing = new Standing("lab", "s:6379", _time);

    [Fact]
    public void A_member_that_the_store_names_is_ready()
    {
        Assert.Null(_standing.Saw(Well));
        Assert.Null(_standing.Trouble);
    }

    [Fact]
    public void A_store_that_is_silent_for_a_while_makes_it_not_ready_and_nothing_worse()
    {
        _standing.Missed();
        Assert.Null(_standing.Trouble);
        _time.Advance(Standing.MostSilence);
        _standing.Missed();
        Assert.Equal("the store s:6379 does not answer", _standing.Trouble);
        _time.Advance(TimeSpan.FromHours(1));
        _standing.Missed();
        Assert.Null(_standing.Saw(Well));
        Assert.Null(_standing.Trouble);
    }

    [Theory]
    [InlineData(false, "the store s:6379 holds no membership of cluster 'lab' any more: it was emptied or replaced")]
    [InlineData(true, "the membership of cluster 'lab' does not name it any more")]
    public void A_silo_that_is_not_named_twice_running_leaves_and_says_why(bool table, string reason)
    {
        var gone = Well with { HasTable = table, HasRow = false };
        Assert.Null(_standing.Saw(gone));
        Assert.Equal(reason, _standing.Trouble); // not ready at once
        Assert.Null(_standing.Saw(Well));
        Assert.Null(_standing.Trouble);
        Assert.Null(_standing.Saw(gone));
        Assert.Equal(reason, _standing.Saw(gone));
    }

    [Fact]
    public void That_the_store_was_empty_is_told_even_if_others_have_come_back_since()
    {
        _standing.Saw(Well with { HasTable = false, HasRow = false });
        Assert.Contains("emptied", _standing.Saw(Well with { HasRow = false }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-300, "its clock is 300.0 s behind that of the store s:6379")]
    [InlineData(7.25, "its clock is 7.3 s ahead of that of the store s:6379")]
    [InlineData(5, null)]
    [InlineData(-5, null)]
    public void A_wrong_clock_makes_it_not_ready_with_the_offset(double seconds, string? trouble)
    {
        Assert.Null(_standing.Saw(Well with { ClockOffset = TimeSpan.FromSeconds(seconds) }));
        Assert.Equal(trouble, _standing.Trouble);
    }
}
