using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Tests.Synthetic;

namespace IsacCluster.Cluster.Tests.Ledger;

public sealed class LaneLedgerTests
{
    private static readonly AgentId Ann = new("ann"), Bob = new("bob");
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);
    private readonly ManualTime _time = new();

    [Fact]
    public void Leases_are_disjoint_and_cover_the_lane()
    {
        var ledger = Begin("samples=95", taskSize: 10);
        var leases = ledger.Grant(Ann, 4).Concat(ledger.Grant(Bob, 100)).ToList();
        Assert.Equal(10, leases.Count);
        Assert.Equal(95, new IntervalSet(leases.Select(lease => lease.Range)).Count);
        Assert.Equal(95, leases.Sum(lease => lease.Range.Length));
        Assert.False(ledger.HasWork);
        Assert.Equal(LanePhase.Open, ledger.Phase);
    }

    [Fact]
    public void A_repeated_report_is_rejected_and_changes_nothing()
    {
        var ledger = Begin("samples=20", taskSize: 10);
        var lease = ledger.Grant(Ann, 1)[0];
        Assert.True(Accept(ledger, lease, Ann));
        byte[] before = ledger.ResultBytes();
        Assert.False(Accept(ledger, lease, Ann));
        Assert.Equal(before, ledger.ResultBytes());
        Assert.Equal((1L, 1L), (ledger.Counts.TasksAccepted, ledger.Counts.TasksRejected));
    }

    [Fact]
    public void An_expired_lease_is_granted_again_and_the_first_report_wins()
    {
        var ledger = Begin("samples=10", taskSize: 10);
        var lost = ledger.Grant(Ann, 1)[0];
        Assert.Empty(ledger.Grant(Bob, 1));
        _time.Advance(Lifetime);
        var again = Assert.Single(ledger.Grant(Bob, 1));
        Assert.Equal(lost.Range, again.Range);
        Assert.True(Accept(ledger, lost, Ann)); // late, but nobody was faster
        Assert.False(Accept(ledger, again, Bob));
        Assert.Equal("samples", ledger.StopReason);
    }

    [Fact]
    public void A_straggler_is_copied_once_to_another_agent_and_the_first_result_wins()
    {
        var ledger = Straggling(out var late);
        Assert.Empty(ledger.Grant(Ann, 5)); // its owner is no help
        var copy = Assert.Single(ledger.Grant(Bob, 5));
        Assert.Equal(late.Range, copy.Range);
        Assert.Empty(ledger.Grant(new AgentId("cid"), 5));
        Assert.True(Accept(ledger, copy, Bob));
        Assert.Equal("samples", ledger.StopReason);
        Assert.False(Accept(ledger, late, Ann));
        var counts = ledger.Counts;
        Assert.Equal((3L, 1L, 0L, 30L), (counts.TasksAccepted, counts.TasksRejected, counts.TasksFailed, counts.SamplesComputed));
    }

    [Fact]
    public void No_copy_is_made_while_other_work_is_left_or_no_task_has_told_the_mean()
    {
        var ledger = Begin("samples=20", taskSize: 10);
        ledger.Grant(Ann, 2);
        _time.Advance(Lifetime / 2);
        Assert.Empty(ledger.Grant(Bob, 1));
        var busy = Begin("samples=30", taskSize: 10);
        Accept(busy, busy.Grant(Ann, 1)[0], Ann);
        busy.Grant(Ann, 1);
        _time.Advance(Lifetime / 2);
        Assert.Empty(busy.Stragglers);
        Assert.Equal(new Interval(20, 30), Assert.Single(busy.Grant(Bob, 1)).Range);
        Assert.Equal(new Interval(10, 20), Assert.Single(busy.Stragglers).Range);
    }

    [Fact]
    public void While_one_of_a_straggler_and_its_copy_lives_the_range_is_not_granted_again()
    {
        var ledger = Straggling(out var late);
        var copy = ledger.Grant(Bob, 1)[0];
        ledger.Release(copy.Id, Bob);
        Assert.False(ledger.HasWork);
        copy = Assert.Single(ledger.Grant(Bob, 1));
        ledger.Fail(late.Id, Ann, "broken");
        Assert.False(ledger.HasWork);
        ledger.Fail(copy.Id, Bob, "broken too");
        var retry = Assert.Single(ledger.Grant(Ann, 5));
        Assert.Equal((late.Range, 2), (retry.Range, retry.Failures));
        ledger.Fail(retry.Id, Ann, "broken for good");
        Assert.Equal(new PoisonRange(late.Range, 3, "broken for good"), Assert.Single(ledger.Poison));
    }

    [Fact]
    public void A_straggler_and_its_copy_that_expire_together_give_the_range_back_once()
    {
        var ledger = Straggling(out var late);
        ledger.Grant(Bob, 1);
        _time.Advance(Lifetime);
        Assert.Equal(late.Range, Assert.Single(ledger.Grant(Ann, 5)).Range);
        Assert.Empty(ledger.Grant(Bob, 5));
    }

    [Fact]
    public void The_leases_of_a_dead_silo_are_free_at_once()
    {
        AgentId dead = new("dead", "10.0.0.1:1@1"), well = new("well", "10.0.0.2:1@1");
        var ledger = Begin("samples=30", taskSize: 10);
        var lost = ledger.Grant(dead, 1)[0];
        ledger.Grant(well, 2);
        Assert.False(ledger.ReclaimDead(agent => agent.Silo == "10.0.0.3:1@1"));
        Assert.True(ledger.ReclaimDead(agent => agent.Silo == dead.Silo));
        Assert.Equal(lost.Range, Assert.Single(ledger.Grant(well, 5)).Range);
    }

    [Fact]
    public void A_heartbeat_keeps_every_lease_of_its_agent()
    {
        var ledger = Begin("samples=20", taskSize: 10);
        ledger.Grant(Ann, 2);
        _time.Advance(Lifetime / 2);
        ledger.Renew(Ann);
        _time.Advance(Lifetime / 2);
        Assert.Empty(ledger.Grant(Bob, 1));
        _time.Advance(Lifetime / 2);
        Assert.Equal(2, ledger.Grant(Bob, 5).Count);
    }

    [Fact]
    public void A_stray_range_voids_the_leases_it_touches_and_frees_their_rest()
    {
        var ledger = Begin("samples=30", taskSize: 10);
        var leases = ledger.Grant(Ann, 3);
        Assert.True(ledger.TryAccept(999, Bob, new Interval(5, 15), HashSum.Of(0, 5, 15).ToBytes(), []));
        Assert.False(Accept(ledger, leases[0], Ann));
        Assert.False(Accept(ledger, leases[1], Ann));
        Assert.True(Accept(ledger, leases[2], Ann));
        Assert.Equal([new Interval(0, 5), new Interval(15, 20)], ledger.Grant(Bob, 5).Select(lease => lease.Range));
    }

    [Fact]
    public void A_failing_range_is_retried_as_it_is_and_then_parked()
    {
        var ledger = Begin("samples=20", taskSize: 10);
        for (int attempt = 1; attempt <= LaneLedger.AllowedAttempts; attempt++)
        {
            var lease = ledger.Grant(Ann, 1)[0];
            Assert.Equal(new Interval(0, 10), lease.Range);
            ledger.Fail(lease.Id, Ann, $"error {attempt}");
        }

        Assert.Equal(new PoisonRange(new Interval(0, 10), 3, "error 3"), Assert.Single(ledger.Poison));
        Assert.True(Accept(ledger, ledger.Grant(Ann, 1)[0], Ann));
        Assert.Equal(LanePhase.Blocked, ledger.Phase);
        Assert.Empty(ledger.Grant(Ann, 1));

        var moved = LaneLedger.Continue(Job("samples=20"), 0, 10, ledger.ToState(), Book());
        Assert.Equal(LanePhase.Blocked, moved.Phase);
        var resumed = LaneLedger.Begin(Job("samples=20"), 0, 10, ledger.ToState(), Book());
        Assert.Equal(new Interval(0, 10), Assert.Single(resumed.Grant(Ann, 5)).Range);
    }

    [Fact]
    public void A_failure_survives_the_loss_of_a_lease_in_between()
    {
        var ledger = Begin("samples=10", taskSize: 10);
        ledger.Fail(ledger.Grant(Ann, 1)[0].Id, Ann, "first");
        ledger.Release(ledger.Grant(Ann, 1)[0].Id, Ann);
        Assert.Equal(1, ledger.Grant(Ann, 1)[0].Failures);
    }

    [Fact]
    public void A_report_that_is_no_result_throws_and_changes_nothing()
    {
        var ledger = Begin("samples=10", taskSize: 10);
        var lease = ledger.Grant(Ann, 1)[0];
        Assert.Throws<InvalidDataException>(() => ledger.TryAccept(lease.Id, Ann, lease.Range, [1, 2, 3], []));
        Assert.Equal(0, ledger.AcceptedCount);
        Assert.True(Accept(ledger, lease, Ann));
    }

    [Fact]
    public void A_longer_run_cuts_an_unfinished_one_without_loss()
    {
        var ledger = Begin("samples=1000", taskSize: 100);
        foreach (var lease in ledger.Grant(Ann, 6)) Accept(ledger, lease, Ann);
        var longer = LaneLedger.Begin(Job("samples=2000"), 0, 30, ledger.ToState(), Book());
        Assert.Equal(600, longer.Counts.SamplesReused);
        var shorter = LaneLedger.Begin(Job("samples=700"), 0, 30, longer.ToState(), Book());
        Assert.Equal(600, shorter.Counts.SamplesReused);
        Drain(shorter);
        Assert.Equal(HashSum.Of(0, 0, 700).ToBytes(), shorter.ResultBytes());
    }

    [Fact]
    public void A_plan_with_a_boundary_inside_accepted_work_is_refused_and_one_without_keeps_all()
    {
        var ledger = Begin("samples=300 look=100", taskSize: 10);
        Drain(ledger);
        var state = ledger.ToState();
        Assert.Equal(new PlanCut(150, new Interval(100, 200), 100), PlanCut.Find(Job("samples=150 look=100"), 0, state));
        Assert.Throws<InvalidOperationException>(() => LaneLedger.Begin(Job("samples=150 look=100"), 0, 10, state, Book()));
        Assert.Null(PlanCut.Find(Job("samples=200 look=100"), 0, state));
        var shorter = LaneLedger.Begin(Job("samples=200 look=100"), 0, 10, state, Book());
        Assert.Equal((200L, LanePhase.Closed), (shorter.Counts.SamplesReused, shorter.Phase));
        Assert.Equal(HashSum.Of(0, 0, 200).ToBytes(), shorter.ResultBytes());
    }

    /// <summary>
    /// Edits of an unfinished job, one after another: each is refused, or keeps every accepted index that it wants, to the end of the run;
    /// what it does not want is kept for a later one.
    /// </summary>
    [Fact]
    public void Whatever_is_edited_no_accepted_index_is_ever_computed_again()
    {
        int refused = 0, taken = 0;
        for (int seed = 0; seed < 200; seed++)
        {
            var draws = new Draws((ulong)seed);
            var done = new HashSet<long>();
            var state = LaneState.Empty;
            for (int edit = 0; edit < 8; edit++)
            {
                var job = Job($"samples={50 * (1 + draws.Below(8))} look={(draws.OneIn(2) ? 25 : 50) * (1 + draws.Below(4))}");
                if (PlanCut.Find(job, 0, state) is not null)
                {
                    refused++;
                    continue;
                }

                taken++;
                var ledger = LaneLedger.Begin(job, 0, 1 + draws.Below(9), state, Book());
                for (int task = draws.Below(40); task >= 0 && ledger.Grant(Ann, 1) is [var lease]; task--)
                {
                    for (long index = lease.Range.First; index < lease.Range.End; index++) Assert.True(done.Add(index), $"{seed}: {index}");
                    Assert.True(Accept(ledger, lease, Ann));
                }

                state = ledger.ToState();
                Assert.Equal(done.Count, state.Segments.Sum(segment => segment.Accepted.Sum(range => range.Length)));
            }
        }

        Assert.True(refused > 100 && taken > 100, $"{refused} refused, {taken} taken");
    }

    /// <summary>
    /// Two agents and a lane's grain under lost, late, repeated and stray reports, failures, expiries, restarts from an older state and
    /// changes of length: every index is accepted once, and the result is the directly computed one.
    /// </summary>
    [Theory]
    [InlineData(0, "samples=400")]
    [InlineData(1, "samples=400 look=37")]
    [InlineData(2, "samples=400 look=50 stop=5")]
    [InlineData(3, "samples=400 look=10 stop=9")]
    public void Every_index_is_accepted_exactly_once_whatever_happens(int variant, string spec)
    {
        for (int seed = 0; seed < 60; seed++)
        {
            var draws = new Draws((ulong)(1000 * variant + seed));
            var job = Job(spec);
            var ledger = LaneLedger.Begin(job, 0, 1 + draws.Below(20), LaneState.Empty, Book());
            var durable = ledger.ToState();
            var flying = new List<(Lease Lease, AgentId Owner)>();
            for (int step = 0; ledger.StopReason is null; step++)
            {
                Assert.True(step < 20_000, $"seed {seed} does not end");
                var owner = draws.OneIn(2) ? Ann : Bob;
                switch (draws.Below(12))
                {
                    case 0:
                        durable = ledger.ToState();
                        break;
                    case 1 when draws.OneIn(4): // the process died: back to what was durable, other agents' work still flies
                        ledger = draws.OneIn(2)
                            ? LaneLedger.Begin(job, 0, 1 + draws.Below(20), durable, Book())
                            : LaneLedger.Continue(job, 0, 1 + draws.Below(20), durable, Book());
                        break;
                    case 2 when draws.OneIn(4):
                        _time.Advance(draws.OneIn(2) ? Lifetime : Lifetime / 3); // leases lapse, or have stragglers
                        break;
                    case 3 when draws.OneIn(8) && flying.Count > 0: // parked ranges get their chance in a new run
                        var failed = flying[draws.Below(flying.Count)];
                        ledger.Fail(failed.Lease.Id, failed.Owner, "failed");
                        break;
                    case 4 when flying.Count > 0:
                        var handed = flying[draws.Below(flying.Count)];
                        ledger.Release(handed.Lease.Id, handed.Owner);
                        break;
                    case < 8:
                        flying.AddRange(ledger.Grant(owner, 1 + draws.Below(5)).Select(lease => (lease, owner)));
                        if (ledger.Phase == LanePhase.Blocked) ledger = LaneLedger.Begin(job, 0, 7, ledger.ToState(), Book());
                        break;
                    case var _ when flying.Count > 0:
                        int at = draws.Below(flying.Count);
                        var report = flying[at];
                        if (!draws.OneIn(4)) flying.RemoveAt(at); // else it arrives again later
                        Accept(ledger, report.Lease, report.Owner);
                        break;
                }
            }

            var synthetic = new SyntheticJob(spec);
            Assert.Equal(synthetic.Truth()[0], ledger.ResultBytes());
            Assert.Equal(ledger.Boundary, ledger.AcceptedCount);
            Assert.Equal(ledger.Boundary, ledger.Counts.SamplesComputed + ledger.Counts.SamplesReused);
            var restored = LaneLedger.Continue(job, 0, null, ledger.ToState(), Book());
            Assert.Equal(ledger.ResultBytes(), restored.ResultBytes());
        }
    }

    private static SyntheticJob Job(string spec) => new("lanes=1 " + spec);

    private static bool Accept(LaneLedger ledger, Lease lease, AgentId owner) =>
        ledger.TryAccept(lease.Id, owner, lease.Range, HashSum.Of(0, lease.Range.First, lease.Range.End).ToBytes(), []);

    private static void Drain(LaneLedger ledger)
    {
        while (ledger.Grant(Ann, 1) is [var lease]) Assert.True(Accept(ledger, lease, Ann));
        Assert.NotNull(ledger.StopReason);
    }

    /// <summary>All is leased, and one lease of Ann's is late.</summary>
    private LaneLedger Straggling(out Lease late)
    {
        var ledger = Begin("samples=30", taskSize: 10);
        Accept(ledger, ledger.Grant(Ann, 1)[0], Ann);
        late = ledger.Grant(Ann, 1)[0];
        _time.Advance(TimeSpan.FromSeconds(3));
        var last = ledger.Grant(Ann, 1)[0];
        Assert.Single(ledger.Stragglers);
        Assert.True(Accept(ledger, last, Ann));
        return ledger;
    }

    private LaneLedger Begin(string spec, int taskSize) => LaneLedger.Begin(Job(spec), 0, taskSize, LaneState.Empty, Book());

    private LeaseBook Book() => new(_time, Lifetime);
}
