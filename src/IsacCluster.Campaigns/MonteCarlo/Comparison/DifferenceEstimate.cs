using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.MonteCarlo.Comparison;

/// <summary>The difference of two means with its 95 % interval.</summary>
internal static class DifferenceEstimate
{
    private static readonly StudentCriticalValue Critical = new(0.95);

    /// <summary>
    /// Of independent means with intervals [l, u]: d - sqrt((b - l_b)^2 + (u_a - a)^2) to d + sqrt((u_b - b)^2 + (a - l_a)^2), d = b - a.
    /// It keeps what the intervals are (Student, Wilson, anytime-valid). On common channels it is too wide, for it knows of no correlation.
    /// A number that is exact has an interval of length 0.
    /// </summary>
    /// <remarks>Source: G. Y. Zou, A. Donner, "Construction of confidence limits about effect measures", Statist. Med. 27, 2008.</remarks>
    public static double[]? Independent(double a, double[]? aroundA, double b, double[]? aroundB)
    {
        if (aroundA is not [var lowA, var highA] || aroundB is not [var lowB, var highB]) return null;
        double below = Math.Sqrt(Square(b - lowB) + Square(highA - a)), above = Math.Sqrt(Square(highB - b) + Square(a - lowA));
        return [b - a - below, b - a + above];
    }

    /// <summary>
    /// Of pairs on common channels: Student's interval of the mean difference; trajectories are the units where there are slots.
    /// </summary>
    /// <param name="pairs">By sample: A and B.</param>
    /// <param name="slots">Samples of a trajectory.</param>
    /// <param name="resolution">Relative accuracy of the values.</param>
    public static (double? MeanA, double? MeanB, double? Difference, double[]? Interval, string? Note, long Pairs) Paired(
        IEnumerable<(long Sample, double A, double B)> pairs, int slots, double resolution)
    {
        var units = new UnitMoments(2, weighted: slots > 1);
        long count = 0;
        if (slots == 1)
        {
            foreach ((_, double a, double b) in pairs)
            {
                units.Add([b, a]);
                count++;
            }
        }
        else
        {
            foreach (var unit in pairs.GroupBy(pair => pair.Sample / slots))
            {
                var samples = unit.ToList();
                units.Add([samples.Sum(pair => pair.B), samples.Sum(pair => pair.A)], samples.Count);
                count += samples.Count;
            }
        }

        var difference = units.Difference(0, 1, resolution);
        double[]? ends = difference.Interval(Critical) is { } interval ? [interval.Lower, interval.Upper] : null;
        string? note = new IntervalWords(slots > 1 ? "trajectory" : "sample").Of(difference);
        return (units.Mean(1).Value, units.Mean(0).Value, difference.Value, ends, note, count);
    }

    private static double Square(double x) => x * x;
}
