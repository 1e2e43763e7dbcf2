using System.Diagnostics.Metrics;

namespace IsacCluster.Silo.Telemetry;

/// <summary>The instruments of a silo's host.</summary>
internal static class SiloMetrics
{
    private static readonly Meter Meter = new("IsacCluster.Silo");

    private static readonly Counter<long> Dropped =
        Meter.CreateCounter<long>("isac.silo.log.dropped", "{line}", "Lines of the log that were left out because there were too many.");

    /// <summary>A log begins: its counter is there from now on.</summary>
    public static void Begin() => Dropped.Add(0);

    public static void DroppedLine() => Dropped.Add(1);
}
