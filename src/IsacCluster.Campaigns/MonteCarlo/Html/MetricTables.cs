using System.Xml.Linq;
using IsacCluster.Campaigns.MonteCarlo.Figures;
using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Html;
using static IsacCluster.Reporting.Html.Element;

namespace IsacCluster.Campaigns.MonteCarlo.Html;

/// <summary>Tables of points by algorithms, and the long table of everything.</summary>
internal static class MetricTables
{
    public static XElement Mse(CampaignResults results, ReportFigures figures)
    {
        string? reference = ReferenceAlgorithm.Of(results);
        string note = "Mean beampattern MSE in W² ± half width of its 95 % interval"
            + (reference is null ? "." : $"; below it the ratio to {reference} with its 95 % interval, paired on {Shared(results)}.");
        return Section("mse", "Beampattern MSE", WithClass("p", "note", note),
            Matrix("Beampattern MSE by point and algorithm", results, figures, algorithm =>
            [
                IntervalWords.PlusMinus(algorithm.Mse.Mean, algorithm.Mse.Ci95, algorithm.NEff, algorithm.IntervalNote),
                reference is null || algorithm.Name == reference ? null : Small(Ratio(algorithm, reference)),
                Small($"n = {SampleNumber.Of(algorithm)}"),
                algorithm.IntervalNote is { } words ? Small(words) : null,
            ]));
    }

    private static string Shared(CampaignResults results) =>
        Exclusions.AreCommon(results) ? "common channels" : "the channels on which both returned a design";

    public static XElement Satisfaction(CampaignResults results, ReportFigures figures) =>
        Section("satisfaction", "SINR satisfaction",
            WithClass(
                "p", "note", "Designs that meet every SINR threshold, of the channels for which some design can, with a 95 % interval."),
            Matrix("SINR satisfaction by point and algorithm", results, figures, algorithm =>
            [
                NumberText.Percent(algorithm.Satisfaction, algorithm.SatisfactionCi95),
                Small($"{NumberText.Count(algorithm.Satisfied)} of {NumberText.Count(algorithm.FeasibleChannels)}"),
                algorithm.SatisfactionNote is { } words ? Small(words) : null,
            ]));

    /// <summary>One section for each metric that the campaign asks for.</summary>
    public static IEnumerable<XElement> Asked(CampaignResults results, ReportFigures figures) => (results.Metrics ?? []).Select(metric =>
        Section($"metric-{metric.Name}", metric.Title,
            WithClass("p", "note",
                $"Mean of {metric.Symbol}{(metric.Unit.Length == 0 ? "" : $" in {metric.Unit}")}, {metric.Meaning}, "
                + "± half width of its 95 % interval. Where it is not defined on some of the counted samples, their number stands below."),
            Matrix($"{metric.Title} by point and algorithm", results, figures, algorithm => Cell(algorithm, metric.Name))));

    private static object?[] Cell(AlgorithmResults algorithm, string metric)
    {
        if (algorithm.Metrics?.GetValueOrDefault(metric) is not { } of) return ["–"];
        long undefined = algorithm.Counted - of.N;
        return
        [
            IntervalWords.PlusMinus(of.Mean, of.Ci95, of.NEff, of.IntervalNote), Small($"n = {NumberText.Count(of.N)}"),
            undefined == 0 ? null : Small($"not defined on {NumberText.Count(undefined)}"),
            of.IntervalNote is { } words ? Small(words) : null,
        ];
    }

    public static XElement AllNumbers(CampaignResults results) => Section("numbers", "All numbers",
        WithClass(
            "p", "note",
            "MSE in W², time per design. Quantiles come from a mergeable sketch; results.csv has every column in full precision."),
        DenseTable("All numbers by point and algorithm",
            [
                ColumnHeader("Point"), ColumnHeader("Algorithm"), ColumnHeader("Counted", true), ColumnHeader("Infeasible", true),
                ColumnHeader("Failed", true), ColumnHeader("MSE mean", true), ColumnHeader("Std", true), ColumnHeader("Min", true),
                ColumnHeader("Median", true), ColumnHeader("90 %", true), ColumnHeader("99 %", true), ColumnHeader("Max", true),
                ColumnHeader("Projection used", true), ColumnHeader("Mean time", true), ColumnHeader("99 % time", true),
            ],
            results.Points.SelectMany(LongRows)));

    private static IEnumerable<XElement> LongRows(PointResults point) => point.Algorithms.Select((a, i) => Of("tr",
        i == 0 ? new XAttribute("class", "first") : null,
        i == 0 ? RowHeader(PointCell(point), point.Algorithms.Count) : null,
        WithClass("td", "name", a.Name),
        Number(NumberText.Count(a.Counted)), LoudNumber(a.Infeasible, "warn"), LoudNumber(a.Failed, "bad"),
        Number(IntervalWords.PlusMinus(a.Mse.Mean, a.Mse.Ci95, a.NEff, a.IntervalNote)),
        Number(NumberText.Value(a.Mse.Std)), Number(NumberText.Value(a.Mse.Min)),
        Number(NumberText.Value(a.Mse.P50)), Number(NumberText.Value(a.Mse.P90)), Number(NumberText.Value(a.Mse.P99)),
        Number(NumberText.Value(a.Mse.Max)),
        Number(a.ProjectionUsage is { } usage ? NumberText.Percent(usage, a.ProjectionUsageCi95) : "–"),
        Number(NumberText.Seconds(a.TimeS.Mean)), Number(NumberText.Seconds(a.TimeS.P99))));

    /// <summary>Rows are points, columns algorithms; a point that lacks an algorithm has an empty cell.</summary>
    private static XElement Matrix(string caption, CampaignResults results, ReportFigures figures, Func<AlgorithmResults, object?[]> cell)
    {
        var styles = figures.Styles.Values.ToList();
        var header = styles.Select(style => ColumnHeader(new object[] { FigureMarkup.MarkerKey(style), style.Name }, true));
        var rows = results.Points.Select(point => Of("tr",
            RowHeader(PointCell(point)),
            Number(NumberText.Count(point.Samples)),
            styles.Select(
                style => point.Algorithms.FirstOrDefault(a => a.Name == style.Name) is { } algorithm
                    ? Number(cell(algorithm))
                    : Number("–"))));
        return Table(caption, [ColumnHeader("Point"), ColumnHeader("Samples", true), .. header], rows);
    }

    private static object[] PointCell(PointResults point) => point.StopReason == "incomplete"
        ? [PointText.Label(point), " ", WithClass("span", "tag bad", "incomplete")]
        : [PointText.Label(point)];

    private static string Ratio(AlgorithmResults algorithm, string reference) =>
        algorithm.PairedMseRatioTo.TryGetValue(reference, out var ratio) && NumberText.IsDefined(ratio.Mean)
            ? "× " + IntervalWords.WithInterval(ratio)
            : "no ratio";

    private static XElement Small(string text) => WithClass("span", "sub", text);
}
