using SkiaSharp;

namespace IsacCluster.Campaigns.Reporting.Figures;

/// <summary>Width of a line of text in the figures' font, in pixels.</summary>
internal static class TextWidth
{
    public static float Of(string text, float size, bool bold)
    {
        using var font = new SKFont(FigureFont.Typeface(bold), size);
        return font.MeasureText(text);
    }
}
