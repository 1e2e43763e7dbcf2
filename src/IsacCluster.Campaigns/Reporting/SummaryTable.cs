using System.Globalization;
using IsacCluster.Campaigns.Reporting.Sweeps;

namespace IsacCluster.Campaigns.Reporting;

/// <summary>The console summary of a campaign as plain text cells, one row per point and algorithm; the caller renders it.</summary>
/// <param name="Headers">Column titles.</param>
/// <param name="Rows">Cells, each row as long as <paramref name="Headers"/>.</param>
public sealed record SummaryTable(IReadOnlyList<string> Headers, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    /// <summary>A line to show below the table; null for none.</summary>
    public string? Note { get; init; }

    /// <summary>Rows in the order of the results. The ratio is to sdr, or to the first algorithm where sdr was not run.</summary>
    public static SummaryTable Of(CampaignResults results)
    {
        string? reference = ReferenceAlgorithm.Of(results);
        string[] headers =
        [
            "point", "algorithm", "mse (W²)", reference is null ? "ratio" : $"ratio to {reference}",
            "satisfaction", "infeasible", "failed", "mean time",
        ];
        var rows = from point in results.Points
                   from algorithm in point.Algorithms
                   select Row(point, algorithm, reference);
        return new SummaryTable(headers, rows.ToList()) { Note = SolveRate.Of(results).ToString() };
    }

    private static IReadOnlyList<string> Row(PointResults point, AlgorithmResults algorithm, string? reference) =>
    [
        PointText.Label(point),
        algorithm.Name,
        NumberText.PlusMinus(algorithm.Mse.Mean, algorithm.Mse.Ci95),
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
            ? NumberText.WithInterval(ratio.Mean, ratio.Ci95)
            : NumberText.Undefined;
    }
}
