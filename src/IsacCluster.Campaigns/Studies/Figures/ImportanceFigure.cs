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
            "Main effects of a functional ANOVA on a random forest; what is missing to 100 % are interactions.",
            $"Share of the variance of {results.Metrics[0]} by parameter: {shares}.",
            MetricFigures.Width, Margins + RowHeight * rows.Length, [], plot => Draw(plot, rows));
    }

    private static void Draw(Plot plot, KeyValuePair<string, double>[] rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            plot.Add.Bar(new Bar
            {
                Position = rows.Length - 1 - i,
                Value = 100 * rows[i].Value,
                Size = 0.62,
                FillColor = FigureTheme.Blue.Plot,
                LineWidth = 0,
                Orientation = Orientation.Horizontal,
            });
            var text = plot.Add.Text(NumberText.Share(rows[i].Value), 100 * rows[i].Value, rows.Length - 1 - i);
            (text.LabelFontSize, text.LabelFontColor, text.LabelAlignment, text.OffsetX) =
                (FigureRenderer.TextSize - 1, FigureTheme.Ink.Plot, Alignment.MiddleLeft, 6);
            text.LabelStyle.FontName = FigureFont.Family;
        }

        double most = Math.Max(1, 118 * rows[0].Value);
        AxisTicks.Linear(0, most, 5).Apply(plot.Axes.Bottom);
        plot.XLabel("Share of the variance (%)");
        RowTicks.Apply(plot, [.. rows.Select(row => row.Key)]);
    }
}
