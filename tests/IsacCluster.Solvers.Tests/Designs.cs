using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Tests;

/// <summary>Checks on the beamformers themselves.</summary>
internal static class Designs
{
    /// <summary>Tr R = P0, and R_mm = P_m where these are given, to 1e-9 and SINR_l >= Gamma0 (1 - 1e-7).</summary>
    public static void AssertMeetsPowerAndSinr(Design design, IsacInstance instance)
    {
        Assert.InRange(design.Power() / instance.Power, 1 - 1e-9, 1 + 1e-9);
        double[] sinr = Sinr.Of(design, instance);
        for (int l = 0; l < sinr.Length; l++)
            Assert.True(sinr[l] >= instance.ThresholdOf(l) * (1 - 1e-7), $"SINR {sinr[l]} is below {instance.ThresholdOf(l)}.");
        if (instance.AntennaPowers is not { } powers) return;
        ComplexMatrix covariance = design.Covariance();
        for (int m = 0; m < powers.Count; m++) Assert.InRange(covariance[m, m].Real / powers[m], 1 - 1e-9, 1 + 1e-9);
    }
}
