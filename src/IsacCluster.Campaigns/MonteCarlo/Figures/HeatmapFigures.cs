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
        (Dictionary<string, int> columns, Dictionary<string, int> rows) = (Places(across), Places(up));
        List<(PointResults Point, int Column, int Row)> plane =
        [
            .. from point in results.Points
               where others.All(other => Text(point, other.Name) == Text(first, other.Name))
               select (point, columns[Text(point, across.Name)], rows[Text(point, up.Name)]),
        ];
        int drawn = 0;
        foreach (IntervalMetric metric in metrics.Where(metric => metric.Range is MetricRange.Number or MetricRange.Success).Take(2))
        {
            foreach (AlgorithmStyle style in styles.Values)
            {
                List<(int Column, int Row, double Value)> cells =
                [
                    .. from cell in plane
                       from algorithm in cell.Point.Algorithms
                       where algorithm.Name == style.Name
                       let value = metric.ValueOf(algorithm)
                       where value is not null
                       select (cell.Column, cell.Row, value.Value.Value),
                ];
                if (cells.Count == 0 || cells.All(cell => cell.Value == cells[0].Value) || drawn++ >= MostFigures) continue;
                yield return Create(metric, style, across, up, cells);
            }
        }
    }

    private static string Text(PointResults point, string name) => SweepParameter.ValueAt(point, name).Text;

    private static Dictionary<string, int> Places(SweepParameter parameter) =>
        parameter.Values.Index().ToDictionary(value => value.Item.Text, value => value.Index);

    private static Figure Create(
        IntervalMetric metric, AlgorithmStyle style, SweepParameter across, SweepParameter up,
        List<(int Column, int Row, double Value)> cells)
    {
        (double low, double high) = (cells.Min(cell => cell.Value), cells.Max(cell => cell.Value));
        string Word(double value) => metric.Unit == "%" ? NumberText.Share(value / 100) : NumberText.Value(value);
        return new Figure(
            $"heatmap-{metric.Slug}-{FileSlug.Of(style.Name)}", $"{metric.Title}, {style.ShortName}", "",
            $"{metric.Title} of {style.Name} over {across.Label} and {up.Label}, from {Word(low)} to {Word(high)}.",
            Width, Height, LegendEntry.ColorBar(Word(low), Word(high)), plot => Draw(plot, across, up, cells, low, high));
    }

    private static void Draw(
        Plot plot, SweepParameter across, SweepParameter up, List<(int Column, int Row, double Value)> cells, double low, double high)
    {
        FigureAxis x = Names(across), y = Names(up);
        int count = FigureTheme.Ramp.Count;
        foreach (var shade in cells.GroupBy(cell => Math.Clamp((int)((cell.Value - low) / (high - low) * count), 0, count - 1)))
        {
            plot.Add.Plottable(new ShadedCells(
                [
                    .. CellBlocks.Of(shade.Select(cell => (cell.Column, cell.Row))).Select(block =>
                        (x.Place(block.Left - 0.5), y.Place(block.Bottom - 0.5), x.Place(block.Right + 0.5), y.Place(block.Top + 0.5))),
                ],
                FigureTheme.Ramp[shade.Key]));
        }

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
