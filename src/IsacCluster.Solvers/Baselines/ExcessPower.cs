using IsacCluster.Solvers.Auditing;
using IsacCluster.Solvers.Feasibility;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// What is done where P0 is the least power up to rounding. <see cref="MinimumPower.FeasibilityTolerance"/> calls such an instance
/// feasible, but without excess power the feasible set has no interior. A user's noise is then lowered until the least-power design, scaled
/// to P0, has the excess
/// <see cref="Least"/>: the bound stays a lower bound, and the design misses the SINR by at most the part by which the noise was lowered.
/// </summary>
internal static class ExcessPower
{
    /// <summary>Relative excess from which on a constraint is solved as it is.</summary>
    public const double Least = 1e-9;

    /// <summary>
    /// Largest part by which a noise may be lowered: half of what <see cref="DesignAudit.SinrTolerance"/> lets an SINR be short.
    /// </summary>
    private const double LargestRelaxation = 0.5 * DesignAudit.SinrTolerance;

    /// <summary>
    /// The target of a constraint that the scaled least-power design meets with the given value; NaN if that is too far below.
    /// </summary>
    public static double Target(double target, double reached)
    {
        double lowered = Math.Min(target, reached / (1 + Least));
        return lowered >= target * (1 - LargestRelaxation) ? lowered : double.NaN;
    }
}
