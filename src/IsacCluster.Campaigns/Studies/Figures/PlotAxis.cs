using IsacCluster.Reporting;
using IsacCluster.Reporting.Figures;
using IsacCluster.Search.Space;

namespace IsacCluster.Campaigns.Studies.Figures;

/// <summary>An axis of a study's figure: where a number stands on it, and its ticks.</summary>
/// <param name="Map">From a value to a place on the axis; decimal logarithms where the axis is logarithmic.</param>
internal sealed record PlotAxis(string Label, bool IsCategorical, Func<double, double> Map, AxisTicks Ticks)
{
    private const double Pad = 0.04, Decade = 10;
    private const int LongestCategory = 12;

    /// <summary>Axis of a parameter, by its raw values.</summary>
    public static PlotAxis Of(Parameter parameter) => parameter switch
    {
        CategoricalParameter category => new PlotAxis(
            parameter.Name, true, raw => raw,
            new AxisTicks(
                -0.6, category.Categories.Count - 0.4,
                [.. category.Categories.Select((name, i) => ((double)i, AlgorithmStyle.Shorten(name, LongestCategory)))])),
        FloatParameter real => Between(parameter.Name, real.Low, real.High, real.Log),
        IntParameter whole => WholeNumbers(Between(parameter.Name, whole.Low, whole.High, whole.Log)),
        _ => throw new NotSupportedException($"A {parameter.GetType().Name} has no axis."),
    };

    /// <summary>Axis over given values of a metric: logarithmic where they are positive and span a decade.</summary>
    public static PlotAxis Of(string metric, IReadOnlyCollection<double> values, bool mayBeLogarithmic = true)
    {
        double low = values.Count == 0 ? 0 : values.Min(), high = values.Count == 0 ? 1 : values.Max();
        bool log = mayBeLogarithmic && low > 0 && high >= Decade * low;
        PlotAxis axis = Between(metric, low, high, log);
        return log ? axis with { Label = $"{metric} (logarithmic)" } : axis;
    }

    /// <summary>Axis over the numbers 0 to <paramref name="last"/>.</summary>
    public static PlotAxis Counting(string label, double last) => WholeNumbers(Between(label, 0, last, log: false));

    /// <summary>Without the ticks between whole numbers.</summary>
    private static PlotAxis WholeNumbers(PlotAxis axis)
    {
        bool log = axis.Map(10) == 1;
        IEnumerable<double> places = axis.Ticks.Ticks.Select(tick => tick.Position).Where(IsWhole);
        return axis with { Ticks = axis.Ticks with { Ticks = [.. places.Select(at => (at, NumberText.Shortest(Value(at))))] } };

        double Value(double position) => Math.Round(log ? Math.Pow(10, position) : position, 9) + 0.0; // no -0

        bool IsWhole(double position) => Value(position) == Math.Round(Value(position));
    }

    private static PlotAxis Between(string label, double low, double high, bool log)
    {
        Func<double, double> map = log ? Math.Log10 : value => value;
        (double from, double to) = (map(low), map(high));
        double pad = to > from ? Pad * (to - from) : Math.Max(0.05 * Math.Abs(to), 1e-9);
        return new PlotAxis(
            label, false, map, log && to > from ? AxisTicks.Logarithmic(from - pad, to + pad) : AxisTicks.Linear(from - pad, to + pad));
    }
}
