using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Jobs;

using TimingLedger = IsacCluster.Jobs.TimingLedger;

namespace IsacCluster.Cli.Execution;

/// <summary>Translates what the cluster holds of a job into the raw material of its report.</summary>
internal static class OutcomeReader
{
    public static JobOutcome Read(IReportableJob job, JobResults results, DateTimeOffset started, DateTimeOffset finished, int hosts)
    {
        LaneCounts counts = results.Status.Counts;
        return new JobOutcome
        {
            Lanes =
            [
                .. from lane in results.Status.Lanes
                   select new LaneOutcome(job.Read(lane.Lane, results.Lanes[lane.Lane]), lane.Accepted, lane.StopReason),
            ],
            Tasks = new TaskCounts(counts.AcceptedTasks, counts.RejectedTasks, counts.FailedTasks, counts.ComputedIndices, counts.ReusedIndices),
            Timing = Timing(results.Timing),
            Poisoned =
            [
                .. from lane in results.Poison
                   from range in lane.Ranges
                   select new PoisonedTask(job.Lanes[lane.Lane].Label, range.Range.First, (int)range.Range.Length, range.Error),
            ],
            Command = string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Prepend("isac")),
            Started = started,
            Finished = finished,
            HostCount = hosts,
        };
    }

    private static TimingLedger Timing(Cluster.Jobs.TimingLedger timing) => new(
        timing.SlotSeconds, timing.UsefulSeconds, timing.QueueSeconds, timing.OverheadSeconds, timing.WastedSeconds,
        timing.Stages.ToDictionary(
            stage => stage.Stage, stage => new StageSummary(stage.Calls, stage.Seconds, stage.Seconds / Math.Max(1, stage.Calls))));
}
