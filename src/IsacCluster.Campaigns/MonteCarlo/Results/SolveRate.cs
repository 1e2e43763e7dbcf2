using IsacCluster.Reporting;

namespace IsacCluster.Campaigns.MonteCarlo.Results;

/// <summary>How many designs all runs of a campaign computed, and how fast: one for each computed sample and algorithm.</summary>
/// <param name="Solves">Computed samples times algorithms.</param>
/// <param name="PerSlotSecond">Solves over slots x wall time; null where no time passed.</param>
/// <param name="UsefulShare">Of slots x wall time; null where no time passed.</param>
public sealed record SolveRate(long Solves, double? PerSlotSecond, double? UsefulShare)
{
    public static SolveRate Of(CampaignResults results)
    {
        ArgumentNullException.ThrowIfNull(results);
        int algorithms = results.Points.Count == 0 ? 0 : results.Points[0].Algorithms.Count;
        long samples = results.History.Count == 0 ? results.Tasks.SamplesComputed : results.History.Sum(run => run.SamplesComputed);
        long solves = samples * algorithms;
        double slots = results.Timing.SlotsS;
        return slots > 0 ? new SolveRate(solves, solves / slots, results.Timing.UsefulS / slots) : new SolveRate(solves, null, null);
    }

    /// <summary>For people, in one line.</summary>
    public override string ToString() => PerSlotSecond is not { } rate || UsefulShare is not { } useful
        ? $"{NumberText.Count(Solves)} solves"
        : $"{NumberText.Count(Solves)} solves, {NumberText.Count((long)Math.Round(rate))} per second and slot, "
            + $"{NumberText.Share(useful)} of the slots' time useful";
}
