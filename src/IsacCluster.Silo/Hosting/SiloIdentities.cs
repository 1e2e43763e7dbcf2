using IsacCluster.Cluster;
using IsacCluster.Reporting;

namespace IsacCluster.Silo.Hosting;

/// <summary>What this process is as a silo.</summary>
internal static class SiloIdentities
{
    public static SiloIdentity Here { get; } = new(
        Environment.MachineName, RuntimeManifest.Build, SiloIdentity.CurrentProtocol, RuntimeManifest.InstructionSet,
        RuntimeManifest.Cpu);
}
