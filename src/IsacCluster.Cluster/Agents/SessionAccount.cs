using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Cluster.Agents;

/// <summary>
/// The timing of one agent's session with one job. An attempt is overhead until its verdict is known; then its stage time is useful
/// if it was accepted, or all of it is wasted. Thread-safe.
/// </summary>
internal sealed class SessionAccount(string sessionId, string silo, SlotTicket ticket, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _useful, _wasted;

    /// <param name="stageTime">Total stage time; measured by other clock readings, so it is capped at the attempt's own time.</param>
    public void Accepted(TimeSpan elapsed, TimeSpan stageTime)
    {
        lock (_gate) _useful += stageTime < elapsed ? stageTime : elapsed;
    }

    public void Wasted(TimeSpan elapsed)
    {
        lock (_gate) _wasted += elapsed;
    }

    public SessionTiming Snapshot()
    {
        lock (_gate)
        {
            var (busy, idle) = ticket.Pool.SlotSeconds(ticket);
            double wall = time.GetElapsedTime(_start).TotalSeconds;
            return new SessionTiming(
                sessionId, silo, ticket.Pool.Slots, wall, _useful.TotalSeconds, idle, _wasted.TotalSeconds, busy + idle);
        }
    }
}
