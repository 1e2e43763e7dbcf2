using IsacCluster.Benchmarks.Reporting;
using MathNet.Numerics.Statistics;

namespace IsacCluster.Benchmarks.Peer;

/// <summary>The tables of a comparison: one per problem, for the paper's M = 10 and for all cases, and the passes for drift.</summary>
internal static class PeerReport
{
    /// <summary>Antennas of the paper, by which cases are grouped.</summary>
    public const int PaperAntennas = 10;

    /// <summary>The groups of a table.</summary>
    public static IEnumerable<(string Name, IReadOnlyList<ComparedCase> Cases)> Groups(IReadOnlyList<ComparedCase> compared)
    {
        ComparedCase[] paper = [.. compared.Where(item => item.Case.Case.Instance.Antennas == PaperAntennas)];
        if (paper.Length > 0) yield return (FormattableString.Invariant($"M = {PaperAntennas}"), paper);
        ComparedCase[] presolved = [.. paper.Where(item => item.Ours.Presolved)];
        if (presolved.Length > 0) yield return (FormattableString.Invariant($"M = {PaperAntennas}, presolved"), presolved);
        yield return ("all", compared);
    }

    public static string Table(IReadOnlyList<ComparedCase> compared)
    {
        var table = new MarkdownTable(
            "peer", "group", "cases", "median ours (ms)", "median peer (CPU ms)", "median peer (wall ms)",
            "ratio of medians", "least ratio", "largest ratio", "largest deviation");
        foreach (IGrouping<string, ComparedCase> peer in compared.GroupBy(item => item.Peer ?? "none"))
        {
            foreach ((string name, IReadOnlyList<ComparedCase> cases) in Groups([.. peer])) table.Add([peer.Key, .. Row(name, cases)]);
        }

        return table.ToString();
    }

    private static string[] Row(string name, IReadOnlyList<ComparedCase> cases)
    {
        var summary = RatioSummary.Of(cases);
        return
        [
            name,
            summary.Timed < cases.Count ? FormattableString.Invariant($"{summary.Timed} of {cases.Count}") : Number.Count(cases.Count),
            Number.Significant(summary.OwnMs),
            Number.Significant(summary.PeerMs),
            Number.Significant(summary.PeerWallMs),
            Number.Ratio(summary.Ratio),
            Number.Ratio(summary.LeastRatio),
            Number.Ratio(summary.LargestRatio),
            Number.Scientific(summary.LargestDeviation),
        ];
    }

    /// <summary>The median wall-clock time of each pass in order: passes of one solver that differ show how the machine drifted.</summary>
    public static string Drift(IReadOnlyList<Pass> passes, IReadOnlyList<string> problems)
    {
        var table = new MarkdownTable(["pass", .. problems.Select(problem => problem + " (ms)"), "load average after"]);
        for (int i = 0; i < passes.Count; i++)
        {
            IEnumerable<string> medians = problems.Select(problem => Number.Significant(passes[i].Results
                .Where(result => result.Problem == problem && result.IsOptimal).Select(result => result.WallMilliseconds).Median()));
            table.Add([FormattableString.Invariant($"{i + 1} {passes[i].Solver}"), .. medians, passes[i].LoadAverage]);
        }

        return table.ToString();
    }
}

/// <summary>Medians over the cases that both solved, and the ratios of peer to own time by case.</summary>
/// <param name="Timed">Cases that enter the medians; all where there is no peer.</param>
internal sealed record RatioSummary(
    int Timed, double OwnMs, double PeerMs, double PeerWallMs, double LeastRatio, double LargestRatio, double LargestDeviation)
{
    public double Ratio => PeerMs / OwnMs;

    public static RatioSummary Of(IReadOnlyList<ComparedCase> cases)
    {
        ComparedCase[] both = [.. cases.Where(item => double.IsFinite(item.Ratio))];
        IReadOnlyList<ComparedCase> timed = both.Length > 0 ? both : cases;
        return new RatioSummary(
            timed.Count,
            timed.Select(item => item.OwnMs).Median(),
            both.Select(item => item.PeerMs).Median(),
            both.Select(item => item.PeerWallMs).Median(),
            both.Select(item => item.Ratio).DefaultIfEmpty(double.NaN).Min(),
            both.Select(item => item.Ratio).DefaultIfEmpty(double.NaN).Max(),
            cases.Select(item => item.Deviation).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max());
    }
}
