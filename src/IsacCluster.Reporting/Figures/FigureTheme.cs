using ScottPlot;

namespace IsacCluster.Reporting.Figures;

/// <summary>A colour of the figures: literal in files, a CSS variable (with a dark variant) in the HTML report.</summary>
public sealed record FigureColor(string CssVariable, string Light, string Dark)
{
    public Color Plot { get; } = Color.FromHex(Light);
}

/// <summary>
/// Colours of the figures. Series are the colour-blind safe palette of Okabe and Ito (2008), ordered by contrast on white; dark
/// variants keep the hue and raise the lightness. Every colour is distinct, so that it can be found again in an SVG.
/// </summary>
public static class FigureTheme
{
    public static readonly FigureColor Background = new("--fig-paper", "#FFFFFF", "#14181D");
    public static readonly FigureColor Ink = new("--fig-ink", "#1C2229", "#E4E8EC");
    public static readonly FigureColor Muted = new("--fig-muted", "#5B6570", "#9AA5B1");
    public static readonly FigureColor Grid = new("--fig-grid", "#E8EBEE", "#2A3138");
    public static readonly FigureColor Desired = new("--fig-desired", "#DCE1E6", "#333C45");

    public static readonly FigureColor Blue = new("--fig-blue", "#0072B2", "#4BA3E3");
    public static readonly FigureColor Vermillion = new("--fig-vermillion", "#D55E00", "#F0803C");
    public static readonly FigureColor Green = new("--fig-green", "#009E73", "#2FC296");
    public static readonly FigureColor Purple = new("--fig-purple", "#CC79A7", "#DE97BF");
    public static readonly FigureColor Orange = new("--fig-orange", "#E69F00", "#F2B632");
    public static readonly FigureColor Sky = new("--fig-sky", "#56B4E9", "#9AD7F7");
    public static readonly FigureColor Black = new("--fig-black", "#000000", "#C9D1D9");
    public static readonly FigureColor Yellow = new("--fig-yellow", "#D9C400", "#F0E442");

    /// <summary>Eight hues, then the same eight darker (lighter on a dark page).</summary>
    public static readonly IReadOnlyList<FigureColor> Series =
    [
        Blue, Vermillion, Green, Purple, Orange, Sky, Black, Yellow,
        new("--fig-blue-2", "#00446B", "#9CCBF0"), new("--fig-vermillion-2", "#803800", "#F7B68F"),
        new("--fig-green-2", "#005F45", "#8FE0C6"), new("--fig-purple-2", "#7A4964", "#EFC9DF"),
        new("--fig-orange-2", "#8A5F00", "#F8D98E"), new("--fig-sky-2", "#346C8C", "#CFEBFB"),
        new("--fig-black-2", "#6B6B6B", "#7C8691"), new("--fig-yellow-2", "#827600", "#F7F1A0"),
    ];

    /// <summary>From little to much in one hue; on a dark page from dark to light.</summary>
    public static readonly IReadOnlyList<FigureColor> Ramp =
    [
        new("--fig-ramp-1", "#CFE1F2", "#1E3A54"), new("--fig-ramp-2", "#9DC6E3", "#27527A"), new("--fig-ramp-3", "#66A7D3", "#33709F"),
        new("--fig-ramp-4", "#3A87BF", "#4C93C6"), new("--fig-ramp-5", "#1B65A3", "#7FB8E2"), new("--fig-ramp-6", "#0A4478", "#B9DCF5"),
    ];

    public static readonly IReadOnlyList<FigureColor> All = [Background, Ink, Muted, Grid, Desired, .. Series, .. Ramp];
}
