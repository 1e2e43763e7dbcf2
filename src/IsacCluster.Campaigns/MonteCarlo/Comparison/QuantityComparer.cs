using IsacCluster.Campaigns.MonteCarlo.Results;
using IsacCluster.Reporting;

namespace IsacCluster.Campaigns.MonteCarlo.Comparison;

/// <summary>The numbers of one algorithm at one point, side by side.</summary>
internal static class QuantityComparer
{
    private const string Mse = "mse", Satisfaction = "satisfaction", Usage = "projection_usage", Time = "time_s";

    /// <param name="metrics">What the campaign's metrics are.</param>
    /// <param name="pairs">Null where samples are not paired.</param>
    public static IEnumerable<ComparedQuantity> Compare(
        AlgorithmResults a, AlgorithmResults b, IReadOnlyList<MetricDescription>? metrics, RowPairs? pairs)
    {
        yield return pairs is null
            ? Independent(Mse, "W^2", (a.Mse.Mean, Around(a.Mse.Mean, a.Mse.Ci95, a.IntervalNote), a.Counted, a.IntervalNote),
                (b.Mse.Mean, Around(b.Mse.Mean, b.Mse.Ci95, b.IntervalNote), b.Counted, b.IntervalNote))
            : Paired(Mse, "W^2", pairs.Mse(a.Name), pairs.Slots, MseStatistics.Resolution);
        yield return pairs is null
            ? Independent(Satisfaction, "1", (a.Satisfaction, a.SatisfactionCi95, a.FeasibleChannels, a.SatisfactionNote),
                (b.Satisfaction, b.SatisfactionCi95, b.FeasibleChannels, b.SatisfactionNote))
            : Paired(Satisfaction, "1", pairs.Satisfaction(a.Name), pairs.Slots, 0);
        if (a.ProjectionUsage is not null && b.ProjectionUsage is not null)
        {
            yield return Independent(Usage, "1", (a.ProjectionUsage, a.ProjectionUsageCi95, a.Counted, a.ProjectionUsageNote),
                (b.ProjectionUsage, b.ProjectionUsageCi95, b.Counted, b.ProjectionUsageNote));
        }

        foreach ((string name, MetricResults mine) in a.Metrics ?? new Dictionary<string, MetricResults>())
        {
            if (b.Metrics?.GetValueOrDefault(name) is not { } theirs) continue;
            string unit = metrics?.FirstOrDefault(metric => metric.Name == name)?.Unit is { Length: > 0 } known ? known : "1";
            yield return pairs is null
                ? Independent(name, unit, (mine.Mean, Around(mine.Mean, mine.Ci95, mine.IntervalNote), mine.N, mine.IntervalNote),
                    (theirs.Mean, Around(theirs.Mean, theirs.Ci95, theirs.IntervalNote), theirs.N, theirs.IntervalNote))
                : Paired(name, unit, pairs.Metric(a.Name, name), pairs.Slots, MseStatistics.Resolution);
        }

        yield return new ComparedQuantity(
            Time, "s", a.TimeS.P50, b.TimeS.P50, [a.Counted, b.Counted], b.TimeS.P50 - a.TimeS.P50, null, Ratio(a.TimeS.P50, b.TimeS.P50),
            Verdict.Unknown, "medians; times depend on the machine and its load");
    }

    /// <summary>What is exact has an interval of length 0.</summary>
    private static double[]? Around(double? mean, double[]? interval, string? note) =>
        interval ?? (note == IntervalWords.Constant && mean is { } exact ? [exact, exact] : null);

    private static ComparedQuantity Independent(
        string name, string unit, (double? Mean, double[]? Interval, long N, string? Note) a,
        (double? Mean, double[]? Interval, long N, string? Note) b)
    {
        double[]? interval = a.Mean is { } x && b.Mean is { } y ? DifferenceEstimate.Independent(x, a.Interval, y, b.Interval) : null;
        string?[] notes = [a.Note is { } noteA && noteA != IntervalWords.Constant ? $"A: {noteA}" : null,
            b.Note is { } noteB && noteB != IntervalWords.Constant ? $"B: {noteB}" : null];
        string said = a.Note == b.Note && notes[0] is not null ? $"both: {a.Note}" : string.Join("; ", notes.OfType<string>());
        return new ComparedQuantity(
            name, unit, a.Mean, b.Mean, [a.N, b.N], b.Mean - a.Mean, interval, Ratio(a.Mean, b.Mean), Judge(interval),
            said.Length > 0 ? said : null);
    }

    private static ComparedQuantity Paired(
        string name, string unit, IEnumerable<(long Sample, double A, double B)> pairs, int slots, double resolution)
    {
        var (a, b, difference, interval, note, count) = DifferenceEstimate.Paired(pairs, slots, resolution);
        bool equal = interval is null && Math.Abs(difference ?? double.NaN) <= resolution * Math.Abs(a ?? double.NaN);
        return new ComparedQuantity(
            name, unit, a, b, [count, count], difference, interval, Ratio(a, b), equal ? Verdict.Equal : Judge(interval),
            equal ? $"the same on all {NumberText.Count(count)} common samples" : note);
    }

    private static double? Ratio(double? a, double? b) => a is { } x and not 0 && b is { } y ? y / x : null;

    private static Verdict Judge(double[]? interval) => interval switch
    {
        null => Verdict.Unknown,
        [> 0, _] => Verdict.Higher,
        [_, < 0] => Verdict.Lower,
        _ => Verdict.NoDifferenceSeen,
    };
}
