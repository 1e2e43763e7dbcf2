using System.Globalization;
using IsacCluster.Reporting;
using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.MonteCarlo.Results;

/// <summary>Words beside a number whose interval rests on too few samples, or on none that differ; null where it is founded.</summary>
/// <param name="unit">What is independent: sample or trajectory.</param>
internal sealed class IntervalWords(string unit)
{
    /// <summary>Of an algorithm whose design depends on no channel.</summary>
    public const string Constant = "exact: the same for every sample, no channel enters it";

    public string? Of(RatioEstimate estimate)
    {
        if (estimate.Value is null) return null;
        if (estimate.Units < 2) return $"one {unit} says nothing of the spread";
        if (!estimate.Varies) return $"{All(estimate.Units)} agree to eight digits; {RuleOfThree(estimate.Units)} differ";
        if (estimate.EffectiveUnits is not { } effective) return $"an earlier version did not count on how many {Units} it rests";
        return estimate.IsFounded ? null : $"{RestsOn(effective, estimate.Units)}; the interval may be too narrow";
    }

    public string? Of(Proportion proportion)
    {
        if (proportion.Ratio is not { } ratio) return null;
        if (!proportion.Varies)
            return $"no exception in {All(proportion.Units)}; {RuleOfThree(proportion.Units)} be {(ratio > 0.5 ? "missed" : "met")}";
        if (proportion.EffectiveUnits is not { } effective) return $"an earlier version did not count on how many {Units} it rests";
        return proportion.IsFounded ? null : $"{RestsOn(effective, proportion.Units)}; the interval allows for it";
    }

    /// <summary>A mean with its interval, and where that is not founded with the first words of its note: "0.2497 (exact)".</summary>
    public static string PlusMinus(double? mean, double[]? interval, double? effective, string? note) =>
        Beside(NumberText.PlusMinus(mean, interval), mean, interval, effective, note);

    /// <summary>The same where the note stands below, all of it but of what is exact.</summary>
    public static string Above(double? mean, double[]? interval, string? note) =>
        mean is null || note is null || NumberText.HalfWidth(interval) is not (null or 0) ? NumberText.PlusMinus(mean, interval)
        : note == Constant ? $"{NumberText.Value(mean)} (exact)" : NumberText.Value(mean);

    /// <summary>The same of an estimate with both ends of its interval.</summary>
    public static string WithInterval(Estimate estimate) => Beside(
        NumberText.WithInterval(estimate.Mean, estimate.Ci95), estimate.Mean, estimate.Ci95, estimate.NEff, estimate.IntervalNote);

    private static string Beside(string text, double? mean, double[]? interval, double? effective, string? note)
    {
        if (note is null || mean is null) return text;
        if (NumberText.HalfWidth(interval) is null or 0) return $"{NumberText.Value(mean)} ({note.Split(':', ';')[0]})";
        return effective is { } units ? $"{text} (rests on {Rounded(units)})" : text;
    }

    /// <summary>Rounded down, so that what is too few does not read as enough.</summary>
    private static string Rounded(double effective) => Math.Floor(effective).ToString("0", CultureInfo.InvariantCulture);

    private string Units => unit == "trajectory" ? "trajectories" : $"{unit}s";

    private string All(long units) => $"all {NumberText.Count(units)} {(units == 1 ? unit : Units)}";

    private string RestsOn(double effective, long units) =>
        $"rests on about {Rounded(effective)} of {NumberText.Count(units)} {Units}";

    private static string RuleOfThree(long units) =>
        $"by the rule of three up to {NumberText.Fixed(Math.Min(100, 300.0 / units), units >= 3000 ? 3 : 2)} % may";
}
