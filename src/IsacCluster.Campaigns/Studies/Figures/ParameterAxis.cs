using IsacCluster.Reporting.Figures;
using IsacCluster.Search.Space;

namespace IsacCluster.Campaigns.Studies.Figures;

/// <summary>The axis of a parameter, over its whole range, by its raw values.</summary>
internal static class ParameterAxis
{
    private const double Margin = 0.04;
    private const int LongestCategory = 12;

    public static FigureAxis Of(Parameter parameter) => parameter switch
    {
        CategoricalParameter category =>
            FigureAxis.Categories([.. category.Categories.Select(name => AlgorithmStyle.Shorten(name, LongestCategory))]),
        FloatParameter { Log: true } real => FigureAxis.Logarithmic(real.Low, real.High, Margin),
        FloatParameter real => FigureAxis.Linear(real.Low, real.High, Margin),
        IntParameter { Log: true } whole when whole.High >= 10 * whole.Low => FigureAxis.Logarithmic(whole.Low, whole.High, Margin),
        IntParameter whole => FigureAxis.Counting(whole.Low, whole.High, Margin),
        _ => throw new NotSupportedException($"A {parameter.GetType().Name} has no axis."),
    };
}
