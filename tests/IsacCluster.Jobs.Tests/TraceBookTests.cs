using System.Text.Json;

namespace IsacCluster.Jobs.Tests;

/// <summary>Curves against time stay short, keep their ends, and are even.</summary>
public sealed class TraceBookTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(10, 9)]
    [InlineData(10, 1000)]
    [InlineData(100, 12345)]
    public void A_series_is_thinned_out_evenly_and_keeps_its_ends(int most, int added)
    {
        var series = new DecimatedSeries<int>(most);
        for (int k = 0; k < added; k++)
        {
            series.Add(Start.AddSeconds(k), k);
            Assert.InRange(series.Entries.Count, 1, most);
            Assert.Equal((Start.AddSeconds(k), k), series.Entries[^1]);
            Assert.Equal(0, series.Entries[0].Value);
        }

        Assert.InRange(series.Entries.Count, Math.Min(added, most / 2 - 1), most);
        int[] steps = [.. series.Entries.Zip(series.Entries.Skip(1), (a, b) => b.Value - a.Value)];
        Assert.All(steps, step => Assert.InRange(step, 1, 4 * Math.Max(1, added / most) + 1));
    }

    [Fact]
    public void An_estimate_is_taken_down_where_it_has_changed_and_begins_anew_with_its_job()
    {
        var time = new ManualTime();
        var book = new TraceBook(time);
        Assert.False(book.IsUsed);
        book.Take("0/sdr", 1, 10, 8.5, 1.25, 0.5);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Single(book.Take("0/sdr", 1, 10, 8.5, 1.25, 0.5)); // nothing was accepted since
        IReadOnlyList<TraceEntry> two = book.Take("0/sdr", 1, 20, null, 1.5, double.NaN);
        Assert.Equal([10, 20], two.Select(entry => entry.N));
        Assert.Equal(
            """[["2026-01-01T00:00:00+00:00",10,8.5,1.25,0.5],["2026-01-01T00:00:01+00:00",20,null,1.5,null]]""",
            JsonSerializer.Serialize(two).Replace("\\u002B", "+", StringComparison.Ordinal));
        Assert.Equal([5], book.Take("0/sdr", 1, 5, 5, 1, 1).Select(entry => entry.N));
        Assert.True(book.IsUsed);
    }

    [Fact]
    public void Of_very_many_estimates_nothing_is_kept()
    {
        var book = new TraceBook(new ManualTime());
        Assert.Empty(book.Take("0/sdr", 30_000, 10, 10, 1, 1));
        Assert.False(book.IsUsed);
    }
}
