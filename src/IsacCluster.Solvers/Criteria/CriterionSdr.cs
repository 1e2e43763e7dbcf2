using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.InteriorPoint;
using IsacCluster.Solvers.InteriorPoint.Blockwise;
using IsacCluster.Solvers.InteriorPoint.Features;

namespace IsacCluster.Solvers.Criteria;

/// <summary>
/// The SDR of a criterion f in the place of L(R):
/// <code>
///   optimise f(R)  over X_l >= 0, R = sum_l X_l
///   s.t. Tr R = P0 (or R_mm = P_m),  (1 + 1/Gamma_l) h_l^H X_l h_l >= h_l^H R h_l + sigma_l^2
/// </code>
/// f depends on R alone, which rank-one recovery keeps, so the relaxation is tight for every f. Feasibility is that of the least power. The
/// bound is the dual's, at every iterate. Owned by one thread.
/// </summary>
/// <param name="startOf">A point near the least total power that serves the users; null where there is none.</param>
internal sealed class CriterionSdr(
    SolverOptions options, Func<IsacInstance, UnitChannel, MinimumPowerResult, InteriorStart?>? startOf = null)
{
    /// <summary>Beside multipliers of the SINR rows that leave half.</summary>
    private const double UsualBarrier = 0.2;

    private readonly SolveBudget _budget = new(options);
    private FeatureMethod? _method;

    /// <summary>Serves the users.</summary>
    /// <param name="instance">With a criterion.</param>
    public SolveResult Solve(IsacInstance instance)
    {
        if (instance.Users == 0) return Radar(instance);
        _budget.Start();
        var channel = new UnitChannel(instance);
        MinimumPowerResult total = MinimumPower.OfTotal(instance, channel);
        if (total.Certificate is not null) return Infeasible(total);
        if (CriterionPrograms.Of(instance, channel.Rows) is not { } program)
            return new SolveResult { Status = SolveStatus.NumericalFailure };
        InteriorStart? near = startOf?.Invoke(instance, channel, total);
        SolveResult result = Iterated(instance, program, Starts(instance, near, narrow: false), channel);
        if (result.Status.IsFailure() && near is not null)
            result = Iterated(instance, program, Starts(instance, near, narrow: true), channel);
        if (result.Status.IsFailure()) result = Iterated(instance, program, Starts(instance, null, narrow: false), channel);
        if (!result.Status.IsFailure() || instance.AntennaPowers is null) return result;
        MinimumPowerResult least = MinimumPower.Of(instance, channel, options);
        return least.Certificate is not null ? Infeasible(least) : result;
    }

    /// <summary>Serves nobody: the optimum over all R, in closed form where there is one.</summary>
    public SolveResult Radar(IsacInstance instance)
    {
        _budget.Start();
        if (CriterionPrograms.Of(instance, new PlanarMatrix(0, instance.Antennas)) is not { } program)
            return new SolveResult { Status = SolveStatus.NumericalFailure };
        if (program.ClosedForm is not var (covariance, bound))
        {
            CriterionStart start = new([Diagonal(instance, 1)], null, UsualBarrier, 1.0 / instance.Antennas);
            return Iterated(instance, program, start, null);
        }

        Design found = CriterionResult.Recover([covariance], instance, serves: false);
        return CriterionResult.Of(found, instance, bound, 0, SolveLimit.None, serves: false) with { Presolved = true };
    }

    private static SolveResult Infeasible(MinimumPowerResult least) => new()
    {
        Status = SolveStatus.Infeasible,
        Certificate = least.Certificate,
        Iterations = least.Iterations,
    };

    /// <param name="near">A point that serves the users at the total power; null: a scaled identity.</param>
    private static CriterionStart Starts(IsacInstance instance, InteriorStart? near, bool narrow)
    {
        if (near is null)
        {
            ComplexMatrix[] equal = [.. Enumerable.Repeat(Diagonal(instance, instance.Users), instance.Users)];
            return new(equal, null, UsualBarrier, 1.0 / instance.Antennas);
        }

        ComplexMatrix[] blocks = [.. near.Factors.Select(static factor => factor.ToComplex().Gram())];
        return new(blocks, [.. near.Multipliers.Select(q => (1 - near.Margin) * q)], 0.4 * near.Margin, 1e-12, narrow);
    }

    /// <param name="channel">Null: nobody is served.</param>
    private SolveResult Iterated(IsacInstance instance, ICriterionProgram criterion, CriterionStart start, UnitChannel? channel)
    {
        bool serves = channel is not null;
        FeatureProgram program = criterion.At(start);
        if (_method is null || !_method.Fits(program)) _method = new FeatureMethod(program);
        InteriorPointOutcome outcome = _method.Solve(program, _budget);
        Design recovered = CriterionResult.Recover(criterion.Blocks(_method), instance, serves);
        double bound = criterion.BoundOf(outcome.Bound);
        SolveResult result = CriterionResult.Of(recovered, instance, bound, outcome.Iterations, outcome.Limit, serves);
        if (!result.Status.IsFailure() || criterion.Proof(_method, instance, channel) is not { } proof) return result;
        return new SolveResult { Status = SolveStatus.Infeasible, Certificate = proof, Iterations = outcome.Iterations };
    }

    /// <summary>diag(P_m / P0) over the number of blocks.</summary>
    private static ComplexMatrix Diagonal(IsacInstance instance, int blocks)
    {
        int antennas = instance.Antennas;
        var result = new ComplexMatrix(antennas, antennas);
        for (int m = 0; m < antennas; m++)
            result[m, m] = (instance.AntennaPowers is { } powers ? powers[m] / instance.Power : 1.0 / antennas) / blocks;
        return result;
    }
}
