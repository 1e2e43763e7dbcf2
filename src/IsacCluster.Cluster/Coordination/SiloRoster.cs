using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;

namespace IsacCluster.Cluster.Coordination;

/// <summary>A silo's agent, as it is kept on disk.</summary>
[GenerateSerializer, Immutable, Alias("isac.known-silo")]
internal sealed record KnownSilo([property: Id(0)] AgentId Agent, [property: Id(1)] SiloListing Listing);

/// <summary>
/// The silos that give slots, those that did lately, and what happened, for people. It outlives its coordinator: a silo that died together
/// with it is missed by the next one. Not thread-safe.
/// </summary>
/// <param name="record">Kept as it is on disk.</param>
/// <param name="lifetime">A silo that is silent for so long is lost.</param>
internal sealed class SiloRoster(DispatchRecord record, TimeProvider time, TimeSpan lifetime)
{
    /// <summary>Events of silos, events of jobs, and silos that are gone, that are kept.</summary>
    public const int MostEvents = 100, MostGone = 50;

    private readonly DateTimeOffset _since = time.GetUtcNow();
    private readonly HashSet<string> _seen = []; // agents, since this activation

    /// <summary>Whether the record has changed since it was last taken to disk.</summary>
    public bool IsUnsaved { get; set; }

    /// <summary>A sign of life.</summary>
    public void Seen(AgentRegistration agent)
    {
        _seen.Add(agent.Agent.Value);
        var listing = new SiloListing(
            agent.Name ?? agent.Agent.Value, agent.Host ?? "", agent.Slots, agent.Busy, time.GetUtcNow(), SiloPresence.Present,
            agent.Identity);
        int at = record.Silos.FindIndex(silo => silo.Agent == agent.Agent);
        if (at >= 0 && record.Silos[at].Listing is { State: SiloPresence.Present } known && known.Slots == listing.Slots)
        {
            record.Silos[at] = record.Silos[at] with { Listing = listing }; // no need to write down that it is still there
            return;
        }

        record.Silos.RemoveAll(silo => silo.Agent == agent.Agent || (silo.Listing.Name == listing.Name && IsGone(silo)));
        record.Silos.Add(new KnownSilo(agent.Agent, listing));
        Tell(ClusterEventKind.SiloJoined, $"silo {listing.Name} joined with {listing.Slots}", listing.Name);
    }

    /// <summary>It has said good-bye.</summary>
    public void Left(AgentId agent) => Go(agent, SiloPresence.Left);

    /// <summary>Silos that were silent for too long or died, those of an earlier coordinator among them.</summary>
    public void Prune(Func<AgentId, bool> isDead)
    {
        var now = time.GetUtcNow();
        foreach (var silo in record.Silos.Where(silo => !IsGone(silo)).ToList())
        {
            var last = _seen.Contains(silo.Agent.Value) ? silo.Listing.LastSeen : _since;
            if (now - last >= lifetime || isDead(silo.Agent)) Go(silo.Agent, SiloPresence.Lost);
        }
    }

    public void Tell(ClusterEventKind kind, string text, string? silo = null, JobId? job = null)
    {
        record.LastEvent++;
        record.Events.Add(new ClusterEvent(record.LastEvent, time.GetUtcNow(), kind, silo, job, text));
        bool OfJob(ClusterEvent news) => news.Job is not null == job is not null; // many small jobs do not push out the loss of a silo
        if (record.Events.Count(OfJob) > MostEvents) record.Events.RemoveAt(record.Events.FindIndex(OfJob));
        IsUnsaved = true;
    }

    public ClusterView View() => new(
        time.GetUtcNow(),
        [.. record.Silos.Select(silo => silo.Listing).OrderBy(silo => silo.State).ThenBy(silo => silo.Name, StringComparer.Ordinal)],
        [.. record.Events]);

    private static bool IsGone(KnownSilo silo) => silo.Listing.State != SiloPresence.Present;

    private void Go(AgentId agent, SiloPresence how)
    {
        int at = record.Silos.FindIndex(silo => silo.Agent == agent);
        if (at < 0 || IsGone(record.Silos[at])) return;
        var gone = record.Silos[at].Listing with { State = how, Busy = default };
        record.Silos.RemoveAt(at);
        record.Silos.Add(new KnownSilo(agent, gone)); // those that are gone stand in the order in which they went
        while (record.Silos.Count(IsGone) > MostGone) record.Silos.RemoveAt(record.Silos.FindIndex(IsGone));
        if (how == SiloPresence.Left) Tell(ClusterEventKind.SiloLeft, $"silo {gone.Name} left", gone.Name);
        else Tell(ClusterEventKind.SiloLost, $"silo {gone.Name} is lost; its tasks are done elsewhere", gone.Name);
    }
}
