using System.Xml.Linq;
using IsacCluster.Campaigns.MonteCarlo.Figures;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Campaigns.MonteCarlo.Html;

/// <summary>The numbers of every point, a row for each of its algorithms.</summary>
internal static class MetricTables
{
    public static XElement Mse(CampaignResults results, ReportFigures figures)
    {
        string? reference = ReferenceAlgorithm.Of(results);
        string note = "Mean beampattern MSE in W² ± half width of its 95 % interval, over n samples"
            + (reference is null ? "." : $"; its ratio to the MSE of {reference} with its 95 % interval, paired on {Shared(results)}.");
        if (results.Points.Any(point => point.Algorithms.Any(IsConstant)))
            note += " What is exact is the same for every sample: no channel enters it.";
        List<XElement> header = [ColumnHeader("n", true), ColumnHeader("Mean MSE (W²)", true)];
        if (reference is not null) header.Add(ColumnHeader($"Ratio to {reference}", true));
        return Section("mse", "Beampattern MSE", WithClass("p", "note", note),
            AlgorithmTable.Of("Beampattern MSE by point and algorithm", results, figures, header, algorithm =>
            [
                Number(SampleNumber.Of(algorithm)),
                Number(
                    IntervalWords.Above(algorithm.Mse.Mean, algorithm.Mse.Ci95, algorithm.IntervalNote),
                    algorithm.Mse.Mean is null || IsConstant(algorithm) ? null : Small(algorithm.IntervalNote)),
                reference is null ? null : Number(Ratio(algorithm, reference)),
            ]));
    }

    public static XElement Satisfaction(CampaignResults results, ReportFigures figures) =>
        Section("satisfaction", "SINR satisfaction",
            WithClass(
                "p", "note", "Designs that meet every SINR threshold, of the channels for which some design can, with a 95 % interval."),
            AlgorithmTable.Of("SINR satisfaction by point and algorithm", results, figures,
                [ColumnHeader("Satisfied", true), ColumnHeader("Of feasible channels", true), ColumnHeader("Satisfaction", true)],
                algorithm =>
                [
                    Number(NumberText.Count(algorithm.Satisfied)), Number(NumberText.Count(algorithm.FeasibleChannels)),
                    Number(NumberText.Percent(algorithm.Satisfaction, algorithm.SatisfactionCi95), Small(algorithm.SatisfactionNote)),
                ]));

    /// <summary>One section for each metric that the campaign asks for.</summary>
    public static IEnumerable<XElement> Asked(CampaignResults results, ReportFigures figures) => (results.Metrics ?? []).Select(metric =>
    {
        string? reference = ReferenceAlgorithm.Of(results);
        string paired = reference is null ? ""
            : $" Its difference from and its ratio to that of {reference} are paired on {Shared(results)}; of decibels and of what may be "
                + "negative the difference is what means something.";
        List<XElement> header =
        [
            ColumnHeader("n", true), ColumnHeader("Not defined on", true), ColumnHeader($"Mean {metric.Symbol}", true),
            ColumnHeader("Median", true), ColumnHeader("90 %", true), ColumnHeader("99 %", true),
        ];
        if (reference is not null)
            header.AddRange([ColumnHeader($"Difference from {reference}", true), ColumnHeader($"Ratio to {reference}", true)]);
        return Section($"metric-{metric.Name}", metric.Title,
            WithClass("p", "note",
                $"Mean of {metric.Symbol}{(metric.Unit.Length == 0 ? "" : $" in {metric.Unit}")}, {metric.Meaning}, "
                + "± half width of its 95 % interval, over the n counted samples on which it is defined." + paired),
            AlgorithmTable.Of($"{metric.Title} by point and algorithm", results, figures, header,
                algorithm => Cells(algorithm, metric.Name, reference)));
    });

    private static IEnumerable<XElement> Cells(AlgorithmResults algorithm, string metric, string? reference)
    {
        MetricResults? of = algorithm.Metrics?.GetValueOrDefault(metric);
        yield return Number(of is null ? "–" : NumberText.Count(of.N));
        yield return Number(of is null ? "–" : NumberText.Count(algorithm.Counted - of.N));
        yield return of is null ? Number("–")
            : Number(IntervalWords.Above(of.Mean, of.Ci95, of.IntervalNote), Small(of.IntervalNote));
        foreach (double? quantile in new[] { of?.P50, of?.P90, of?.P99 }) yield return Number(NumberText.Value(quantile));
        if (reference is null) yield break;
        bool same = algorithm.Name == reference;
        yield return Number(same ? "0" : Paired(of?.PairedDifferenceTo, reference));
        yield return Number(same ? "1" : Paired(of?.PairedRatioTo, reference));
    }

    private static string Paired(IReadOnlyDictionary<string, Estimate>? others, string reference) =>
        others?.GetValueOrDefault(reference) is { } estimate && NumberText.IsDefined(estimate.Mean)
            ? IntervalWords.WithInterval(estimate) : "–";

    public static XElement AllNumbers(CampaignResults results, ReportFigures figures) => Section("numbers", "All numbers",
        WithClass("p", "note", "Quantiles come from a mergeable sketch; results.csv has every column in full precision."),
        AlgorithmTable.Of("Distribution of the beampattern MSE (W²)", results, figures,
            [
                ColumnHeader("Std", true), ColumnHeader("Min", true), ColumnHeader("Median", true), ColumnHeader("90 %", true),
                ColumnHeader("99 %", true), ColumnHeader("Max", true),
            ],
            a => ((double?[])[a.Mse.Std, a.Mse.Min, a.Mse.P50, a.Mse.P90, a.Mse.P99, a.Mse.Max])
                .Select(value => Number(NumberText.Value(value)))),
        AlgorithmTable.Of("Counts of samples, and time per design", results, figures,
            [
                ColumnHeader("Counted", true), ColumnHeader("Infeasible", true), ColumnHeader("Failed", true),
                ColumnHeader("Projection used", true), ColumnHeader("Mean time", true), ColumnHeader("99 % time", true),
            ],
            a =>
            [
                Number(NumberText.Count(a.Counted)), LoudNumber(a.Infeasible, "warn"), LoudNumber(a.Failed, "bad"),
                Number(
                    a.ProjectionUsage is { } usage ? NumberText.Percent(usage, a.ProjectionUsageCi95) : "–", Small(a.ProjectionUsageNote)),
                Number(NumberText.Seconds(a.TimeS.Mean)), Number(NumberText.Seconds(a.TimeS.P99)),
            ]));

    private static string Shared(CampaignResults results) =>
        Exclusions.AreCommon(results) ? "common channels" : "the channels on which both returned a design";

    private static string Ratio(AlgorithmResults algorithm, string reference) =>
        algorithm.Name == reference ? (algorithm.Mse.Mean is null ? "n/a" : "1")
        : algorithm.PairedMseRatioTo.TryGetValue(reference, out var ratio) && NumberText.IsDefined(ratio.Mean)
            ? IntervalWords.WithInterval(ratio)
            : "no ratio";

    private static bool IsConstant(AlgorithmResults algorithm) =>
        algorithm.IntervalNote == IntervalWords.Constant && algorithm.Mse.Mean is not null;

    private static XElement? Small(string? words) => words is null ? null : WithClass("span", "sub", words);
}
