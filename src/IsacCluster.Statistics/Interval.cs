namespace IsacCluster.Statistics;

/// <summary>A closed interval. Where a statistic has no bounded interval, it returns null instead of one.</summary>
public readonly record struct Interval(double Lower, double Upper)
{
    /// <summary>The largest confidence of any interval: beyond it MathNet.Numerics' quantile functions lose their digits.</summary>
    public const double MaxConfidence = 1 - 1e-7;

    public bool Contains(double value) => Lower <= value && value <= Upper;

    /// <summary>Null if an end is not finite.</summary>
    public static Interval? Bounded(double lower, double upper) =>
        double.IsFinite(lower) && double.IsFinite(upper) ? new Interval(lower, upper) : null;

    /// <summary>Checks a confidence level once, at the boundary.</summary>
    public static double CheckedConfidence(double confidence, string name) =>
        confidence is > 0 and <= MaxConfidence
            ? confidence
            : throw new ArgumentOutOfRangeException(name, confidence, $"A confidence level is greater than 0 and at most {MaxConfidence}.");
}
