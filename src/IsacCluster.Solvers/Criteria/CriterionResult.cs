using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Auditing;

namespace IsacCluster.Solvers.Criteria;

/// <summary>Results of designs for a criterion: scaled to the power, audited, and compared with the dual bound.</summary>
internal static class CriterionResult
{
    /// <param name="recovered">A design of any power.</param>
    /// <param name="bound">That no design of the criterion passes.</param>
    /// <param name="serves">Whether the problem has SINR constraints.</param>
    public static SolveResult Of(
        Design recovered, IsacInstance instance, double bound, int iterations, SolveLimit limit, bool serves = true)
    {
        Design design = DesignAudit.ScaledToPower(recovered, instance);
        var audit = DesignAudit.Of(design, instance, serves);
        ComplexMatrix covariance = design.Covariance();
        double value = instance.Value(covariance), violation = instance.Criterion!.Violation(covariance, instance.Objective);
        double gap = instance.Criterion.IsMaximised() ? (bound - value) / bound : (value - bound) / value;
        bool optimal = audit.Confirms(gap) && double.IsFinite(value) && violation <= DesignAudit.SinrTolerance;
        return new SolveResult
        {
            Status = optimal ? SolveStatus.Optimal : limit.Status(),
            Design = optimal ? design : null,
            Objective = optimal ? value : double.NaN,
            RelativeGap = gap,
            PrimalResidual = Math.Max(audit.Violation, violation),
            // Z is always computed from the multipliers.
            DualResidual = 0,
            Iterations = iterations,
        };
    }

    /// <summary>The design of the X_l, rank-one recovered, for P0 = 1; without users R itself.</summary>
    public static Design Recover(ComplexMatrix[] blocks, IsacInstance instance, bool serves)
    {
        ComplexMatrix covariance = blocks[0];
        for (int l = 1; l < blocks.Length; l++) covariance += blocks[l];
        return serves
            ? RankOneRecovery.Recover(covariance, blocks, instance.Channel)
            : new Design(new ComplexMatrix(instance.Antennas, instance.Users), PivotedCholesky.Of(covariance));
    }
}
