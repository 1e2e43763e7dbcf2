using IsacCluster.Isac.Designs;

namespace IsacCluster.Solvers.Projection.Restoration;

/// <summary>A restored design with what its derivative needs.</summary>
/// <param name="Status">
/// Heuristic: the design has power P0 and meets every SINR, but is neither nearest nor best. Infeasible: no design is, with a certificate.
/// Numerical failure: the raw design has no power, a number is not finite, or the check of the design failed.
/// </param>
/// <param name="Anchor">The design that was mixed in.</param>
/// <param name="Design">The design; its beams are those of (30). Null without one.</param>
/// <param name="Mixing">t in [0, 1], 0 where the scaled raw design already meets the SINRs; NaN without a design.</param>
/// <param name="ActiveUser">The user whose row determines t; null where t = 0.</param>
public sealed record RestorationSolution(
    SolveStatus Status, RestorationAnchor Anchor, Design? Design = null, double Mixing = double.NaN, int? ActiveUser = null)
{
    /// <summary>Present exactly when the status is infeasible.</summary>
    public InfeasibilityCertificate? Certificate => Anchor.Certificate;

    /// <summary>1 - t, without the cancellation near t = 1.</summary>
    internal double RawWeight { get; init; } = double.NaN;
}
