using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Coordination;

/// <summary>The slots that are alive, by agent, and the split of a job's quota among them. Not thread-safe.</summary>
/// <param name="lifetime">An agent that is silent for so long is gone.</param>
internal sealed class AgentRegister(TimeProvider time, TimeSpan lifetime)
{
    private readonly SortedDictionary<string, Entry> _agents = new(StringComparer.Ordinal);

    /// <returns>Whether slots were added or changed.</returns>
    public bool Seen(AgentRegistration agent)
    {
        bool known = _agents.TryGetValue(agent.Agent.Value, out var entry) && entry.Registration.Slots == agent.Slots;
        _agents[agent.Agent.Value] = new Entry(agent, time.GetUtcNow() + lifetime);
        return !known;
    }

    /// <returns>Whether it was there.</returns>
    public bool Leave(AgentId agent) => _agents.Remove(agent.Value);

    /// <summary>Forgets agents that are silent or on a silo that died; true if there were any.</summary>
    public bool Prune(Func<AgentId, bool> isDead)
    {
        var now = time.GetUtcNow();
        var gone = _agents.Where(entry => entry.Value.Expires <= now || isDead(entry.Value.Registration.Agent))
            .Select(entry => entry.Key).ToList();
        foreach (string agent in gone) _agents.Remove(agent);
        return gone.Count > 0;
    }

    public bool HasSlots(SlotKind kind) => _agents.Values.Any(entry => entry.Registration.Slots[kind] > 0);

    /// <summary>Whether an agent with such slots is not among those that refuse.</summary>
    public bool HasSlots(SlotKind kind, IReadOnlyCollection<AgentId> refusing) =>
        _agents.Values.Any(entry => entry.Registration.Slots[kind] > 0 && !refusing.Contains(entry.Registration.Agent));

    public bool IsAlive(AgentId agent) => _agents.ContainsKey(agent.Value);

    /// <summary>
    /// An agent's part of at most <paramref name="maxSlots"/> slots of the cluster, in proportion to its own; the parts of all
    /// agents sum to it (largest remainders). Null where no limit binds.
    /// </summary>
    public int? Quota(AgentId agent, SlotKind kind, int? maxSlots)
    {
        if (maxSlots is not { } most) return null;
        var slots = _agents.Values.Select(entry => (entry.Registration.Agent, Slots: entry.Registration.Slots[kind])).ToList();
        long total = slots.Sum(entry => (long)entry.Slots);
        if (total <= most) return null;
        var parts = slots
            .Select(entry => (entry.Agent, Whole: entry.Slots * (long)most / total, Remainder: entry.Slots * (long)most % total))
            .ToList();
        long left = most - parts.Sum(part => part.Whole);
        var rounded = parts.OrderByDescending(part => part.Remainder) // a stable sort
            .Take((int)left).Select(part => part.Agent).ToHashSet();
        return (int)parts.Where(part => part.Agent == agent).Sum(part => part.Whole) + (rounded.Contains(agent) ? 1 : 0);
    }

    private readonly record struct Entry(AgentRegistration Registration, DateTimeOffset Expires);
}
