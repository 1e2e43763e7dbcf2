namespace IsacCluster.Cluster.Ledger;

/// <summary>
/// A set of indices, kept as sorted, disjoint, non-touching intervals: in-order work on 10^6 tasks is one interval. Look-ups
/// cost O(log n) in the number n of intervals, changes O(n) at worst and O(1) at either end.
/// </summary>
public sealed class IntervalSet
{
    private readonly List<Interval> _items = [];

    public IntervalSet() { }

    public IntervalSet(IEnumerable<Interval> intervals)
    {
        foreach (var interval in intervals) Add(interval);
    }

    /// <summary>The intervals in increasing order; neighbours neither overlap nor touch.</summary>
    public IReadOnlyList<Interval> Intervals => _items;

    /// <summary>How many indices the set holds.</summary>
    public long Count { get; private set; }

    public bool IsEmpty => _items.Count == 0;

    /// <summary>Whether any index of <paramref name="range"/> is in the set.</summary>
    public bool Overlaps(Interval range)
    {
        if (range.IsEmpty) return false;
        int at = FirstEndingAfter(range.First);
        return at < _items.Count && _items[at].First < range.End;
    }

    public void Add(Interval range)
    {
        if (range.IsEmpty) return;
        int from = FirstEndingAfter(range.First - 1); // an item that ends at range.First touches and is joined
        long first = range.First, end = range.End;
        int to = from;
        for (; to < _items.Count && _items[to].First <= range.End; to++)
        {
            first = Math.Min(first, _items[to].First);
            end = Math.Max(end, _items[to].End);
            Count -= _items[to].Length;
        }

        Replace(from, to, new Interval(first, end), default);
        Count += end - first;
    }

    public void Remove(Interval range)
    {
        if (range.IsEmpty) return;
        int from = FirstEndingAfter(range.First);
        int to = from;
        Interval left = default, right = default;
        for (; to < _items.Count && _items[to].First < range.End; to++)
        {
            var item = _items[to];
            Count -= item.Length;
            if (item.First < range.First) left = new Interval(item.First, range.First);
            if (item.End > range.End) right = new Interval(range.End, item.End);
        }

        Count += left.Length + right.Length;
        Replace(from, to, left, right);
    }

    /// <summary>The parts of <paramref name="range"/> that are not in the set, in increasing order.</summary>
    public IReadOnlyList<Interval> Gaps(Interval range)
    {
        var gaps = new List<Interval>();
        long next = range.First;
        for (int at = FirstEndingAfter(range.First); at < _items.Count && _items[at].First < range.End; at++)
        {
            if (_items[at].First > next) gaps.Add(new Interval(next, _items[at].First));
            next = _items[at].End;
        }

        if (next < range.End) gaps.Add(new Interval(next, range.End));
        return gaps;
    }

    public void Clear()
    {
        _items.Clear();
        Count = 0;
    }

    private int FirstEndingAfter(long index)
    {
        int low = 0, high = _items.Count;
        while (low < high)
        {
            int middle = (low + high) >>> 1;
            if (_items[middle].End > index) high = middle;
            else low = middle + 1;
        }

        return low;
    }

    private void Replace(int from, int to, Interval a, Interval b)
    {
        // The common cases change one item in place; only a change in the number of items moves the list.
        int slot = from;
        foreach (var item in new ReadOnlySpan<Interval>([a, b]))
        {
            if (item.IsEmpty) continue;
            if (slot < to) _items[slot] = item;
            else { _items.Insert(slot, item); to++; }
            slot++;
        }

        _items.RemoveRange(slot, to - slot);
    }
}
