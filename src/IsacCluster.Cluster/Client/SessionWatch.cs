using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Client;

/// <summary>
/// Which silos work on a job, from the sessions in its record, which grow every second: busy are the slots whose time was useful since the
/// last look. Thread-safe.
/// </summary>
internal sealed class SessionWatch
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (double Wall, double Useful, DateTimeOffset At)> _seen = new(StringComparer.Ordinal);

    /// <param name="record">Of a running job.</param>
    public IEnumerable<SiloListing> Silos(JobRecord record, DateTimeOffset now)
    {
        // The last session of each silo: those before it are of earlier runs.
        var latest = record.Sessions.Values.GroupBy(session => session.Silo, StringComparer.Ordinal).Select(group => group.Last()).ToList();
        lock (_gate) return [.. latest.Select(session => Of(session, record.Needs, now))];
    }

    private SiloListing Of(SessionTiming session, SlotKind needs, DateTimeOffset now)
    {
        var (wall, useful, at) = _seen.TryGetValue(session.SessionId, out var known) ? known : (0, 0, now);
        double passed = session.WallSeconds - wall;
        int busy = passed > 0 && wall > 0
            ? (int)Math.Clamp(Math.Round((session.UsefulSeconds - useful) / passed), 0, session.Slots)
            : 0;
        if (passed > 0) _seen[session.SessionId] = (session.WallSeconds, session.UsefulSeconds, now);
        SlotCounts Counts(int slots) => needs == SlotKind.Accelerator ? new SlotCounts(0, slots) : slots;
        return new SiloListing(
            session.Silo, session.Identity?.Host ?? "", Counts(session.Slots), Counts(busy), passed > 0 ? now : at, SiloPresence.Present,
            session.Identity);
    }
}
