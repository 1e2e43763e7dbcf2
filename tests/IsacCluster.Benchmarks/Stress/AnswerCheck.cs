using System.Globalization;
using IsacCluster.Isac.Designs;
using IsacCluster.Solvers;

namespace IsacCluster.Benchmarks.Stress;

/// <summary>Judges answers from the instance alone: designs by their power and SINRs, infeasibility by its certificate.</summary>
internal static class AnswerCheck
{
    public const double Gap = 1e-6, TightGap = 1e-8;
    private const double ConstraintTolerance = 1e-6;

    /// <param name="serves">Whether the design must meet the SINRs; the radar-only design need not.</param>
    public static (Verdict Verdict, string Detail) Judge(SolveResult result, IsacInstance instance, bool serves)
    {
        switch (result.Status)
        {
            case SolveStatus.Optimal when result.Design is { } design && Violation(design, instance, serves) is var violation:
                if (!(violation <= ConstraintTolerance)) return Unexplained($"the design violates a constraint by {violation:0.0e+0}");
                return JudgeGap(result.RelativeGap);
            case SolveStatus.Heuristic when result.Design is { } design && Violation(design, instance, serves: false) is var violation:
                return violation <= ConstraintTolerance
                    ? (Verdict.ClaimsNothing, "")
                    : Unexplained($"the power is off by {violation:0.0e+0}");
            case SolveStatus.Infeasible when result.Certificate is { } certificate:
                return Judge(certificate, instance);
            default:
                double gap = result.RelativeGap, residual = result.PrimalResidual;
                return Unexplained($"{result.Status} after {result.Iterations} iterations, gap {gap:0.0e+0}, residual {residual:0.0e+0}");
        }
    }

    /// <summary>The minimum-power problem: its multipliers bound the power from below, its design attains it.</summary>
    public static (Verdict Verdict, string Detail) Judge(MinimumPowerResult result, IsacInstance instance)
    {
        if (result.Certificate is { } certificate) return Judge(certificate, instance);
        if (result is not { Status: SolveStatus.Optimal, Design: { } design })
            return Unexplained($"{result.Status} after {result.Iterations} iterations, residual {result.Residual:0.0e+0}");
        double violation = Violation(design, instance with { Power = result.Power }, serves: true);
        if (!(violation <= ConstraintTolerance)) return Unexplained($"the design violates a constraint by {violation:0.0e+0}");
        return JudgeGap(1 - CertificateCheck.MinimumPowerBound(result.Lambda, instance) / result.Power);
    }

    private static (Verdict Verdict, string Detail) Judge(InfeasibilityCertificate certificate, IsacInstance instance) =>
        CertificateCheck.Verify(certificate, instance)
            ? (Verdict.ProvedInfeasible, "")
            : Unexplained($"the {certificate.GetType().Name} proves nothing");

    private static (Verdict Verdict, string Detail) JudgeGap(double gap) => Math.Abs(gap) switch
    {
        <= TightGap => (Verdict.CertifiedTightly, ""),
        <= Gap => (Verdict.Certified, gap.ToString("gap 0.0e+0", CultureInfo.InvariantCulture)),
        double.NaN => (Verdict.Feasible, ""),
        _ => Unexplained($"optimal with gap {gap:0.0e+0}"),
    };

    /// <summary>The largest of |Tr R - P0| / P0 and (Gamma0 - SINR_l) / Gamma0.</summary>
    private static double Violation(Design design, IsacInstance instance, bool serves)
    {
        double violation = Math.Abs(design.Power() / instance.Power - 1);
        if (!serves) return violation;
        return Sinr.Of(design, instance.Channel, instance.Noise).Select(sinr => 1 - sinr / instance.SinrThreshold).Append(violation).Max();
    }

    private static (Verdict Verdict, string Detail) Unexplained(FormattableString detail) =>
        (Verdict.Unexplained, detail.ToString(CultureInfo.InvariantCulture));
}
