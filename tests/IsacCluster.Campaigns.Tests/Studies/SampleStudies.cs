using IsacCluster.Campaigns.Studies;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Tests.Studies;

/// <summary>What runs of studies leave behind.</summary>
internal static class SampleStudies
{
    public static JobOutcome Outcome(TrialOutcomes trials) => new()
    {
        Lanes = [new LaneOutcome(trials, trials.Trials.Count, "trials")],
        Tasks = new TaskCounts(trials.Trials.Count, 0, 0, trials.Trials.Count, 0),
        Timing = new TimingLedger(10, 8, 1, 1, 0, new Dictionary<string, StageSummary> { ["evaluate"] = new(trials.Trials.Count, 8, 0.1) }),
        Poisoned = [],
        Command = "isac run x.yaml",
        Started = DateTimeOffset.UnixEpoch,
        Finished = DateTimeOffset.UnixEpoch.AddMinutes(1),
        HostCount = 1,
    };
}
