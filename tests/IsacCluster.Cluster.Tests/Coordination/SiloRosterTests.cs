using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;

namespace IsacCluster.Cluster.Tests.Coordination;

public sealed class SiloRosterTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(15);
    private readonly ManualTime _time = new();
    private readonly DispatchRecord _record = new();

    [Fact]
    public void Silos_join_leave_and_are_lost_and_every_change_is_told_once()
    {
        var roster = Roster();
        foreach (string name in new[] { "b", "a", "c" }) roster.Seen(Agent(name));
        roster.Seen(Agent("a") with { Busy = 2 });
        Assert.Equal(2, roster.View().Silos[0].Busy.Cpu);
        roster.Left(Agent("b").Agent);
        roster.Left(Agent("b").Agent);
        roster.Prune(agent => agent.Value == "c-1");
        roster.Prune(agent => agent.Value == "c-1");
        Assert.Equal(
            [("a", SiloPresence.Present), ("b", SiloPresence.Left), ("c", SiloPresence.Lost)],
            roster.View().Silos.Select(silo => (silo.Name, silo.State)));
        Assert.Equal(
            [
                "silo b joined with cpu=2,cuda=0", "silo a joined with cpu=2,cuda=0", "silo c joined with cpu=2,cuda=0", "silo b left",
                "silo c is lost; its tasks are done elsewhere",
            ],
            roster.View().Events.Select(news => news.Text));
        Assert.Equal([1, 2, 3, 4, 5], roster.View().Events.Select(news => news.Number));
    }

    [Fact]
    public void One_that_comes_back_stands_there_once()
    {
        var roster = Roster();
        roster.Seen(Agent("a"));
        _time.Advance(Lifetime);
        roster.Prune(_ => false);
        Assert.Equal(SiloPresence.Lost, Assert.Single(roster.View().Silos).State);
        roster.Seen(Agent("a", 2));
        SiloListing silo = Assert.Single(roster.View().Silos);
        Assert.Equal((SiloPresence.Present, _time.GetUtcNow()), (silo.State, silo.LastSeen));
    }

    [Fact]
    public void A_sign_of_life_alone_is_nothing_to_write_down()
    {
        var roster = Roster();
        roster.Seen(Agent("a"));
        Assert.True(roster.IsUnsaved);
        roster.IsUnsaved = false;
        _time.Advance(TimeSpan.FromSeconds(2));
        roster.Seen(Agent("a") with { Busy = 1 });
        Assert.False(roster.IsUnsaved);
        roster.Seen(Agent("a") with { Slots = 3 });
        Assert.True(roster.IsUnsaved);
    }

    [Fact]
    public void The_next_coordinator_misses_the_silo_that_died_with_the_last_one_and_not_those_that_stay()
    {
        var first = Roster();
        foreach (string name in new[] { "a", "b", "c" }) first.Seen(Agent(name));
        _time.Advance(TimeSpan.FromHours(2)); // nobody has written down that they are still there

        var next = Roster();
        next.Prune(agent => agent.Value == "b-1");
        next.Seen(Agent("a"));
        _time.Advance(Lifetime - TimeSpan.FromSeconds(1));
        next.Seen(Agent("a"));
        next.Prune(_ => false);
        Assert.Equal([SiloPresence.Present, SiloPresence.Present, SiloPresence.Lost], next.View().Silos.Select(silo => silo.State));
        _time.Advance(TimeSpan.FromSeconds(1));
        next.Prune(_ => false);
        Assert.Equal(
            [("a", SiloPresence.Present), ("b", SiloPresence.Lost), ("c", SiloPresence.Lost)],
            next.View().Silos.Select(silo => (silo.Name, silo.State)));
        Assert.Equal(3, next.View().Events.Count(news => news.Kind == ClusterEventKind.SiloJoined));
    }

    [Fact]
    public void What_is_long_past_is_forgotten()
    {
        var roster = Roster();
        for (int k = 0; k < 300; k++)
        {
            roster.Seen(Agent($"silo-{k:000}"));
            roster.Left(Agent($"silo-{k:000}").Agent);
        }

        var view = roster.View();
        Assert.Equal((SiloRoster.MostGone, "silo-299"), (view.Silos.Count, view.Silos[^1].Name));
        Assert.Equal((SiloRoster.MostEvents, 600), (view.Events.Count, view.Events[^1].Number));
        for (int k = 0; k < 300; k++) roster.Tell(ClusterEventKind.JobPhase, "job a is running", job: new JobId("a"));
        Assert.Equal(2 * SiloRoster.MostEvents, roster.View().Events.Count);
        Assert.Equal(SiloRoster.MostEvents, roster.View().Events.Count(news => news.Silo is not null));
    }

    private SiloRoster Roster() => new(_record, _time, Lifetime);

    private static AgentRegistration Agent(string name, int life = 1) => new(new AgentId($"{name}-{life}"), 2, name, "host");
}
