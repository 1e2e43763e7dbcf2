using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.Formulation;
using IsacCluster.Solvers.InteriorPoint;
using IsacCluster.Solvers.InteriorPoint.Blockwise;
using IsacCluster.Solvers.InteriorPoint.Features;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// The SDR with antenna powers, cross-correlation, and limits of each user:
/// <code>
///   minimise L(R) + w_c X(R)  over X_l >= 0, R = sum_l X_l
///   s.t. R_mm = P_m (or Tr R = P0),  (1 + 1/Gamma_l) h_l^H X_l h_l >= h_l^H R h_l + sigma_l^2
/// </code>
/// As in <see cref="SdrSolver"/> the radar's covariance may be given to a user without changing R, so there are L blocks, and rank-one
/// recovery, which keeps R, is exact. With the multipliers nu of the powers and y of the objective's rows,
/// <code>
///   Z_l = diag(nu) + grad + sum_j lambda_j h_j h_j^H - (1 + 1/Gamma_l) lambda_l h_l h_l^H >= 0
/// </code>
/// is the dual, whose value bounds the objective at every iterate. Feasibility is decided by the least total power and, for antenna powers,
/// by <see cref="AntennaPower"/>, whose multipliers are the certificate.
/// </summary>
internal sealed class GeneralSdr(SolverOptions options)
{
    private readonly SolveBudget _budget = new(options);
    private FeatureMethod? _method;

    /// <summary>The iteration, after the presolve.</summary>
    /// <param name="isDoubtful">Whether a faster one failed: antenna powers that cannot serve the users are then the likely reason.</param>
    public SolveResult Solve(IsacInstance instance, bool isDoubtful = false)
    {
        _budget.Start();
        var channel = new UnitChannel(instance);
        MinimumPowerResult total = MinimumPower.OfTotal(instance, channel);
        if (total.Certificate is not null) return Infeasible(total);
        bool isLikely = isDoubtful && instance.AntennaPowers is not null;
        if (isLikely && MinimumPower.Of(instance, channel, options) is { Certificate: not null } proved) return Infeasible(proved);
        SolveResult result = Iterated(instance, channel, SdrSolver.StartOf(instance, channel, total));
        if (result.Status != SolveStatus.Optimal) result = Iterated(instance, channel, null);
        if (result.Status == SolveStatus.Optimal) return result;
        MinimumPowerResult least = instance.AntennaPowers is null ? total : MinimumPower.Of(instance, channel, options);
        return least.Certificate is not null ? Infeasible(least) : result;
    }

    private static SolveResult Infeasible(MinimumPowerResult least) => new()
    {
        Status = SolveStatus.Infeasible,
        Certificate = least.Certificate,
        Iterations = least.Iterations,
    };

    /// <param name="near">A point that serves the users at the total power, for X and the multipliers; null: a scaled identity.</param>
    private SolveResult Iterated(IsacInstance instance, UnitChannel channel, InteriorStart? near)
    {
        int users = instance.Users;
        var parts = new PatternProgram(instance.Objective, channel.Rows, instance.AntennaShares());
        double[] own = [.. Enumerable.Range(0, users).Select(l => 1 + 1 / instance.ThresholdOf(l))];
        FeatureProgram program = parts.Program(
            [.. Enumerable.Repeat(parts.Features, users)], isFull: true, SinrRows.Of(parts.FirstChannel, own, channel.Noise),
            near is null ? [.. Enumerable.Repeat(parts.Diagonal(1.0 / users), users)] : [.. near.Factors.Select(Square)],
            near is null ? SinrRows.Barrier(own) : [.. near.Multipliers.Select(q => (1 - near.Margin) * q)]) with
        { StartSlack = near is null ? 1.0 / instance.Antennas : 1e-12 };
        if (_method is null || !_method.Fits(program)) _method = new FeatureMethod(program);
        InteriorPointOutcome outcome = _method.Solve(program, _budget);
        return PatternResult.Of(Recover(_method, instance), instance, outcome);
    }

    /// <summary>T T^H.</summary>
    private static PlanarMatrix Square(PlanarMatrix factor)
    {
        PlanarMatrix adjoint = new(factor.Columns, factor.Rows), result = new(factor.Rows, factor.Rows);
        HermitianKernels.Adjoint(factor, adjoint);
        MatrixProducts.Multiply(factor, adjoint, result);
        return result;
    }

    private static Design Recover(FeatureMethod method, IsacInstance instance)
    {
        ComplexMatrix[] blocks = [.. Enumerable.Range(0, instance.Users).Select(l => method.Block(l).ToComplex(instance.Power))];
        ComplexMatrix covariance = blocks[0];
        for (int l = 1; l < blocks.Length; l++) covariance += blocks[l];
        return RankOneRecovery.Recover(covariance, blocks, instance.Channel);
    }
}
