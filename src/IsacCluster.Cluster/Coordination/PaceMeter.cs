using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Cluster.Coordination;

/// <summary>
/// The rate of a running job: what was accepted over the last minute, so that one burst or pause hardly moves it. Not thread-safe.
/// </summary>
internal sealed class PaceMeter(TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1), Step = TimeSpan.FromSeconds(1), Shortest = TimeSpan.FromSeconds(2);

    private readonly LinkedList<(long At, long Accepted)> _points = [];

    /// <summary>What is accepted now.</summary>
    public void Note(long accepted)
    {
        long now = time.GetTimestamp();
        if (_points.Last is { } last && last.Value.Accepted > accepted) _points.Clear(); // a lane began anew
        if (_points.Count > 1 && time.GetElapsedTime(_points.Last!.Previous!.Value.At, now) < Step) _points.RemoveLast();
        _points.AddLast((now, accepted));
        while (_points.First!.Next is { } second && time.GetElapsedTime(second.Value.At, now) >= Window) _points.RemoveFirst();
    }

    /// <summary>The job does not run: what it did before says nothing of what it will do.</summary>
    public void Rest() => _points.Clear();

    /// <param name="left">What is wanted and not accepted.</param>
    /// <returns>Null where too little is known.</returns>
    public JobPace? Pace(long left)
    {
        if (_points.Count < 2) return null;
        var ((from, before), (to, after)) = (_points.First!.Value, _points.Last!.Value);
        var span = time.GetElapsedTime(from, to);
        if (span < Shortest) return null;
        double rate = (after - before) / span.TotalSeconds;
        double seconds = left / rate;
        return new JobPace(rate, seconds < TimeSpan.FromDays(3650).TotalSeconds ? time.GetUtcNow().AddSeconds(seconds) : null);
    }
}
