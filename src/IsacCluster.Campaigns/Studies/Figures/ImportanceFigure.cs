using IsacCluster.Campaigns.MonteCarlo.Figures;
using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Figures;
using ScottPlot;

namespace IsacCluster.Campaigns.Studies.Figures;

/// <summary>Bars of the share of variance that each parameter explains alone, the largest on top.</summary>
internal static class ImportanceFigure
{
    private const int RowHeight = 28, Margins = 80, MostRows = 20;

    public static Figure Of(StudyResults results)
    {
        KeyValuePair<string, double>[] rows =
            [.. results.Importances.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(MostRows)];
        string shares = string.Join(", ", rows.Select(row => $"{row.Key} {NumberText.Share(row.Value)}"));
        return new Figure(
            "importances", "Parameter importances",
            "Main effects of a functional ANOVA on a random forest of the trials: a ranking. Of few trials weak effects come out too "
                + "small; what is missing to 100 % are interactions.",
            $"Share of the variance of {results.Metrics[0]} by parameter: {shares}.",
            MetricFigures.Width, Margins + RowHeight * rows.Length, [], plot => Draw(plot, rows));
    }

    private static void Draw(Plot plot, KeyValuePair<string, double>[] rows)
    {
        // Room for the text behind the longest bar.
        FigureAxis axis = FigureAxis.Linear(0, Math.Max(1, 118 * rows[0].Value), count: 5);
        FigureAxis names = FigureAxis.Rows([.. rows.Select(row => row.Key)]);
        for (int i = 0; i < rows.Length; i++)
        {
            double end = axis.Place(100 * rows[i].Value);
            HorizontalBars.Add(plot, names.Place(i), 0, end, 0.62 * names.CategoryWidth, FigureTheme.Blue);
            HorizontalBars.AddText(plot, NumberText.Share(rows[i].Value), end, names.Place(i));
        }

        plot.Add.Plottable(new FigureValues(
            new LabelledAxis(axis, "Share of the variance", "%"), new LabelledAxis(names, ""),
            [
                .. rows.Select((row, i) => new FigureSeries(
                    new AlgorithmStyle(row.Key, FigureTheme.Blue, SeriesMarker.All[0], []), [new FigureValue(100 * row.Value, i)])
                {
                    IsAcross = true,
                    Line = false,
                }),
            ],
            shared: false));
        axis.Apply(plot.Axes.Bottom);
        plot.XLabel("Share of the variance (%)");
        TickLabels.OfRows(plot, names);
    }
}
