using IsacCluster.Campaigns;
using IsacCluster.Cli.Output;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Jobs;

namespace IsacCluster.Cli.Tests.Commands;

/// <summary>The live table of a terminal: what it says, and that it fits.</summary>
public sealed class LiveTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_table_says_how_far_how_fast_and_what_intervals_lack_in_80_columns()
    {
        IReadOnlyList<string> lines = Lines(
        [
            new GlanceRow("sinr_db = 4", 0.5, "zf 0.47 ±0.1 % of 0.1 %, 500 samples", 0.001, 0.001, IsClosed: true),
            new GlanceRow("sinr_db = 8", 0.5, "zf 0.47 ±0.4 % of 0.1 %, 500 samples", 0.004, 0.001, IsClosed: false),
            new GlanceRow("sinr_db = 12", 0.3, "sdr 0.47 ±9 %, 300 samples, and very much more than fits on a line", 0.09, null, false),
        ]);
        Assert.Equal("job-1  60.0 % (600 of 1000 samples), 1 of 2 points done", lines[0]);
        Assert.StartsWith("12.50 a second, done at about ", lines[1], StringComparison.Ordinal);
        Assert.EndsWith("(in 32 s), 3 of 4 slots busy on 1 silo", lines[1], StringComparison.Ordinal);
        Assert.Equal("  sinr_db = 8  ██████░░░░ zf 0.47 ±0.4 % of 0.1 %, 500 samples", lines[2]); // open ones first
        Assert.StartsWith("  sinr_db = 12 ███░░░░░░░ sdr 0.47", lines[3], StringComparison.Ordinal);
        Assert.StartsWith("  sinr_db = 4  ██████████ ", lines[4], StringComparison.Ordinal);
        Assert.EndsWith("  silo s1 joined with cpu=4", lines[5], StringComparison.Ordinal);
        Assert.All(lines, line => Assert.InRange(line.Length, 1, 80));
    }

    [Fact]
    public void Of_many_points_the_open_ones_are_shown_and_the_others_counted()
    {
        IReadOnlyList<string> lines = Lines(
            [.. Enumerable.Range(0, 300).Select(k => new GlanceRow($"point {k}", 0.1, "", null, null, IsClosed: k < 295))]);
        Assert.Equal(LiveTable.MostRows + 4, lines.Count);
        Assert.StartsWith("  point 295 ", lines[2], StringComparison.Ordinal);
        Assert.Equal("  and 288 points more, 288 of them done", lines[^2]);
    }

    [Theory]
    [InlineData("noise = 1e-12, users", "  sinr_db=3 noise=1e-12 users=3 █")]
    [InlineData("a_field_of_a_long_name = 1e-12, users", "  3 1e-12 3 █")]
    public void Labels_that_are_too_long_lose_their_names_and_not_what_tells_them_apart(string fields, string expected)
    {
        IReadOnlyList<string> lines = Lines(
            [.. Enumerable.Range(1, 4).Select(k => new GlanceRow($"sinr_db = 3, {fields} = {k}", 0.1, "", null, null, IsClosed: false))]);
        Assert.StartsWith(expected, lines[4], StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Lines(IReadOnlyList<GlanceRow> rows)
    {
        LaneStatus[] lanes =
        [
            new LaneStatus(0, "a", LanePhase.Closed, 500, 500, "precision", default, 0),
            new LaneStatus(1, "b", LanePhase.Open, 500, 100, null, default, 0),
        ];
        var status = new JobStatus(new JobId("job-1"), JobPhase.Running, 1, lanes, null, null, "s1")
        {
            Pace = new JobPace(12.5, Now.AddSeconds(32)),
        };
        var cluster = new ClusterView(
            Now, [new SiloListing("s1", "here", 4, 3, Now, SiloPresence.Present)],
            [new ClusterEvent(1, Now, ClusterEventKind.SiloJoined, "s1", null, "silo s1 joined with cpu=4")]);
        return LiveTable.Lines(status, JobKinds.Catalog.Get("campaign"), rows, cluster, Now, 80);
    }
}
