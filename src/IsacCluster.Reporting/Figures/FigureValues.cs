using ScottPlot;

namespace IsacCluster.Reporting.Figures;

/// <summary>
/// The values that a figure shows, put into the plot beside what draws them: it draws nothing itself. The page's script reads them: values
/// under the pointer, other views, series switched off.
/// </summary>
/// <param name="shared">Whether series have values at the same places across, so that they are read together.</param>
public sealed class FigureValues(LabelledAxis x, LabelledAxis y, IReadOnlyList<FigureSeries> series, bool shared) : IPlottable
{
    public bool IsVisible { get; set; } = true;

    public IAxes Axes { get; set; } = new Axes();

    public IEnumerable<LegendItem> LegendItems => [];

    /// <summary>
    /// Whether the drawing says more than its series, as colours of ranks: names alone are shown, and it is never drawn in another view.
    /// </summary>
    public bool IsPicture { get; init; }

    public AxisLimits GetAxisLimits() => AxisLimits.NoLimits;

    public void Render(RenderPack rp)
    {
    }

    /// <param name="data">Where the data area lies in the drawing.</param>
    /// <returns>JSON of ASCII without a character that HTML or XML would read; null where an axis goes beyond all doubles.</returns>
    internal string? Json(Figure figure, PixelRect data)
    {
        if (!x.Axis.IsPlain || !y.Axis.IsPlain) return null;
        var json = new PageJson();
        json.Begin('{');
        json.Name("size").Begin('[').Number(figure.Width).Number(figure.Height).End(']');
        json.Name("box").Begin('[').Number(data.Left, 1).Number(data.Top, 1).Number(data.Width, 1).Number(data.Height, 1).End(']');
        json.Name("cross").Raw(shared ? "true" : "false");
        if (IsPicture) json.Name("picture").Raw("true");
        Dictionary<string, int> words = Words();
        if (words.Count > 0)
        {
            json.Name("words").Begin('[');
            foreach (string word in words.Keys) json.Text(word);
            json.End(']');
        }

        Write(json.Name("x"), x);
        Write(json.Name("y"), y);
        json.Name("series").Begin('[');
        foreach (FigureSeries one in series) Write(json, one, words);
        return json.End(']').End('}').ToString();
    }

    /// <summary>Names that several values have, as the axes of a trial have its own, by the place at which they are written once.</summary>
    private Dictionary<string, int> Words()
    {
        IEnumerable<string> names = series.SelectMany(one => one.Values).Select(value => value.Name).OfType<string>();
        return names.CountBy(name => name).Where(pair => pair.Value > 1).Select((pair, k) => (pair.Key, k))
            .ToDictionary(pair => pair.Key, pair => pair.k);
    }

    private static void Write(PageJson json, LabelledAxis of)
    {
        json.Begin('{').Name("label").Text(of.Label).Name("unit").Text(of.Unit);
        of.Axis.Describe(json);
        json.End('}');
    }

    /// <summary>Name, colour, marker and dashes, as members of an object.</summary>
    public static PageJson Write(PageJson json, AlgorithmStyle style)
    {
        json.Name("name").Text(style.Name).Name("color").Text(style.Color.CssVariable)
            .Name("marker").Number(SeriesMarker.All.Index().First(entry => entry.Item == style.Marker).Index);
        return style.Dashes.Count == 0 ? json
            : json.Name("dash").Text(string.Join(' ', style.Dashes.Select(dash => NumberText.Shortest(dash))));
    }

    private static void Write(PageJson json, FigureSeries one, Dictionary<string, int> words)
    {
        Write(json.Begin('{'), one.Style);
        if (!one.Marker) json.Name("bare").Raw("true");
        if (one.Line) json.Name("line").Raw("true");
        if (one.Shift != 0) json.Name("shift").Number(one.Shift, 4);
        if (one.IsAcross) json.Name("along").Text("x");
        json.Name("v").Begin('[');
        foreach (FigureValue value in one.Values)
        {
            double? half = value.High - value.Low;
            json.Begin('[').Value(value.X, one.IsAcross ? half : null).Value(value.Y, half);
            if (value.Low is { } low && value.High is { } high) json.Value(low, half).Value(high, half);
            else if (value.Name is not null) json.Raw("null").Raw("null");
            if (value.Name is not null && words.TryGetValue(value.Name, out int at)) json.Number(at);
            else if (value.Name is not null) json.Text(value.Name);
            json.End(']');
        }

        json.End(']').End('}');
    }
}
