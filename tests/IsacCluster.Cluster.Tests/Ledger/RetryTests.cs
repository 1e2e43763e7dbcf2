using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Tests.Synthetic;

namespace IsacCluster.Cluster.Tests.Ledger;

/// <summary>Who may try a failed range again.</summary>
public sealed class RetryTests
{
    private static readonly AgentId Ann = new("ann"), Bob = new("bob");
    private readonly ManualTime _time = new();

    [Fact]
    public void A_failed_range_goes_to_another_agent_first()
    {
        var ledger = Begin();
        var ann = ledger.Grant(Ann, 1)[0];
        var bob = ledger.Grant(Bob, 1)[0];
        ledger.Fail(ann.Id, Ann, "disk full");
        Assert.Empty(ledger.Grant(Ann, 1));
        Assert.True(ledger.HasWork);
        Assert.Equal(ann.Range, Assert.Single(ledger.Grant(Bob, 1)).Range);
        Assert.NotEqual(bob.Range, ann.Range);
    }

    [Fact]
    public void An_agent_that_is_alone_tries_again_at_once()
    {
        var ledger = Begin();
        var first = ledger.Grant(Ann, 1)[0];
        ledger.Fail(first.Id, Ann, "once");
        Assert.Equal(first.Range, Assert.Single(ledger.Grant(Ann, 1)).Range);
    }

    [Fact]
    public void After_a_while_the_first_may_try_again_and_is_told()
    {
        var ledger = Begin();
        var first = ledger.Grant(Ann, 1)[0];
        ledger.Grant(Bob, 1);
        ledger.Fail(first.Id, Ann, "once");
        Assert.Equal(0, ledger.LateCount);
        _time.Advance(new ClusterOptions().RetryHold + TimeSpan.FromSeconds(1));
        Assert.True(ledger.LateCount > 0);
        Assert.Equal(first.Range, Assert.Single(ledger.Grant(Ann, 1)).Range);
    }

    private LaneLedger Begin() => LaneLedger.Begin(
        new SyntheticJob("lanes=1 samples=20"), 0, 10, LaneState.Empty, new LeaseBook(_time, TimeSpan.FromSeconds(60)));
}
