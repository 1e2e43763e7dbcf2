namespace IsacCluster.Jobs;

/// <summary>
/// Values against time, of which at most so many are kept, evenly over the whole time: once there are more, every second one goes and the
/// spacing doubles. The first stays, and the last is always the latest. Not thread-safe.
/// </summary>
/// <param name="most">At least 2.</param>
public sealed class DecimatedSeries<T>(int most)
{
    private readonly List<(DateTimeOffset At, T Value)> _entries = [];
    private TimeSpan _gap = TimeSpan.Zero;

    /// <summary>In the order of time.</summary>
    public IReadOnlyList<(DateTimeOffset At, T Value)> Entries => _entries;

    public void Add(DateTimeOffset at, T value)
    {
        if (_entries.Count > 1 && _entries[^1].At - _entries[^2].At < _gap) _entries[^1] = (at, value);
        else _entries.Add((at, value));
        if (_entries.Count <= most) return;
        int kept = 0, last = _entries.Count - 1;
        for (int k = 0; k < last; k += 2) _entries[kept++] = _entries[k];
        _entries[kept++] = _entries[last];
        _entries.RemoveRange(kept, _entries.Count - kept);
        _gap = 2 * (_entries[^1].At - _entries[0].At) / most;
    }

    /// <summary>What was kept says nothing any more.</summary>
    public void Clear()
    {
        _entries.Clear();
        _gap = TimeSpan.Zero;
    }
}
