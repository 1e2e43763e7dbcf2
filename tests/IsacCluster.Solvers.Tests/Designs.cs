using IsacCluster.Isac.Designs;

namespace IsacCluster.Solvers.Tests;

/// <summary>Checks on the beamformers themselves.</summary>
internal static class Designs
{
    /// <summary>Tr R = P0 to 1e-9 and SINR_l >= Gamma0 (1 - 1e-7).</summary>
    public static void AssertMeetsPowerAndSinr(Design design, IsacInstance instance)
    {
        Assert.InRange(design.Power() / instance.Power, 1 - 1e-9, 1 + 1e-9);
        foreach (double sinr in Sinr.Of(design, instance.Channel, instance.Noise))
            Assert.True(sinr >= instance.SinrThreshold * (1 - 1e-7), $"SINR {sinr} is below {instance.SinrThreshold}.");
    }
}
