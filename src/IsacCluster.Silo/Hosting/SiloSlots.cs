using IsacCluster.Cluster;
using IsacCluster.Jobs;
using Microsoft.Extensions.Logging;

namespace IsacCluster.Silo.Hosting;

/// <summary>The slots of a silo: what the user declared, else what the machine has.</summary>
public sealed partial class SiloSlots(SlotCounts counts, int standIns, DeviceShare devices)
{
    /// <summary>For <see cref="ClusterOptions.Slots"/>.</summary>
    public SlotCounts Counts { get; } = counts;

    /// <summary>For <see cref="ClusterOptions.Devices"/>.</summary>
    public DeviceShare Devices { get; } = devices;

    /// <summary>Declared accelerator slots without a device: cpu threads that take accelerator tasks.</summary>
    public int StandIns { get; } = standIns;

    /// <param name="declared">As of <c>--slots</c>; null where the user named none.</param>
    /// <exception cref="SpecificationException">The text is not valid.</exception>
    public static SiloSlots Of(string? declared, IAcceleratorProbe accelerators, ILogger log)
    {
        var detected = SlotCounts.Detect(accelerators);
        DeviceShare share = DeviceShare.One;
        SlotCounts counts = declared is null ? detected : SlotCounts.Parse(declared, detected, out share);
        int standIns = Math.Max(0, counts.Cuda - share.SlotsOf(detected.Cuda));
        if (standIns > 0) LogStandIns(log, counts.Cuda, detected.Cuda, standIns);
        return new SiloSlots(counts, standIns, share);
    }

    [LoggerMessage(1, LogLevel.Warning,
        "{Declared} accelerator slots are declared and {Found} devices were found: {StandIns} slots are stand-ins that run on the "
            + "cpu, for tests")]
    private static partial void LogStandIns(ILogger logger, int declared, int found, int standIns);
}
