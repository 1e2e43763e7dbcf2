using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Tests.Synthetic;

namespace IsacCluster.Cluster.Tests.Ledger;

/// <summary>Whose doing the death of a silo is.</summary>
public sealed class DeathTests
{
    private static readonly AgentId Ann = new("ann-1", "10.0.0.1:1@1"), Bob = new("bob-1", "10.0.0.2:1@1");
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);
    private readonly ManualTime _time = new();

    [Fact]
    public void A_task_that_kills_three_silos_is_parked_alone_and_the_message_names_them()
    {
        var ledger = Begin("samples=40"); // four tasks, of which the first kills
        ledger.Grant(Ann, 2);
        Die(ledger, Ann);
        Assert.Equal([0, 10], ledger.Grant(Bob, 2).Select(lease => lease.Range.First));
        Die(ledger, Bob);

        Assert.Equal([20, 30], ledger.Grant(Ann, 5).Select(lease => lease.Range.First)); // those others wait for a while
        RetryHeld();
        var killer = Assert.Single(ledger.Grant(Ann, 5));
        Assert.Equal((0, true), (killer.Range.First, killer.History.IsSuspect));
        var innocent = Assert.Single(ledger.Grant(Bob, 5)); // one at a time and silo
        Assert.Empty(ledger.Grant(Bob, 5));
        Assert.True(ledger.TryBegin(killer.Id, Ann));
        Assert.True(ledger.TryBegin(innocent.Id, Bob));
        Die(ledger, Ann);
        Assert.Equal(
            new PoisonRange(new Interval(0, 10), 3, "its silo died 3 times while it ran (ann, bob, ann)"), Assert.Single(ledger.Poison));
        Assert.True(Accept(ledger, innocent, Bob));
        foreach (var lease in ledger.Grant(Bob, 5)) Assert.Equal((true, 0), (Accept(ledger, lease, Bob), lease.History.Attempts));
        Assert.Equal((LanePhase.Blocked, 30L), (ledger.Phase, ledger.AcceptedCount));
    }

    [Fact]
    public void A_task_that_succeeds_is_cleared_of_the_deaths_that_it_met()
    {
        var ledger = Begin("samples=20");
        for (int death = 0; death < 5; death++) // never the same task twice in a row
        {
            var leases = ledger.Grant(Ann, 1);
            if (leases.Count == 0) break;
            Die(ledger, Ann);
            Assert.True(Accept(ledger, ledger.Grant(Bob, 1)[0], Bob));
        }

        Assert.Equal("samples", ledger.StopReason);
        Assert.Empty(ledger.Poison);
    }

    [Fact]
    public void Beside_a_suspect_on_probation_nobody_else_is_blamed()
    {
        var ledger = Suspecting(out var suspect, "samples=30");
        var beside = Assert.Single(ledger.Grant(Ann, 1));
        Assert.True(ledger.TryBegin(suspect.Id, Ann));
        Die(ledger, Ann);
        Assert.Equal(suspect.Range, Assert.Single(ledger.Poison).Range);
        var again = Assert.Single(ledger.Grant(Bob, 1));
        Assert.Equal((beside.Range, 0), (again.Range, again.History.Attempts));
    }

    [Fact]
    public void A_suspect_that_has_not_begun_is_not_blamed()
    {
        var ledger = Suspecting(out var suspect, "samples=30");
        var beside = Assert.Single(ledger.Grant(Ann, 1));
        Die(ledger, Ann);
        Assert.Empty(ledger.Poison);
        RetryHeld();
        Assert.Equal(
            [(suspect.Range, 2), (beside.Range, 1), (new Interval(20, 30), 0)],
            ledger.Grant(Bob, 5).Select(lease => (lease.Range, lease.History.Deaths)).OrderBy(pair => pair.Range.First));
    }

    [Fact]
    public void After_its_probation_a_suspect_dies_in_company_and_is_parked_for_that_late_only()
    {
        var ledger = Suspecting(out var suspect, "samples=10");
        for (int deaths = 2; deaths < LaneLedger.MostDeaths; deaths++)
        {
            Assert.True(ledger.TryBegin(suspect.Id, Ann));
            Assert.Empty(ledger.Grant(Ann, 1));
            _time.Advance(suspect.History.Probation + TimeSpan.FromSeconds(1));
            Assert.Equal(deaths, suspect.History.Deaths);
            Die(ledger, Ann);
            RetryHeld();
            if (deaths < LaneLedger.MostDeaths - 1) suspect = Assert.Single(ledger.Grant(Ann, 1));
        }

        Assert.Equal(LaneLedger.MostDeaths, Assert.Single(ledger.Poison).Attempts);
    }

    [Theory]
    [InlineData(0.5, 10)]
    [InlineData(40, 80)]
    [InlineData(86_400, 600)]
    public void A_probation_is_twice_as_long_as_the_silo_lived_within_limits(double lived, double probation) => Assert.Equal(
        TimeSpan.FromSeconds(probation), AttemptHistory.None.WithDeath("ann", TimeSpan.FromSeconds(lived)).Probation);

    [Fact]
    public void A_death_is_an_attempt_beside_failures_and_both_are_told()
    {
        var ledger = Begin("samples=10");
        ledger.Fail(ledger.Grant(Ann, 1)[0].Id, Ann, "broken");
        ledger.Grant(Bob, 1);
        Die(ledger, Bob);
        var last = ledger.Grant(Ann, 1)[0];
        Assert.Equal((1, 1), (last.History.Failures, last.History.Deaths));
        ledger.Fail(last.Id, Ann, "broken again");
        Assert.Equal(
            (3, "its silo died once while it ran (bob); before: broken again"),
            Assert.Single(ledger.Poison) is var parked ? (parked.Attempts, parked.Error) : default);
    }

    [Fact]
    public void What_a_dead_silo_had_leased_is_known_from_disk_and_nothing_is_blamed_for_the_living()
    {
        var ledger = Begin("samples=40");
        ledger.Grant(Ann, 1);
        ledger.Grant(Bob, 1);
        var state = ledger.ToState();
        Assert.Equal(2, state.Held!.Count);
        var moved = Continue(state);
        Assert.True(moved.ReclaimDead(agent => agent == Ann));
        Assert.Equal(
            [(0, 1), (20, 0), (30, 0)],
            moved.Grant(Bob, 5).Select(lease => ((int)lease.Range.First, lease.History.Deaths))); // Bob is still on what he had

        var later = Continue(moved.ToState());
        _time.Advance(Lifetime); // what was leased when the lane was written lapses, and its owner has not died
        Assert.Equal(
            [(0, 1), (10, 0), (20, 0), (30, 0)],
            later.Grant(Ann, 5).Select(lease => ((int)lease.Range.First, lease.History.Deaths)).Order());
        var gone = Continue(moved.ToState(), agent => agent == Bob);
        _time.Advance(Lifetime); // nor is it heard of any more
        Assert.True(gone.ReclaimExpired());
        Assert.Equal([(0, 2), (10, 1)], Deaths(gone)); // the rest, together
    }

    [Fact]
    public void Deaths_and_failures_survive_the_lane_and_a_new_run_forgets_them()
    {
        var ledger = Begin("samples=20");
        ledger.Fail(ledger.Grant(Ann, 1)[0].Id, Ann, "broken");
        ledger.Grant(Bob, 2);
        Die(ledger, Bob);
        var moved = Continue(ledger.ToState());
        Assert.Equal([(0, 1), (10, 1)], Deaths(moved));
        Assert.Equal(1, moved.Grant(Ann, 1)[0].History.Failures);
        var anew = LaneLedger.Begin(new SyntheticJob("lanes=1 samples=20"), 0, 10, ledger.ToState(), new LeaseBook(_time, Lifetime));
        Assert.All(anew.Grant(Ann, 2), lease => Assert.Equal(0, lease.History.Attempts));
    }

    [Fact]
    public void Thousands_of_leases_are_one_range_on_disk_before_and_after_the_death()
    {
        var ledger = Begin("samples=80000");
        Assert.Equal(8000, ledger.Grant(Ann, 10_000).Count);
        Assert.Equal(new Interval(0, 80_000), Assert.Single(ledger.ToState().Held!).Range);
        Die(ledger, Ann);
        Assert.Equal(new Interval(0, 80_000), Assert.Single(ledger.ToState().Retries!).Range);
        Assert.Equal(new Interval(0, 10), ledger.Grant(Ann, 1)[0].Range); // tasks again
    }

    [Fact]
    public void A_straggler_and_its_copy_hand_the_death_of_one_to_the_other()
    {
        var ledger = Begin("samples=30");
        Accept(ledger, ledger.Grant(Ann, 1)[0], Ann);
        ledger.Grant(Ann, 1);
        _time.Advance(TimeSpan.FromSeconds(3));
        Accept(ledger, ledger.Grant(Ann, 1)[0], Ann);
        var copy = Assert.Single(ledger.Grant(Bob, 1));
        Die(ledger, Ann);
        Assert.False(ledger.HasWork);
        Die(ledger, Bob);
        Assert.Equal(2, Assert.Single(ledger.ToState().Retries!, retry => retry.Range == copy.Range).History.Deaths);
    }

    /// <summary>
    /// Silos that die at random, the lane's own among them, and one task that always kills: only that one is ever parked. A silo that dies
    /// by chance while an innocent suspect is on probation there is the one case that nobody can tell, and left out.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_the_killer_is_parked_however_many_silos_die(bool kills)
    {
        for (ulong seed = 0; seed < 100; seed++)
        {
            var draws = new Draws(seed);
            var killer = new Interval(40, 50);
            var ledger = Begin("samples=200");
            int died = 0;
            for (int step = 0; ledger.Phase == LanePhase.Open; step++)
            {
                Assert.True(step < 2000, $"seed {seed} does not end");
                var agent = draws.OneIn(2) ? Ann : Bob;
                var leases = ledger.Grant(agent, 1 + draws.Below(4)).OrderByDescending(lease => lease.History.IsSuspect).ToList();
                if (leases.Count == 0) RetryHeld();
                bool dies = draws.OneIn(12) && !leases.Exists(lease => lease.History.IsSuspect);
                foreach (var lease in leases)
                {
                    if (lease.History.IsSuspect) ledger.TryBegin(lease.Id, agent); // alone: the others start after it
                    if (kills && lease.Range == killer) dies = true;
                    if (dies) break;
                    Assert.True(Accept(ledger, lease, agent));
                }

                if (!dies) continue;
                died++;
                if (draws.OneIn(2)) ledger = Continue(ledger.ToState()); // it was the lane's silo, too
                Die(ledger, agent);
                RetryHeld();
            }

            Assert.Equal(kills ? [killer] : [], ledger.Poison.Select(parked => parked.Range));
            Assert.Equal(kills ? 190 : 200, ledger.AcceptedCount);
            Assert.True(died < 60);
        }
    }

    private static bool Accept(LaneLedger ledger, Lease lease, AgentId owner) =>
        ledger.TryAccept(lease.Id, owner, lease.Range, HashSum.Of(0, lease.Range.First, lease.Range.End).ToBytes(), []);

    private static void Die(LaneLedger ledger, AgentId agent) => Assert.True(ledger.ReclaimDead(other => other == agent));

    private static IEnumerable<(int First, int Deaths)> Deaths(LaneLedger ledger) =>
        ledger.ToState().Retries!.Select(retry => ((int)retry.Range.First, retry.History.Deaths));

    private void RetryHeld() => _time.Advance(new ClusterOptions().RetryHold + TimeSpan.FromSeconds(1));

    /// <summary>Two silos have died with the first task, which Ann has now.</summary>
    private LaneLedger Suspecting(out Lease suspect, string spec)
    {
        var ledger = Begin(spec);
        ledger.Grant(Ann, 1);
        Die(ledger, Ann);
        ledger.Grant(Bob, 1);
        Die(ledger, Bob);
        RetryHeld();
        suspect = Assert.Single(ledger.Grant(Ann, 1));
        return ledger;
    }

    private LaneLedger Begin(string spec) =>
        LaneLedger.Begin(new SyntheticJob("lanes=1 " + spec), 0, 10, LaneState.Empty, new LeaseBook(_time, Lifetime));

    private LaneLedger Continue(LaneState state, Func<AgentId, bool>? isGone = null) => LaneLedger.Continue(
        new SyntheticJob($"lanes=1 samples={state.Segments[^1].Range.End}"), 0, 10, state, new LeaseBook(_time, Lifetime, isGone));
}
