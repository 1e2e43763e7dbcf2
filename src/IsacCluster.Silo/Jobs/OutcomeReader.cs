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
                   select new LaneOutcome(() => job.Read(lane.Lane, results.Lanes[lane.Lane]), lane.Accepted, lane.StopReason),
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
            Silos = SilosOf(results.Timing.Sessions),
            History = results.Runs ?? [], // null in an answer of a silo of an earlier version
            SpecificationText = results.Description?.SpecText,
        };

    /// <summary>Those that say what they are and had something accepted; all that say it where nothing took time.</summary>
    private static IReadOnlyList<ComputingSilo> SilosOf(IReadOnlyList<SessionTiming> sessions)
    {
        List<SessionTiming> known = [.. sessions.Where(session => session.Identity is not null)];
        if (known.Exists(session => session.UsefulSeconds > 0)) known.RemoveAll(session => session.UsefulSeconds <= 0);
        return
        [
            .. known.Select(session => new ComputingSilo(
                    session.Silo, session.Identity!.Host, session.Identity.Isa, session.Identity.Build, session.Identity.Cpu))
                .Distinct().OrderBy(silo => silo.Name, StringComparer.Ordinal),
        ];
    }
}
