using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Tests.Synthetic;

namespace IsacCluster.Cluster.Tests.Ledger;

public sealed class IntervalSetTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Agrees_with_a_plain_set_of_indices_under_random_changes(int seed)
    {
        const int size = 60;
        var draws = new Draws((ulong)seed);
        var set = new IntervalSet();
        var plain = new SortedSet<long>();
        for (int step = 0; step < 3000; step++)
        {
            var range = new Interval(draws.Below(size), 0);
            range = range with { End = range.First + draws.Below(12) };
            var members = Enumerable.Range((int)range.First, (int)range.Length).Select(index => (long)index).ToList();
            Assert.Equal(members.Exists(plain.Contains), set.Overlaps(range));
            Assert.Equal(members.TrueForAll(plain.Contains), set.Gaps(range).Count == 0);
            Assert.Equal(members.Count(plain.Contains), range.Length - set.Gaps(range).Sum(gap => gap.Length));
            Assert.Equal(members.Where(index => !plain.Contains(index)), set.Gaps(range).SelectMany(Members));
            if (draws.OneIn(2))
            {
                set.Add(range);
                plain.UnionWith(members);
            }
            else
            {
                set.Remove(range);
                plain.ExceptWith(members);
            }

            Assert.Equal(plain, set.Intervals.SelectMany(Members));
            Assert.Equal(plain.Count, set.Count);
            Assert.All(set.Intervals.Zip(set.Intervals.Skip(1)), pair => Assert.True(pair.First.End < pair.Second.First));
        }
    }

    [Fact]
    public void In_order_work_is_one_interval()
    {
        var set = new IntervalSet();
        for (int task = 0; task < 100_000; task++) set.Add(new Interval(10L * task, 10L * task + 10));
        Assert.Equal([new Interval(0, 1_000_000)], set.Intervals);
    }

    private static IEnumerable<long> Members(Interval range)
    {
        for (long index = range.First; index < range.End; index++) yield return index;
    }
}
