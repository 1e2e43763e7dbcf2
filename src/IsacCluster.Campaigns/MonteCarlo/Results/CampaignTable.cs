using System.Globalization;
using IsacCluster.Jobs;
using IsacCluster.Reporting;

namespace IsacCluster.Campaigns.MonteCarlo.Results;

/// <summary>The console summary of a campaign, one row per point and algorithm.</summary>
public static class CampaignTable
{
    /// <summary>Rows in the order of the results. The ratio is to sdr, or to the first algorithm where sdr was not run.</summary>
    public static SummaryTable Of(CampaignResults results)
    {
        string? reference = ReferenceAlgorithm.Of(results);
        string[] headers =
        [
            "point", "algorithm", "n", "mse (W²)", reference is null ? "ratio" : $"ratio to {reference}",
            "satisfaction", "infeasible", "failed", "mean time",
        ];
        var rows = from point in results.Points
                   from algorithm in point.Algorithms
                   select Row(point, algorithm, reference);
        IEnumerable<string?> notes = [SolveRate.Of(results).ToString(), Exclusions.Sentence(results), .. IntervalNotes.Lines(results)];
        return new SummaryTable(headers, rows.ToList())
        {
            Note = string.Join('\n', notes.OfType<string>()),
            Ranks = [0, 0, 1, 2, 0, 0, 4, 5, 3],
            Grouped = true,
        };
    }

    private static IReadOnlyList<string> Row(PointResults point, AlgorithmResults algorithm, string? reference) =>
    [
        PointText.Label(point),
        algorithm.Name,
        SampleNumber.Of(algorithm),
        IntervalWords.PlusMinus(algorithm.Mse.Mean, algorithm.Mse.Ci95, algorithm.NEff, algorithm.IntervalNote),
        RatioText(algorithm, reference),
        NumberText.Percent(algorithm.Satisfaction, algorithm.SatisfactionCi95),
        algorithm.Infeasible.ToString(CultureInfo.InvariantCulture),
        algorithm.Failed.ToString(CultureInfo.InvariantCulture),
        NumberText.Seconds(algorithm.TimeS.Mean),
    ];

    private static string RatioText(AlgorithmResults algorithm, string? reference)
    {
        if (reference is null) return NumberText.Undefined;
        if (algorithm.Name == reference) return "1";
        return algorithm.PairedMseRatioTo.TryGetValue(reference, out var ratio)
            ? IntervalWords.WithInterval(ratio)
            : NumberText.Undefined;
    }
}
