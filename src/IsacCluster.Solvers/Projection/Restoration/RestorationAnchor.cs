using IsacCluster.Isac.Designs;
using IsacCluster.Solvers.Auditing;
using IsacCluster.Solvers.Feasibility;

namespace IsacCluster.Solvers.Projection.Restoration;

/// <summary>
/// The feasible design that <see cref="FeasibleRestoration"/> mixes into raw ones: the minimum-power design scaled up to P0. With p the
/// least power, every SINR row of (29e) then has the slack sigma^2 (P0 / p - 1), so it is strictly feasible where p &lt; P0. It depends on
/// the instance alone and can be kept for all raw designs of it.
/// </summary>
/// <param name="Status">
/// Heuristic: feasible, of no claimed MSE; or what the minimum-power problem ended with: no design of power P0 meets the SINRs.
/// </param>
/// <param name="Design">C^a (M x L) of power P0 and S = 0; null without that.</param>
/// <param name="Certificate">Present exactly when infeasible.</param>
public sealed record RestorationAnchor(SolveStatus Status, Design? Design = null, InfeasibilityCertificate? Certificate = null)
{
    /// <summary>Solves the minimum-power problem of an instance with at least one user.</summary>
    public static RestorationAnchor Of(IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return Of(instance, MinimumPower.Solve(instance));
    }

    /// <summary>As above, from the solution of the instance's minimum-power problem.</summary>
    public static RestorationAnchor Of(IsacInstance instance, MinimumPowerResult least)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(least);
        if (least.Certificate is { } certificate) return new RestorationAnchor(SolveStatus.Infeasible, Certificate: certificate);
        return least.IsFeasible && least.Design is { } design
            ? new RestorationAnchor(SolveStatus.Heuristic, DesignAudit.ScaledToPower(design, instance))
            : new RestorationAnchor(least.Status == SolveStatus.IterationLimit ? least.Status : SolveStatus.NumericalFailure);
    }
}
