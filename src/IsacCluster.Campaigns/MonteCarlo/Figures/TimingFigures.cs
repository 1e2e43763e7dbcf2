using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Jobs;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Figures;
using ScottPlot;

namespace IsacCluster.Campaigns.MonteCarlo.Figures;

/// <summary>Where the time went: per algorithm, per stage, and the closed ledger of the slots.</summary>
internal static class TimingFigures
{
    private const int RowHeight = 30, Margins = 78;

    public static IEnumerable<Figure> Of(CampaignResults results, IReadOnlyDictionary<string, AlgorithmStyle> styles)
    {
        var algorithms = AlgorithmTimes(results, styles).ToList();
        if (algorithms.Count > 0)
        {
            yield return Bars(
                "time-by-algorithm", "Time per design",
                "Mean of one call; the whisker reaches from the smallest median to the largest 99th percentile of any point.", algorithms);
        }
        var stages = results.Timing.Stages.Where(stage => stage.Value.MeanS > 0)
            .OrderByDescending(stage => stage.Value.TotalS).ThenBy(stage => stage.Key, StringComparer.Ordinal)
            .Select(stage => new TimeRow(stage.Key, stage.Value.MeanS, null, FigureTheme.Muted,
                $"{NumberText.Seconds(stage.Value.MeanS)} × {NumberText.Count(stage.Value.Calls)}"))
            .Take(FigureAxis.MostTicks).ToList();
        if (stages.Count > 0)
            yield return Bars(
                "time-by-stage", "Time per stage", "Mean of one call, times the number of calls; ordered by their product.", stages);
        if (Ledger(results.Timing) is { } ledger) yield return ledger;
    }

    private sealed record TimeRow(string Name, double Mean, (double Low, double High)? Range, FigureColor Color, string Text);

    private static IEnumerable<TimeRow> AlgorithmTimes(CampaignResults results, IReadOnlyDictionary<string, AlgorithmStyle> styles)
    {
        foreach (var style in styles.Values.Take(FigureAxis.MostTicks))
        {
            var calls = from point in results.Points
                        from algorithm in point.Algorithms
                        where algorithm.Name == style.Name && algorithm.TimeS.Mean is > 0 && point.Samples > 0
                        select (point.Samples, Time: algorithm.TimeS);
            var list = calls.ToList();
            if (list.Count == 0) continue;
            double samples = list.Sum(c => (double)c.Samples), longest = list.Max(c => c.Time.Mean!.Value);
            double mean = Math.Min(longest, list.Sum(c => c.Samples / samples * c.Time.Mean!.Value));
            var medians = list.Where(c => c.Time.P50 is > 0).Select(c => c.Time.P50!.Value).ToList();
            var tails = list.Where(c => c.Time.P99 is > 0).Select(c => c.Time.P99!.Value).ToList();
            (double, double)? range = medians.Count > 0 && tails.Count > 0 ? (medians.Min(), tails.Max()) : null;
            yield return new TimeRow(style.Name, mean, range, style.Color, NumberText.Seconds(mean));
        }
    }

    private static Figure Bars(string id, string title, string caption, List<TimeRow> rows) => new(
        id, title, caption,
        $"{title}, horizontal bars on a logarithmic axis: {string.Join(", ", rows.Select(row => $"{row.Name} {row.Text}"))}.",
        MetricFigures.Width, Margins + RowHeight * rows.Count, [],
        plot => DrawBars(plot, rows));

    private static void DrawBars(Plot plot, List<TimeRow> rows)
    {
        double low = rows.Min(row => Math.Min(row.Mean, row.Range?.Low ?? row.Mean));
        double high = rows.Max(row => Math.Max(row.Mean, row.Range?.High ?? row.Mean));
        // Room for the labels behind the bars.
        FigureAxis axis = FigureAxis.Logarithmic(low, high, marginLow: 0.12, marginHigh: 0.35);
        FigureAxis names = FigureAxis.Rows([.. rows.Select(row => row.Name)]);
        for (int i = 0; i < rows.Count; i++) DrawBar(plot, rows[i], axis, names.Place(i), 0.56 * names.CategoryWidth);
        plot.Add.Plottable(new FigureValues(
            new LabelledAxis(axis.Relabel(NumberText.SecondsTick), "Time of one call", "s"), new LabelledAxis(names, ""),
            [
                .. rows.Select((row, i) => new FigureSeries(
                    new AlgorithmStyle(row.Name, row.Color, SeriesMarker.All[0], []),
                    [new FigureValue(row.Mean, i, row.Range?.Low, row.Range?.High)])
                {
                    IsAcross = true,
                    Line = false,
                }),
            ],
            shared: false));
        axis.Relabel(NumberText.SecondsTick).Thinned(380).Apply(plot.Axes.Bottom);
        plot.XLabel("Time of one call (logarithmic)");
        TickLabels.OfRows(plot, names);
    }

    private static void DrawBar(Plot plot, TimeRow row, FigureAxis axis, double y, double thickness)
    {
        double mean = axis.Place(row.Mean), right = mean;
        HorizontalBars.Add(plot, y, 0, mean, thickness, row.Color);
        if (row.Range is { } range)
        {
            double p50 = axis.Place(range.Low), p99 = axis.Place(range.High);
            right = Math.Max(right, p99);
            plot.Add.Plottable(IntervalBars.Horizontal(p50, y, p50, p99, FigureTheme.Ink));
        }
        HorizontalBars.AddText(plot, row.Text, right, y);
    }

    private static Figure? Ledger(TimingLedger timing)
    {
        var parts = LedgerPart.Of(timing);
        double total = parts.Sum(part => part.Seconds);
        if (!(total > 0) || !double.IsFinite(total)) return null;
        var shown = parts.Where(part => part.Seconds > 0).ToList();
        return new Figure(
            "timing-ledger", "Timing ledger",
            "Every second of every slot, over all runs of the job.",
            "Stacked bar of the slot-seconds: "
                + $"{string.Join(", ", parts.Select(part => $"{part.Name} {NumberText.Share(part.Seconds / total)}"))}.",
            MetricFigures.Width, 118,
            parts.Select(part => LegendEntry.Swatch($"{part.Name} {NumberText.Share(part.Seconds / total)}", part.Color)).ToList(),
            plot => DrawLedger(plot, shown, total));
    }

    private static void DrawLedger(Plot plot, List<LedgerPart> parts, double total)
    {
        FigureAxis axis = FigureAxis.Linear(0, 100, count: 5);
        double start = 0;
        List<FigureValue> middles = [];
        foreach (var part in parts)
        {
            double end = start + part.Seconds / total * 100;
            HorizontalBars.Add(plot, 0.5, axis.Place(start), axis.Place(end), thickness: 0.8, part.Color);
            string words = $"{part.Name}: {NumberText.Seconds(part.Seconds)}, {NumberText.Share(part.Seconds / total)}";
            middles.Add(new FigureValue((start + end) / 2, 0.5, Name: words));
            start = end;
        }

        FigureAxis rows = FigureAxis.Linear(0, 1).WithoutTicks();
        plot.Add.Plottable(new FigureValues(
            new LabelledAxis(axis, ""), new LabelledAxis(rows, ""),
            [new FigureSeries(new AlgorithmStyle("slot-seconds", FigureTheme.Ink, SeriesMarker.All[0], []), middles) { Line = false }],
            shared: true)
        { IsPicture = true });
        axis.Apply(plot.Axes.Bottom);
        rows.Apply(plot.Axes.Left);
        plot.Axes.Left.FrameLineStyle.Width = 0;
        plot.Grid.YAxisStyle.IsVisible = false;
        plot.XLabel("Share of slot-seconds (%)");
    }
}
