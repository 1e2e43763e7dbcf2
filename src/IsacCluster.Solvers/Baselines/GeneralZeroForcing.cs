using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.Formulation;
using IsacCluster.Solvers.InteriorPoint;
using IsacCluster.Solvers.InteriorPoint.Features;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// `zf` and `zf-pinv` with antenna powers, cross-correlation, and limits of each user: as <see cref="ZeroForcingSolver"/> and
/// <see cref="PseudoInverseSolver"/>, R = sum_b V_b X_b V_b^H with blocks that interfere with no user,
/// <code>
///   minimise L(R) + w_c X(R)  s.t. R_mm = P_m (or Tr R = P0),  h_l^H R h_l >= Gamma_l sigma_l^2
/// </code>
/// With antenna powers it may have no design where the total would do: then a <see cref="RestrictionCertificate"/> of the multipliers
/// lambda and nu of <see cref="LeastScale"/>: V_b^H (diag(nu) - sum_l lambda_l h_l h_l^H) V_b >= 0 for every b, and sum_l lambda_l Gamma_l
/// sigma_l^2 > sum_m nu_m P_m.
/// </summary>
internal sealed class GeneralZeroForcing(SolverOptions options)
{
    private readonly SolveBudget _budget = new(options);
    private FeatureMethod? _method;

    /// <param name="lifts">V_b with orthonormal columns.</param>
    /// <param name="recover">The design for P0 = 1 of the X_b.</param>
    public SolveResult Solve(
        IsacInstance instance, UnitChannel channel, ZeroForcingFeasibility feasibility, PlanarMatrix[] lifts,
        Func<Func<int, PlanarMatrix>, Design> recover)
    {
        _budget.Start();
        var parts = new PatternProgram(instance.Objective, channel.Rows, instance.AntennaShares());
        PlanarMatrix[] start = [.. lifts.Select(lift => Identity(lift.Columns, lifts.Sum(static other => other.Columns)))];
        FeatureRow[] rows = Rows(instance, channel, parts.FirstChannel, 1);
        FeatureProgram program = parts.Program(
            [.. lifts.Select(parts.Lifted)], isFull: false, rows, start, [.. rows.Select(static _ => 0.5)]) with
        { StartSlack = 1.0 / instance.Antennas };
        if (_method is null || !_method.Fits(program)) _method = new FeatureMethod(program);
        InteriorPointOutcome outcome = _method.Solve(program, _budget);
        SolveResult result = PatternResult.Of(recover(_method.Block), instance, outcome);
        if (result.Status == SolveStatus.Optimal || instance.AntennaPowers is null) return result;
        return Infeasible(instance, channel, feasibility, lifts, start) ?? result;
    }

    /// <summary>Null where the antennas' powers can be met.</summary>
    private SolveResult? Infeasible(
        IsacInstance instance, UnitChannel channel, ZeroForcingFeasibility feasibility, PlanarMatrix[] lifts, PlanarMatrix[] start)
    {
        if (MinimumPower.Of(instance, channel, options).Certificate is { } none)
            return new SolveResult { Status = SolveStatus.Infeasible, Certificate = none };
        double[] shares = instance.AntennaShares()!;
        double unit = feasibility.PowerShare;
        PlanarMatrix features = LeastScale.Features(channel.Rows);
        LeastScale least = LeastScale.Solve(
            [.. lifts.Select(lift => Lifted(lift, features))], isFull: false, Rows(instance, channel, 0, unit),
            [.. channel.Noise.Select(static _ => 0.5)], start, shares);
        if (!(least.Bound * unit > 1 + MinimumPower.FeasibilityTolerance) || least.Proof(1 / unit) is not var (lambda, nu)) return null;
        const string Reason = "Zero forcing cannot give every antenna its power.";
        double[] unscaled = [.. lambda.Select((value, l) => value / channel.Norms[l] / channel.Norms[l])];
        var certificate = new RestrictionCertificate(Reason, unscaled) { AntennaWeights = nu };
        return new SolveResult { Status = SolveStatus.Infeasible, Certificate = certificate };
    }

    /// <summary>h_l^H R h_l - s_l = Gamma_l n_l.</summary>
    private static FeatureRow[] Rows(IsacInstance instance, UnitChannel channel, int firstFeature, double unit) =>
    [
        .. channel.Noise.Select((noise, l) =>
        {
            double target = instance.ThresholdOf(l) * noise / unit;
            return new FeatureRow([new FeatureTerm(firstFeature + l, 1)], target, Math.Max(target, 1e-2));
        }),
    ];

    private static PlanarMatrix Identity(int order, int all)
    {
        var result = new PlanarMatrix(order, order);
        result.SetIdentity(1.0 / all);
        return result;
    }

    private static PlanarMatrix Lifted(PlanarMatrix lift, PlanarMatrix features)
    {
        PlanarMatrix adjoint = new(lift.Columns, lift.Rows), result = new(lift.Columns, features.Columns);
        HermitianKernels.Adjoint(lift, adjoint);
        MatrixProducts.Multiply(adjoint, features, result);
        return result;
    }
}
