using IsacCluster.Reporting.Figures;
using IsacCluster.Reporting.Files;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;
using ScottPlot;

namespace IsacCluster.Campaigns.Studies.Figures;

/// <summary>
/// The value over two numerical parameters: weighted means of the trials, w = exp(-d^2 / (2 h^2)) with d the distance in the unit square of
/// the axes, by their ranks, as a few bad trials would otherwise take all colours.
/// </summary>
internal static class ContourFigures
{
    private const int Width = 440, Height = 380, Cells = 48, LeastTrials = 10;
    private const double Bandwidth = 0.09, Reach = 0.02, Overlap = 0.2;

    /// <param name="important">By falling importance.</param>
    public static IEnumerable<Figure> Of(PlottedStudy study, IReadOnlyList<Parameter> important, int most)
    {
        Parameter[] numerical = [.. important.Where(parameter => !parameter.IsCategorical)];
        var pairs = from j in Enumerable.Range(1, Math.Max(0, numerical.Length - 1))
                    from i in Enumerable.Range(0, j)
                    select (First: numerical[i], Second: numerical[j]);
        int drawn = 0;
        foreach ((Parameter first, Parameter second) in pairs)
        {
            (int i, int j) = (study.Space.IndexOf(first.Name), study.Space.IndexOf(second.Name));
            Trial[] trials = [.. study.Shown.Where(trial => trial.Parameters.IsActive(i) && trial.Parameters.IsActive(j))];
            if (trials.Length < LeastTrials || drawn++ >= most) continue;
            yield return new Figure(
                $"contour-{FileSlug.Of(first.Name)}-{FileSlug.Of(second.Name)}", $"{first.Name} and {second.Name}", "",
                $"{study.Metric} of complete trials over {first.Name} and {second.Name}.", Width, Height, study.RankBar,
                plot => Draw(plot, study, first, second, trials));
        }
    }

    private static void Draw(Plot plot, PlottedStudy study, Parameter first, Parameter second, Trial[] trials)
    {
        (FigureAxis x, FigureAxis y) = (ParameterAxis.Of(first), ParameterAxis.Of(second));
        (int i, int j) = (study.Space.IndexOf(first.Name), study.Space.IndexOf(second.Name));
        Trial[] ranked = [.. study.Ranked(trials)];
        (double X, double Y, double Rank)[] points =
        [
            .. ranked.Select((trial, rank) =>
                (x.Place(trial.Parameters.Raw[i]), y.Place(trial.Parameters.Raw[j]), rank / (double)Math.Max(1, ranked.Length - 1))),
        ];
        AddCells(plot, points);
        double[] xs = [.. ranked.Select(t => x.Place(t.Parameters.Raw[i]))], ys = [.. ranked.Select(t => y.Place(t.Parameters.Raw[j]))];
        var dots = plot.Add.Markers(xs, ys, MarkerShape.FilledCircle, 4, FigureTheme.Ink.Plot);
        dots.MarkerStyle.LineColor = FigureTheme.Background.Plot;
        dots.MarkerStyle.LineWidth = 0.8f;
        var best = plot.Add.Marker(xs[0], ys[0], MarkerShape.OpenCircle, 13, FigureTheme.Vermillion.Plot);
        best.MarkerStyle.LineWidth = 1.7f;
        plot.Add.Plottable(new FigureValues(
            new LabelledAxis(x, first.Name), new LabelledAxis(y, second.Name),
            [
                new FigureSeries(
                    new AlgorithmStyle(study.Metric, FigureTheme.Ink, SeriesMarker.All[0], []),
                    [.. ranked.Select(t => new FigureValue(t.Parameters.Raw[i], t.Parameters.Raw[j], Name: study.NameWithValue(t)))])
                {
                    Line = false,
                },
            ],
            shared: false)
        { IsPicture = true });
        x.Thinned(350).Apply(plot.Axes.Bottom);
        y.Apply(plot.Axes.Left);
        plot.XLabel(x.Title(first.Name));
        plot.YLabel(y.Title(second.Name));
        plot.Grid.XAxisStyle.IsVisible = plot.Grid.YAxisStyle.IsVisible = false;
    }

    /// <summary>Runs of equal colour in a row are one rectangle; where no trial is near there is none.</summary>
    private static void AddCells(Plot plot, (double X, double Y, double Rank)[] points)
    {
        for (int row = 0; row < Cells; row++)
        {
            int start = 0, shade = Shade(0, row, points);
            for (int column = 1; column <= Cells; column++)
            {
                int next = column < Cells ? Shade(column, row, points) : int.MinValue;
                if (next == shade) continue;
                if (shade >= 0) Add(start, column, row, FigureTheme.Ramp[shade]);
                (start, shade) = (column, next);
            }
        }

        void Add(int from, int to, int row, FigureColor color)
        {
            // Rows overlap a little, or the paper would shine through between them.
            var cell = plot.Add.Rectangle(At(from), At(to), At(Math.Max(0, row - Overlap)), At(row + 1));
            (cell.FillColor, cell.LineWidth) = (color.Plot, 0);
        }
    }

    /// <summary>The last shade is the best; -1 where no trial is near.</summary>
    private static int Shade(int column, int row, (double X, double Y, double Rank)[] points)
    {
        (double u, double v) = ((column + 0.5) / Cells, (row + 0.5) / Cells);
        double weights = 0, sum = 0;
        foreach ((double x, double y, double rank) in points)
        {
            double weight = Math.Exp(-((x - u) * (x - u) + (y - v) * (y - v)) / (2 * Bandwidth * Bandwidth));
            (weights, sum) = (weights + weight, sum + weight * rank);
        }

        return weights < Reach ? -1 : Math.Clamp((int)((1 - sum / weights) * FigureTheme.Ramp.Count), 0, FigureTheme.Ramp.Count - 1);
    }

    private static double At(double cell) => cell / Cells;
}
