using SkiaSharp;

namespace IsacCluster.Reporting.Figures;

/// <summary>Width of a line of text in the figures' font, in pixels.</summary>
public static class TextWidth
{
    public static float Of(string text, float size, bool bold)
    {
        using var font = new SKFont(FigureFont.Typeface(bold), size);
        return font.MeasureText(text);
    }
}
