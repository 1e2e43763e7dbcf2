using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Beampattern;
using IsacCluster.Solvers.InteriorPoint.Blockwise;
using IsacCluster.Solvers.Presolve;

namespace IsacCluster.Solvers.Auditing;

/// <summary>
/// The check that every design passes before it is called optimal. It looks at the beamformers alone: they are scaled to Tr R = P0
/// exactly, R is positive semidefinite by construction, every SINR is recomputed, and the objective is compared with the dual bound.
/// </summary>
internal static class DesignAudit
{
    /// <summary>Largest accepted relative violation of the trace.</summary>
    public const double PowerTolerance = 1e-9;

    /// <summary>Largest accepted relative shortfall of an SINR.</summary>
    public const double SinrTolerance = 1e-7;

    /// <summary>
    /// Largest relative gap of a design that is called optimal. Typical gaps are below 1e-9; P0 within 1e-3 of the least power, where the
    /// feasible set has hardly an interior, costs digits. A value below its bound by more than this has gained from violated constraints.
    /// </summary>
    public const double GapTolerance = 1e-6;

    /// <summary>Gap up to which a fast method's result is taken; beyond it the slower, more accurate one is asked.</summary>
    private const double CertifiedGap = 1e-8;

    /// <summary>Values below this part of the pattern's mean square are compared absolutely.</summary>
    public const double ValueFloor = 1e-6;

    /// <summary>The design scaled to Tr R = P0.</summary>
    public static Design ScaledToPower(Design design, double power)
    {
        double factor = Math.Sqrt(power / design.Power());
        return new Design(Scaled(design.C, factor), Scaled(design.S, factor));
    }

    /// <summary>max_l (Gamma0 - SINR_l)+ / Gamma0.</summary>
    public static double SinrShortfall(Design design, IsacInstance instance)
    {
        double worst = 0;
        foreach (double sinr in Sinr.Of(design, instance.Channel, instance.Noise))
            worst = Math.Max(worst, double.IsFinite(sinr) ? (instance.SinrThreshold - sinr) / instance.SinrThreshold : double.PositiveInfinity);
        return worst;
    }

    /// <summary>The result of a design that is already scaled.</summary>
    /// <param name="outcome">Its bound is a lower bound on L(R) / (2 P0^2), from the dual; another one is 0.</param>
    /// <param name="residual">The largest violation of constraints, SINRs included where the problem has them.</param>
    public static SolveResult Judge(Design design, IsacInstance instance, InteriorPointOutcome outcome, double residual)
    {
        double power = instance.Power, traceError = Math.Abs(design.Power() - power) / power;
        double[] sums = DiagonalSums.Of(design.Covariance());
        double value = GramFactor.Of(instance.Objective).Value(sums), bound = Math.Max(0, 2 * outcome.Bound * power * power);
        double gap = (value - bound) / Math.Max(value, ValueFloor * DiagonalSums.MeanSquarePattern(sums));
        double violation = Math.Max(residual, traceError);
        bool valid = traceError <= PowerTolerance && residual <= SinrTolerance && double.IsFinite(value);
        bool optimal = valid && Math.Abs(gap) <= GapTolerance;
        return new SolveResult
        {
            Status = optimal ? SolveStatus.Optimal
                : outcome.Limit switch
                {
                    SolveLimit.Iterations => SolveStatus.IterationLimit,
                    SolveLimit.Time => SolveStatus.TimeLimit,
                    _ => SolveStatus.NumericalFailure,
                },
            Design = optimal ? design : null,
            Objective = optimal ? value : double.NaN,
            RelativeGap = gap,
            PrimalResidual = violation,
            // Z is always computed from the multipliers, so the dual point satisfies its equations exactly.
            DualResidual = 0,
            Iterations = outcome.Iterations,
        };
    }

    /// <summary>Whether a fast method's result needs no second opinion.</summary>
    public static bool IsCertified(SolveResult result) => result.Status == SolveStatus.Optimal && result.RelativeGap <= CertifiedGap;

    /// <summary>The result of a design that has a radar-only optimum's covariance; null where it does not pass with a certified gap.</summary>
    public static SolveResult? Presolved(Design design, int rounds, IsacInstance instance, RadarOptimum optimum)
    {
        Design scaled = ScaledToPower(design, instance.Power);
        SolveResult result = Judge(scaled, instance, optimum.Outcome, SinrShortfall(scaled, instance));
        return IsCertified(result) ? result with { Iterations = rounds, Presolved = true } : null;
    }

    private static ComplexMatrix Scaled(ComplexMatrix matrix, double factor)
    {
        ComplexMatrix scaled = matrix.Clone();
        for (int i = 0; i < scaled.Data.Length; i++) scaled.Data[i] *= factor;
        return scaled;
    }
}
