using ScottPlot;

namespace IsacCluster.Reporting.Figures;

/// <summary>
/// How an algorithm looks in every figure. Colour, marker and dash pattern all differ, so that no reader depends on colour.
/// </summary>
/// <param name="Marker">Index into the marker shapes, also drawn by the HTML legend.</param>
/// <param name="Dashes">Dash and gap lengths in line widths; empty for a solid line.</param>
public sealed record AlgorithmStyle(string Name, FigureColor Color, SeriesMarker Marker, IReadOnlyList<float> Dashes)
{
    private const int LongestLegendName = 28;

    /// <summary>Name short enough for a legend; tables carry the full one.</summary>
    public string ShortName => Shorten(Name, LongestLegendName);

    public LinePattern Pattern => Dashes.Count == 0 ? LinePattern.Solid : new LinePattern([.. Dashes], 0, Name);

    public static string Shorten(string text, int length) => text.Length <= length ? text : text[..(length - 1)] + "…";

    /// <summary>
    /// Styles by algorithm, in the order given. After eight algorithms the hues return, darker and with other markers and dashes;
    /// after sixteen everything repeats.
    /// </summary>
    public static IReadOnlyDictionary<string, AlgorithmStyle> Assign(IReadOnlyList<string> names) => names
        .Select((name, i) => (name, index: i % FigureTheme.Series.Count))
        .Select(x => new AlgorithmStyle(
            x.name, FigureTheme.Series[x.index], Shifted(SeriesMarker.All, x.index), DashesByColor[FigureTheme.Series[x.index]]))
        .ToDictionary(style => style.Name);

    private static readonly IReadOnlyList<IReadOnlyList<float>> DashPatterns =
        [[], [8, 3], [2, 3], [9, 3, 2, 3], [5, 5], [13, 3], [9, 3, 2, 3, 2, 3], [4, 2]];

    /// <summary>The dashes that go with a series colour, whichever algorithm has it.</summary>
    public static IReadOnlyDictionary<FigureColor, IReadOnlyList<float>> DashesByColor { get; } =
        FigureTheme.Series.Select((color, i) => (color, i)).ToDictionary(x => x.color, x => Shifted(DashPatterns, x.i));

    /// <summary>In the second round of hues everything else moves on by one.</summary>
    private static T Shifted<T>(IReadOnlyList<T> items, int index) => items[(index + index / items.Count) % items.Count];
}

/// <summary>A marker shape, and the same outline in a 16 x 16 box for the HTML legend.</summary>
public sealed record SeriesMarker(MarkerShape Shape, string Outline, bool IsFilled)
{
    public static readonly IReadOnlyList<SeriesMarker> All =
    [
        new(MarkerShape.FilledCircle, "M12.2 8A4.2 4.2 0 1 1 3.8 8A4.2 4.2 0 1 1 12.2 8Z", true),
        new(MarkerShape.FilledSquare, "M4 4H12V12H4Z", true),
        new(MarkerShape.FilledTriangleUp, "M8 3L13 12H3Z", true),
        new(MarkerShape.FilledDiamond, "M8 2.6L13.4 8L8 13.4L2.6 8Z", true),
        new(MarkerShape.FilledTriangleDown, "M3 4H13L8 13Z", true),
        new(MarkerShape.Cross, "M8 3V13M3 8H13", false),
        new(MarkerShape.Eks, "M4 4L12 12M12 4L4 12", false),
        new(MarkerShape.OpenCircle, "M12.2 8A4.2 4.2 0 1 1 3.8 8A4.2 4.2 0 1 1 12.2 8Z", false),
    ];
}
