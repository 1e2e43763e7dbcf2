using IsacCluster.Solvers.Auditing;
using IsacCluster.Solvers.Feasibility;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// What is done where P0 is the least power up to rounding. <see cref="MinimumPower.FeasibilityTolerance"/> calls such an instance
/// feasible, its noises lowered to what the least-power design, scaled to P0, can bear; but without excess power the feasible set has no
/// interior. A noise is then lowered until that design has the excess <see cref="Least"/>. The value may fall by the square root of this,
/// relatively, which the bound must not hide: it is stated for the noise that was not lowered so far.
/// </summary>
internal static class ExcessPower
{
    /// <summary>Relative excess from which on a constraint is solved as it is: a thousand times rounding.</summary>
    public const double Least = 1e-13;

    /// <summary>Largest excess that is made: what <see cref="MinimumPower.FeasibilityTolerance"/> overlooks anyway.</summary>
    private const double Most = 1e-9;

    /// <summary>
    /// Largest part by which a noise may be lowered: half of what <see cref="DesignAudit.SinrTolerance"/> lets an SINR be short.
    /// </summary>
    private const double LargestRelaxation = 0.5 * DesignAudit.SinrTolerance;

    /// <summary>
    /// The target of a constraint that the scaled least-power design meets with the given value, NaN if that is too far below; and by how
    /// much it is lower than the bound's.
    /// </summary>
    /// <param name="accuracy">Of the multipliers that the start is made from; they must not err by more than the excess.</param>
    public static (double Target, double Relief) Target(double target, double reached, double accuracy = 0)
    {
        double excess = Math.Clamp(10 * accuracy, Least, Most);
        double lowered = Math.Min(target, reached / (1 + excess));
        if (!(lowered >= target * (1 - LargestRelaxation))) lowered = double.NaN;
        return (lowered, Math.Min(target, reached) - lowered);
    }
}
