using ScottPlot;
using SkiaSharp;

namespace IsacCluster.Reporting.Figures;

/// <summary>
/// Inter, embedded in the assembly: a bare container has no font at all, and SkiaSharp would then draw no text without a word.
/// </summary>
/// <remarks>ScottPlot keeps its font resolvers in a static list, so registration is once per process and thread-safe.</remarks>
public sealed class FigureFont : IFontResolver
{
    public const string Family = "Inter";

    private static readonly Lazy<FigureFont> Registered = new(Register);

    private readonly SKTypeface _regular = Load("Inter-Regular.otf");
    private readonly SKTypeface _semiBold = Load("Inter-SemiBold.otf");

    private FigureFont()
    {
    }

    /// <summary>Makes the family known to ScottPlot.</summary>
    public static void EnsureRegistered() => _ = Registered.Value;

    public static SKTypeface Typeface(bool bold) => bold ? Registered.Value._semiBold : Registered.Value._regular;

    public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
        CreateTypeface(fontName, weight >= FontWeight.SemiBold, slant != FontSlant.Upright);

    public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
        fontName == Family ? (bold ? _semiBold : _regular) : null;

    private static FigureFont Register()
    {
        var font = new FigureFont();
        Fonts.FontResolvers.Insert(0, font);
        // Whatever a plot element does not set is drawn with the default, which must exist too.
        Fonts.Default = Family;
        Fonts.Sans = Family;
        return font;
    }

    private static SKTypeface Load(string name)
    {
        string resource = "IsacCluster.Reporting.Figures.Fonts." + name;
        using var stream = typeof(FigureFont).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"The assembly was built without its resource {resource}.");
        using var data = SKData.Create(stream);
        return SKTypeface.FromData(data) ?? throw new InvalidOperationException($"SkiaSharp cannot read the font {resource}.");
    }
}
