namespace IsacCluster.Cluster.Agents;

/// <summary>Measures how long one slot waited for work since the last reset. Thread-safe.</summary>
internal sealed class SlotClock(TimeProvider time)
{
    private readonly Lock _gate = new();
    private TimeSpan _waited;
    private long _waitingSince = time.GetTimestamp();
    private bool _waiting;

    public void BeginWait()
    {
        lock (_gate)
        {
            _waitingSince = time.GetTimestamp();
            _waiting = true;
        }
    }

    public void EndWait()
    {
        lock (_gate)
        {
            _waited += Current();
            _waiting = false;
        }
    }

    /// <summary>Waiting time since the reset, the present wait included.</summary>
    public TimeSpan Waited
    {
        get
        {
            lock (_gate) return _waited + Current();
        }
    }

    public void Reset()
    {
        lock (_gate)
        {
            _waited = TimeSpan.Zero;
            _waitingSince = time.GetTimestamp();
        }
    }

    private TimeSpan Current() => _waiting ? time.GetElapsedTime(_waitingSince) : TimeSpan.Zero;
}
