using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Lanes;
using IsacCluster.Cluster.Ledger;

namespace IsacCluster.Cluster.Tests.Lanes;

public sealed class LaneBulletinTests
{
    private static readonly LaneStatus Status = new(0, "lane", LanePhase.Open, 10, 0, null, default, 0);
    private readonly LaneBulletin _bulletin = new(incarnation: 7);

    [Fact]
    public void Notices_are_numbered_and_carry_their_incarnation()
    {
        var first = _bulletin.Next(hasWork: true, stragglers: 2, Status, 0);
        var second = _bulletin.Next(hasWork: false, stragglers: 0, Status, 0);
        Assert.Equal((1, true, 2, 7), (first.Sequence, first.HasWork, first.Stragglers, first.Incarnation));
        Assert.Equal((2, false, 0, 7), (second.Sequence, second.HasWork, second.Stragglers, second.Incarnation));
    }

    [Fact]
    public void It_is_news_that_work_came_or_went_and_that_more_tasks_are_late()
    {
        Assert.True(_bulletin.IsNews(hasWork: true, stragglers: 0));
        _bulletin.Next(hasWork: true, stragglers: 1, Status, 0);
        Assert.False(_bulletin.IsNews(hasWork: true, stragglers: 1));
        Assert.False(_bulletin.IsNews(hasWork: true, stragglers: 0));
        Assert.True(_bulletin.IsNews(hasWork: true, stragglers: 2));
        Assert.True(_bulletin.IsNews(hasWork: false, stragglers: 0));
    }

    /// <summary>An agent that asked in between found nothing and waits for the news.</summary>
    [Fact]
    public void Work_that_ran_out_and_came_back_between_two_notices_is_told()
    {
        Assert.False(_bulletin.Next(hasWork: true, stragglers: 0, Status, 0).Refilled);
        _bulletin.IsNews(hasWork: false, stragglers: 0); // its notice is still on its way
        Assert.True(_bulletin.IsNews(hasWork: true, stragglers: 0));
        Assert.True(_bulletin.Next(hasWork: true, stragglers: 0, Status, 0).Refilled);
        Assert.False(_bulletin.IsNews(hasWork: true, stragglers: 0));
        Assert.False(_bulletin.Next(hasWork: true, stragglers: 0, Status, 0).Refilled);
    }
}
