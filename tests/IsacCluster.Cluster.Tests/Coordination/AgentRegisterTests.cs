using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Tests.Coordination;

public sealed class AgentRegisterTests
{
    private readonly ManualTime _time = new();

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(12)]
    public void The_parts_of_a_quota_sum_to_it(int maxSlots)
    {
        var register = Register();
        AgentId[] agents = [new("a"), new("b"), new("c"), new("d")];
        foreach (var (slots, agent) in agents.Index()) register.Seen(new AgentRegistration(agent, new SlotCounts(2 * slots + 1, slots)));
        var parts = agents.Select(agent => register.Quota(agent, SlotKind.Cpu, maxSlots)!.Value).ToList();
        Assert.Equal(maxSlots, parts.Sum());
        Assert.All(parts.Index(), part => Assert.InRange(part.Item, 0, 2 * part.Index + 1));
        Assert.Equal(Math.Min(maxSlots, 6), register.Quota(agents[3], SlotKind.Accelerator, maxSlots) is { } limited
            ? limited + agents[..3].Sum(agent => register.Quota(agent, SlotKind.Accelerator, maxSlots)) : 6);
    }

    [Fact]
    public void No_limit_binds_where_the_cluster_has_no_more_slots()
    {
        var register = Register();
        register.Seen(new AgentRegistration(new AgentId("a"), 4));
        Assert.Null(register.Quota(new AgentId("a"), SlotKind.Cpu, null));
        Assert.Null(register.Quota(new AgentId("a"), SlotKind.Cpu, 4));
        Assert.Equal(3, register.Quota(new AgentId("a"), SlotKind.Cpu, 3));
    }

    [Fact]
    public void Agents_that_are_silent_or_dead_are_forgotten()
    {
        var register = Register();
        AgentId quiet = new("quiet"), dead = new("dead", "silo"), well = new("well");
        Assert.All(new[] { quiet, dead, well }, agent => Assert.True(register.Seen(new AgentRegistration(agent, new SlotCounts(1, 1)))));
        Assert.False(register.Seen(new AgentRegistration(well, new SlotCounts(1, 1))));
        _time.Advance(TimeSpan.FromSeconds(9));
        register.Seen(new AgentRegistration(well, new SlotCounts(1, 1)));
        Assert.True(register.Prune(agent => agent.Silo == "silo"));
        Assert.False(register.Leave(dead));
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.True(register.Prune(_ => false));
        Assert.True(register.HasSlots(SlotKind.Accelerator));
        Assert.True(register.Leave(well));
        Assert.False(register.HasSlots(SlotKind.Cpu));
    }

    private AgentRegister Register() => new(_time, TimeSpan.FromSeconds(10));
}
