using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Tests.Synthetic;

namespace IsacCluster.Cluster.Tests.Ledger;

/// <summary>Several ranges with one result: all or none.</summary>
public sealed class MergedReportTests
{
    private static readonly AgentId Ann = new("ann"), Bob = new("bob");
    private readonly ManualTime _time = new();

    [Fact]
    public void Ranges_need_not_be_neighbours_and_count_as_so_many_tasks()
    {
        var ledger = Begin("samples=50");
        var leases = ledger.Grant(Ann, 5);
        Assert.True(Accept(ledger, Ann, leases[0], leases[2], leases[4]));
        Assert.Equal((3L, 30L), (ledger.Counts.TasksAccepted, ledger.Counts.SamplesComputed));
        Assert.True(Accept(ledger, Ann, leases[1], leases[3]));
        Assert.Equal("samples", ledger.StopReason);
        Assert.Equal(HashSum.Of(0, 0, 50).ToBytes(), ledger.ResultBytes());
    }

    [Fact]
    public void A_repeated_merged_report_is_rejected_and_changes_nothing()
    {
        var ledger = Begin("samples=50");
        var leases = ledger.Grant(Ann, 3);
        Assert.True(Accept(ledger, Ann, [.. leases]));
        byte[] before = ledger.ResultBytes();
        Assert.False(Accept(ledger, Ann, [.. leases]));
        Assert.Equal(before, ledger.ResultBytes());
        Assert.Equal(3, ledger.Counts.TasksAccepted);
    }

    [Fact]
    public void One_lost_lease_rejects_all_and_the_others_are_accepted_alone()
    {
        var ledger = Begin("samples=30");
        var leases = ledger.Grant(Ann, 3);
        ledger.Release(leases[1].Id, Ann);
        Assert.False(Accept(ledger, Ann, [.. leases]));
        Assert.Equal(0, ledger.AcceptedCount);
        foreach (var lease in leases)
            Assert.True(ledger.TryAccept(lease.Id, Ann, lease.Range, HashSum.Of(0, lease.Range.First, lease.Range.End).ToBytes(), []));
        Assert.Equal(HashSum.Of(0, 0, 30).ToBytes(), ledger.ResultBytes());
    }

    [Fact]
    public void A_lease_of_another_agent_or_named_twice_rejects_all()
    {
        var ledger = Begin("samples=30");
        var (ann, bob) = (ledger.Grant(Ann, 1)[0], ledger.Grant(Bob, 1)[0]);
        Assert.False(Accept(ledger, Ann, ann, bob));
        Assert.False(ledger.TryAcceptMerged(Ann, [(ann.Id, ann.Range), (ann.Id, ann.Range)], HashSum.Of(0, 0, 10).ToBytes(), []));
        Assert.Equal(0, ledger.AcceptedCount);
    }

    [Fact]
    public void Ranges_across_a_boundary_are_rejected_together()
    {
        var ledger = Begin("samples=40 look=20");
        var first = ledger.Grant(Ann, 2);
        Assert.True(Accept(ledger, Ann, [.. first]));
        var second = ledger.Grant(Ann, 2);
        Assert.False(
            ledger.TryAcceptMerged(
                Ann, [(first[0].Id, first[0].Range), (second[0].Id, second[0].Range)], HashSum.Of(0, 0, 10).ToBytes(), []));
        Assert.True(Accept(ledger, Ann, [.. second]));
        Assert.Equal(HashSum.Of(0, 0, 40).ToBytes(), ledger.ResultBytes());
    }

    [Fact]
    public void A_result_that_is_none_throws_and_changes_nothing()
    {
        var ledger = Begin("samples=30");
        var lease = ledger.Grant(Ann, 1)[0];
        Assert.Throws<InvalidDataException>(() => ledger.TryAcceptMerged(Ann, [(lease.Id, lease.Range)], [1, 2, 3], []));
        Assert.True(Accept(ledger, Ann, lease));
    }

    private static bool Accept(LaneLedger ledger, AgentId owner, params Lease[] leases)
    {
        var merged = HashSum.Of(0, 0, 0);
        foreach (var lease in leases) merged.Merge(HashSum.Of(0, lease.Range.First, lease.Range.End));
        return ledger.TryAcceptMerged(owner, [.. leases.Select(lease => (lease.Id, lease.Range))], merged.ToBytes(), []);
    }

    private LaneLedger Begin(string spec) => LaneLedger.Begin(
        new SyntheticJob("lanes=1 " + spec), 0, 10, LaneState.Empty, new LeaseBook(_time, TimeSpan.FromSeconds(60)));
}
