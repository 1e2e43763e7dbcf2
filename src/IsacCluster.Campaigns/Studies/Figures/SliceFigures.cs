using IsacCluster.Reporting.Figures;
using IsacCluster.Reporting.Files;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;
using ScottPlot;

namespace IsacCluster.Campaigns.Studies.Figures;

/// <summary>The value of complete trials against one parameter.</summary>
internal static class SliceFigures
{
    private const int Width = 400, Height = 300;
    private const double PlotLength = 310, Spread = 0.28;

    /// <summary>Null where the parameter was never active.</summary>
    public static Figure? Of(PlottedStudy study, Parameter parameter)
    {
        int index = study.Space.IndexOf(parameter.Name);
        Trial[] trials = [.. study.Shown.Where(trial => trial.Parameters.IsActive(index))];
        return trials.Length == 0 ? null : new Figure(
            $"slice-{FileSlug.Of(parameter.Name)}", parameter.Name, "", $"{study.Metric} of complete trials against {parameter.Name}.",
            Width, Height, LegendEntry.ColorBar("trial 0", $"trial {study.History.Study.Trials.Count - 1}"),
            plot => Draw(plot, study, parameter, index, trials));
    }

    private static void Draw(Plot plot, PlottedStudy study, Parameter parameter, int index, Trial[] trials)
    {
        FigureAxis x = ParameterAxis.Of(parameter), y = study.ValueAxis;
        int shades = FigureTheme.Ramp.Count, all = study.History.Study.Trials.Count;
        foreach (IGrouping<int, Trial> age in trials.GroupBy(trial => (int)(trial.Number * shades / all)).OrderBy(group => group.Key))
        {
            double[] xs = [.. age.Select(X)], ys = [.. age.Select(trial => y.Place(trial.Values[0]))];
            var dots = plot.Add.Markers(xs, ys, MarkerShape.FilledCircle, 7, FigureTheme.Ramp[age.Key].Plot);
            dots.MarkerStyle.LineColor = FigureTheme.Background.Plot;
            dots.MarkerStyle.LineWidth = 0.8f;
        }

        if (study.IsSingle && study.History.Study.Best is { } best && best.Parameters.IsActive(index))
        {
            var ring = plot.Add.Marker(X(best), y.Place(best.Values[0]), MarkerShape.OpenCircle, 13, FigureTheme.Vermillion.Plot);
            ring.MarkerStyle.LineWidth = 1.7f;
        }

        plot.Add.Plottable(new FigureValues(
            new LabelledAxis(x, parameter.Name), new LabelledAxis(y, study.Metric),
            [
                new FigureSeries(
                    new AlgorithmStyle(study.Metric, FigureTheme.Blue, SeriesMarker.All[0], []),
                    [.. trials.Select(t => new FigureValue(Across(t), t.Values[0], Name: PlottedStudy.Name(t)))]) { Line = false },
            ],
            shared: false));
        TickLabels.Below(plot, x, PlotLength);
        y.Apply(plot.Axes.Left);
        plot.YLabel(y.Title(study.Metric));

        // Trials of one category stand beside each other, by their number.
        double X(Trial trial) => x.Place(trial.Parameters.Raw[index]) + (x.IsCategorical ? x.CategoryWidth * Aside(trial) : 0);

        double Across(Trial trial) => trial.Parameters.Raw[index] + (x.IsCategorical ? Aside(trial) : 0);

        double Aside(Trial trial) => Spread * (2.0 * trial.Number / Math.Max(1, all - 1) - 1);
    }
}
