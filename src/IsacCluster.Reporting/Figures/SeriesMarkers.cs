namespace IsacCluster.Reporting.Figures;

/// <summary>
/// Widths of strokes in the colour of a series. An SVG knows them again by these: what is at least as wide as <see cref="Line"/> is a
/// line of the series and takes its dashes; markers and intervals never do.
/// </summary>
public static class StrokeWidth
{
    public const float Marker = 1.45f, Interval = 1.5f, Line = 1.75f;
}

/// <summary>Markers of a series: filled ones with a rim in the colour of the paper, so that overlapping ones stay apart.</summary>
public static class SeriesMarkers
{
    public static void Apply(ScottPlot.Plottables.Scatter scatter, AlgorithmStyle style, float size)
    {
        scatter.MarkerShape = style.Marker.Shape;
        scatter.MarkerSize = size;
        scatter.MarkerFillColor = style.Color.Plot;
        scatter.MarkerLineColor = style.Marker.IsFilled ? FigureTheme.Background.Plot : style.Color.Plot;
        scatter.MarkerLineWidth = style.Marker.IsFilled ? 1 : StrokeWidth.Marker;
    }
}
