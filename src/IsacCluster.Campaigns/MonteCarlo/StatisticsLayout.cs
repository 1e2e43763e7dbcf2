namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>What the statistics of a point hold. It follows from the specification, so their bytes do not repeat it.</summary>
/// <param name="InParts">For each algorithm whether its time has parts: whether it is a learned one.</param>
/// <param name="Metrics">Metrics besides the mean squared error, for each algorithm.</param>
/// <param name="CommonSamples">Whether one algorithm's missing design takes the sample from the means of all.</param>
/// <param name="Slots">Samples of a trajectory, which depend on each other; 1: every sample is independent.</param>
/// <param name="Failures">Failures that are logged of each algorithm.</param>
public sealed record StatisticsLayout(
    IReadOnlyList<bool> InParts, int Metrics = 0, bool CommonSamples = true, int Slots = 1, int Failures = FailureLog.Most)
{
    /// <summary>Of so many baselines.</summary>
    public static StatisticsLayout OfBaselines(int algorithms) => new(new bool[algorithms]);
}
