using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;

namespace IsacCluster.Silo.Jobs;

/// <summary>Translates what a cluster holds of a job into the raw material of its report, for whoever writes one.</summary>
public static class OutcomeReader
{
    public static JobOutcome Read(IReportableJob job, JobResults results, DateTimeOffset started, DateTimeOffset finished, int hosts) =>
        new()
        {
            Lanes =
            [
                .. from lane in results.Status.Lanes
                   select new LaneOutcome(job.Read(lane.Lane, results.Lanes[lane.Lane]), lane.Accepted, lane.StopReason),
            ],
            Tasks = results.Status.Counts,
            Timing = results.Timing.Ledger,
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
            History = results.Runs ?? [], // null in an answer of a silo of an earlier version
            SpecificationText = results.Description?.SpecText,
        };
}
