using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting;
using IsacCluster.Reporting.Figures;
using IsacCluster.Reporting.Files;
using IsacCluster.Reporting.Sweeps;
using ScottPlot;

namespace IsacCluster.Campaigns.MonteCarlo.Figures;

/// <summary>A metric of one algorithm over two swept parameters; of further parameters the first values.</summary>
internal static class HeatmapFigures
{
    private const int Width = 440, Height = 360, LeastValues = 3, MostFigures = 6, MostNames = 12;

    /// <summary>Nothing unless two parameters have three values each.</summary>
    public static IEnumerable<Figure> Of(
        CampaignResults results, SweepLayout layout, IReadOnlyList<IntervalMetric> metrics,
        IReadOnlyDictionary<string, AlgorithmStyle> styles)
    {
        SweepParameter[] wide = [.. layout.Parameters.Where(parameter => parameter.Values.Count >= LeastValues)];
        if (wide.Length < 2) yield break;
        (SweepParameter across, SweepParameter up) = (wide[0], wide[1]);
        SweepParameter[] others = [.. layout.Parameters.Where(parameter => parameter != across && parameter != up)];
        PointResults first = results.Points[0];
        List<PointResults> plane =
            [.. results.Points.Where(point => others.All(other => Text(point, other.Name) == Text(first, other.Name)))];
        int drawn = 0;
        foreach (IntervalMetric metric in metrics.Where(metric => metric.Range is MetricRange.Number or MetricRange.Success).Take(2))
        {
            foreach (AlgorithmStyle style in styles.Values)
            {
                List<(double X, double Y, double Value)> cells =
                [
                    .. from point in plane
                       from algorithm in point.Algorithms
                       where algorithm.Name == style.Name
                       let value = metric.ValueOf(algorithm)
                       where value is not null
                       select (Index(across, point), Index(up, point), value.Value.Value),
                ];
                if (cells.Count == 0 || cells.All(cell => cell.Value == cells[0].Value) || drawn++ >= MostFigures) continue;
                yield return Create(metric, style, across, up, cells);
            }
        }
    }

    private static string Text(PointResults point, string name) => SweepParameter.ValueAt(point, name).Text;

    private static double Index(SweepParameter parameter, PointResults point)
    {
        string text = Text(point, parameter.Name);
        return parameter.Values.Index().First(value => value.Item.Text == text).Index;
    }

    private static Figure Create(
        IntervalMetric metric, AlgorithmStyle style, SweepParameter across, SweepParameter up,
        List<(double X, double Y, double Value)> cells)
    {
        (double low, double high) = (cells.Min(cell => cell.Value), cells.Max(cell => cell.Value));
        string Word(double value) => metric.Unit == "%" ? NumberText.Share(value / 100) : NumberText.Value(value);
        return new Figure(
            $"heatmap-{metric.Slug}-{FileSlug.Of(style.Name)}", $"{metric.Title}, {style.ShortName}", "",
            $"{metric.Title} of {style.Name} over {across.Label} and {up.Label}, from {Word(low)} to {Word(high)}.",
            Width, Height, LegendEntry.ColorBar(Word(low), Word(high)), plot => Draw(plot, across, up, cells, low, high));
    }

    private static void Draw(
        Plot plot, SweepParameter across, SweepParameter up, List<(double X, double Y, double Value)> cells, double low, double high)
    {
        FigureAxis x = Names(across), y = Names(up);
        var shades = new List<(double, double, double, double)>[FigureTheme.Ramp.Count];
        for (int k = 0; k < shades.Length; k++) shades[k] = [];
        foreach ((double column, double row, double value) in cells)
        {
            int shade = Math.Clamp((int)((value - low) / (high - low) * shades.Length), 0, shades.Length - 1);
            shades[shade].Add((x.Place(column - 0.5), y.Place(row - 0.5), x.Place(column + 0.5), y.Place(row + 0.5)));
        }

        for (int k = 0; k < shades.Length; k++) plot.Add.Plottable(new ShadedCells(shades[k], FigureTheme.Ramp[k]));
        TickLabels.Below(plot, x, 330);
        y.Thinned(280).Apply(plot.Axes.Left);
        plot.XLabel(across.Label);
        plot.YLabel(up.Label);
        plot.Grid.XAxisStyle.IsVisible = plot.Grid.YAxisStyle.IsVisible = false;
    }

    /// <summary>A cell for each value; of many a name at some.</summary>
    private static FigureAxis Names(SweepParameter parameter)
    {
        FigureAxis axis = FigureAxis.Categories([.. parameter.Values.Select(Name)]);
        return parameter.Values.Count <= FigureAxis.MostTicks ? axis
            : axis.WithTicks(EvenChoice.Of([.. parameter.Values.Index()], MostNames)
                .Select(value => ((double)value.Index, Name(value.Item))));
    }

    private static string Name(ParameterValue value) => value.Number is { } number ? NumberText.Tick(number) : value.Text;
}
