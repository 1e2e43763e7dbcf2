using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Auditing;
using IsacCluster.Solvers.Beampattern;
using IsacCluster.Solvers.InteriorPoint;
using IsacCluster.Solvers.Presolve;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// Results of the baselines, whose objective is L(R): every design is scaled to P0 and passes <see cref="DesignAudit"/> first.
/// </summary>
internal static class PatternResult
{
    /// <param name="recovered">A design of any power.</param>
    /// <param name="outcome">Its bound is a lower bound on L(R) / (2 P0^2), from the dual; another one is 0.</param>
    /// <param name="serves">Whether the problem has SINR constraints.</param>
    public static SolveResult Of(Design recovered, IsacInstance instance, InteriorPointOutcome outcome, bool serves = true)
    {
        double power = instance.Power;
        Design design = DesignAudit.ScaledToPower(recovered, instance);
        var audit = DesignAudit.Of(design, instance, serves);
        ComplexMatrix covariance = design.Covariance();
        double[] sums = instance.Objective.Array.Lags.Of(covariance);
        double weight = instance.Objective.CrossCorrelationWeight, value = GramFactor.Of(instance.Objective).Value(sums);
        if (weight > 0) value += weight * instance.Objective.CrossCorrelation(covariance);
        double bound = Math.Max(0, 2 * outcome.Bound * power * power);
        double gap = DesignAudit.RelativeGap(value, bound, DiagonalSums.MeanSquarePattern(sums));
        bool optimal = audit.Confirms(gap) && double.IsFinite(value);
        return new SolveResult
        {
            Status = optimal ? SolveStatus.Optimal : outcome.Limit.Status(),
            Design = optimal ? design : null,
            Objective = optimal ? value : double.NaN,
            RelativeGap = gap,
            PrimalResidual = audit.Violation,
            // Z is always computed from the multipliers, so the dual point satisfies its equations exactly.
            DualResidual = 0,
            Iterations = outcome.Iterations,
        };
    }

    /// <summary>Whether a fast method's result needs no second opinion.</summary>
    public static bool IsCertified(SolveResult result) =>
        result.Status == SolveStatus.Optimal && result.RelativeGap <= DesignAudit.CertifiedGap;

    /// <summary>
    /// The result of a design that has a radar-only optimum's covariance; null where it does not pass with a certified gap.
    /// </summary>
    public static SolveResult? Presolved(Design design, int rounds, IsacInstance instance, RadarOptimum optimum)
    {
        SolveResult result = Of(design, instance, optimum.Outcome);
        return IsCertified(result) ? result with { Iterations = rounds, Presolved = true } : null;
    }
}
