using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Cluster.Agents;

/// <summary>
/// The timing of one agent's session with one job. An attempt is overhead until its verdict is known; then its stage time is useful
/// if it was accepted, or all of it is wasted. Thread-safe.
/// </summary>
/// <param name="slotSeconds">Slot time so far in which its tasks ran, and its part of that in which slots waited.</param>
internal sealed class SessionAccount(
    string sessionId, string silo, int slots, Func<(double Busy, double Idle)> slotSeconds, TimeProvider time,
    SiloIdentity? identity = null)
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
            var (busy, idle) = slotSeconds();
            double wall = time.GetElapsedTime(_start).TotalSeconds;
            return new SessionTiming(
                sessionId, silo, slots, wall, _useful.TotalSeconds, idle, _wasted.TotalSeconds, busy + idle,
                identity);
        }
    }
}
