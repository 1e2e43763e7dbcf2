namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>What the measured numbers of one seed of a trial come to.</summary>
/// <param name="Objectives">One for each metric.</param>
/// <param name="Excesses">One for each constraint on metrics: above 0 where it does not hold.</param>
internal sealed record TrialValues(IReadOnlyList<double> Objectives, IReadOnlyList<double> Excesses);
