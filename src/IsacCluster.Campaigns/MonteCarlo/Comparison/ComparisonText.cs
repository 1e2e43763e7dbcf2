using IsacCluster.Reporting;
using IsacCluster.Reporting.Sweeps;

namespace IsacCluster.Campaigns.MonteCarlo.Comparison;

/// <summary>How a comparison reads.</summary>
public static class ComparisonText
{
    /// <summary>"sinr_db = 8"; the id where nothing is swept.</summary>
    public static string Label(ComparedPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return point.Params.Count == 0
            ? point.Id
            : string.Join(", ", point.Params.Select(param => $"{param.Key} = {ParameterValue.Of(param.Value).Text}"));
    }

    /// <summary>One side's value: per cent for shares, a duration for times.</summary>
    public static string Value(ComparedQuantity quantity, double? value)
    {
        ArgumentNullException.ThrowIfNull(quantity);
        return value is null ? NumberText.Undefined
            : IsShare(quantity) ? NumberText.Share(value.Value)
            : quantity.Unit == "s" ? NumberText.Seconds(value)
            : NumberText.Value(value);
    }

    /// <summary>B - A with its interval; shares in percentage points; "as before" where both are the same number.</summary>
    public static string Difference(ComparedQuantity quantity)
    {
        ArgumentNullException.ThrowIfNull(quantity);
        if (quantity.Difference is not { } difference) return NumberText.Undefined;
        if (quantity.Unit == "s") return quantity.Ratio is { } ratio ? $"x {NumberText.Value(ratio)}" : NumberText.Undefined;
        if (quantity.Verdict == Verdict.Equal || (difference == 0 && quantity.Ci95 is null or [0, 0])) return "none";
        double scale = IsShare(quantity) ? 100 : 1;
        double[]? interval = quantity.Ci95 is { } ends ? [ends[0] * scale, ends[1] * scale] : null;
        return NumberText.WithInterval(difference * scale, interval) + (IsShare(quantity) ? " points" : "");
    }

    /// <summary>"higher", "lower", "no difference seen", "not judged".</summary>
    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Higher => "higher",
        Verdict.Lower => "lower",
        Verdict.NoDifferenceSeen => "no difference seen",
        Verdict.Equal => "equal",
        _ => "not judged",
    };

    /// <summary>What the whole of it says, in one or two sentences.</summary>
    public static string Summary(ResultsComparison comparison)
    {
        ArgumentNullException.ThrowIfNull(comparison);
        if (comparison is { Identical: true, Changed: > 0 })
            return "Both name the same digest, and yet numbers differ: one of the files was changed after it was written.";
        if (comparison.Identical) return "The statistics are the same to the bit.";
        if (comparison.Points.Count == 0) return "No point is common to both.";
        bool onlyEqual = comparison.Points.SelectMany(point => point.Algorithms).SelectMany(algorithm => algorithm.Quantities)
            .Where(quantity => quantity.Unit != "s").All(quantity => quantity.Verdict == Verdict.Equal);
        if (onlyEqual) return "Every number is the same on the common samples.";
        string changed = $"Of {NumberText.Count(comparison.Compared, "number")} with an interval {NumberText.Count(comparison.Changed)} "
            + $"{(comparison.Changed == 1 ? "has" : "have")} changed";
        return comparison.Compared == 0
            ? "No number has an interval to judge by."
            : $"{changed}; where nothing has, about {NumberText.Fixed(0.05 * comparison.Compared, 1)} would seem to at 95 %.";
    }

    internal static string PointNote(ComparedPoint point) => point.Unpaired is { } why
        ? $"Not paired: {why}." : "Paired sample by sample on common channels, over the samples on which both have a design.";

    private static bool IsShare(ComparedQuantity quantity) => quantity.Name is "satisfaction" or "projection_usage";
}
