using System.Globalization;
using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Cluster.Outside;

/// <summary>What is said to workers outside.</summary>
internal static class Words
{
    public const string Heartbeat = "heartbeat";

    public static string Alive(TimeSpan lease, JobPhase? phase)
    {
        string stop = phase is JobPhase.Running or JobPhase.Paused ? "false" : "true";
        return string.Create(
            CultureInfo.InvariantCulture, $$"""{"state":"running","lease_s":{{lease.TotalSeconds}},"stop":{{stop}}}""");
    }

    public static string NotYours(long index, OpenTask open, DateTimeOffset now) => open.Lease is null
        ? $"trial {index} was given back and waits for another worker; what is told late is not taken"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"the lease of trial {index} has ended: worker '{open.Worker}' has had it for {(now - open.Since).TotalSeconds:0.0} s; "
                + $"what is told late is not taken");

    public static string NotAsked(long index) => $"trial {index} is not one that runs here: it was not asked for, or ended long ago";

    public static string EndedByOther(long index) => $"trial {index} has ended by another worker's answer; what is told late is not taken";

    public static string EndedOtherwise(long index) => $"trial {index} has ended with another answer, which stays";

    public static string Unwanted(long index) => $"the study does not want trial {index} any more: it has fewer trials now";
}
