using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Auditing;
using IsacCluster.Solvers.Beampattern;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.InteriorPoint.Blockwise;
using IsacCluster.Solvers.InteriorPoint.Coupled;
using IsacCluster.Solvers.Presolve;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// The semidefinite relaxation (Zhao et al., (11) without the rank):
/// <code>
///   minimise L(R)  over R, C_l >= 0, R - sum_l C_l >= 0
///   s.t. Tr R = P0,  (1 + 1/Gamma0) h_l^H C_l h_l >= h_l^H R h_l + sigma^2
/// </code>
/// The remainder R - sum C_l may be added to C_1 without touching R or any constraint, except that user 1's becomes looser. So it is
/// zero without loss, R = sum_l X_l with X_l = C_l, and there are L blocks rather than L + 1. Rank-one recovery afterwards gives the
/// radar beams back and is exact: the relaxation is tight. Where the radar-only optimum can serve the users it is the
/// answer (<see cref="RadarSplit"/>); otherwise feasibility is decided by <see cref="MinimumPower"/> before the iteration.
/// </summary>
internal sealed class SdrSolver(SolverOptions options) : IWarmStartSolver
{
    /// <summary>Share of the SINR repair beyond what is needed, so that rounding cannot undo it.</summary>
    private const double RepairMargin = 1.01;

    private readonly FaceSearch _search = new(split: true);
    private readonly CoupledRunner _coupled = new();
    private readonly SolveBudget _budget = new(options);
    private readonly InteriorPointRunner _runner = new();
    private readonly RadarSolver _withoutUsers = new();

    public string Name => "sdr";

    public SolveResult Solve(IsacInstance instance) => Start(instance, null);

    public SolveResult Solve(IsacInstance instance, Design previous)
    {
        WarmStart.Require(instance, previous);
        return Start(instance, previous);
    }

    private SolveResult Start(IsacInstance instance, Design? previous)
    {
        ArgumentNullException.ThrowIfNull(instance);
        _budget.Start();
        if (instance.Users == 0) return _withoutUsers.Solve(instance);
        return Presolved(instance) ?? Iterated(instance, previous);
    }

    /// <summary>The radar-only optimum split into user beams; null where that fails or the design does not pass as optimal.</summary>
    private SolveResult? Presolved(IsacInstance instance)
    {
        if (!options.Presolve) return null;
        RadarOptimum optimum = RadarOptimum.Of(instance.Objective);
        if (RadarSplit.Try(optimum, instance) is not (Design split, int rounds)) return null;
        return DesignAudit.Presolved(split, rounds, instance, optimum);
    }

    private SolveResult Iterated(IsacInstance instance, Design? previous)
    {
        var channel = new UnitChannel(instance);
        MinimumPowerResult least = MinimumPower.Solve(instance, channel);
        if (least.Certificate is not null)
        {
            return new SolveResult
            {
                Status = SolveStatus.Infeasible,
                Certificate = least.Certificate,
                Iterations = least.Iterations,
            };
        }

        if (!least.IsFeasible) return new SolveResult { Status = least.Status, Iterations = least.Iterations };
        return Searched(instance, channel) ?? Coupled(instance, channel, least, previous) ?? Blockwise(instance, channel, least);
    }

    /// <summary>Another radar-only optimum that serves the users; null where none is found or the design does not pass as optimal.</summary>
    private SolveResult? Searched(IsacInstance instance, UnitChannel channel)
    {
        if (!options.Presolve) return null;
        RadarOptimum optimum = RadarOptimum.Of(instance.Objective);
        if (_search.Try(optimum, channel, instance.SinrThreshold) is not (Design found, int steps)) return null;
        return DesignAudit.Presolved(found, steps, instance, optimum);
    }

    /// <summary>The coupled form, one M x M block; null where it does not pay, does not apply or does not end as optimal.</summary>
    private SolveResult? Coupled(IsacInstance instance, UnitChannel channel, MinimumPowerResult least, Design? previous)
    {
        if (!options.Coupled || !CoupledRunner.Pays(instance.Antennas, instance.Users)) return null;
        PlanarMatrix anchor = Anchor(channel, least);
        (ChannelRow[] rows, double[] multipliers, double[] slacks) = Rows(instance, channel, least, anchor);
        double[] targets = [.. rows.Select(static row => row.Target)];
        if (BeamSplit.Program(GramFactor.Of(instance.Objective), channel, anchor, rows[0].Own, targets, multipliers, slacks, previous)
            is not CoupledProgram program) return null;
        (CoupledMethod method, InteriorPointOutcome outcome) = _coupled.Solve(program, _budget);
        if (BeamSplit.Recover(program, method) is not Design recovered) return null;
        Design design = DesignAudit.ScaledToPower(recovered, instance.Power);
        SolveResult result = DesignAudit.Judge(design, instance, outcome, DesignAudit.SinrShortfall(design, instance));
        return outcome.Limit != SolveLimit.None || DesignAudit.IsCertified(result) ? result : null;
    }

    /// <summary>One M x M block for each user, in its own coordinates near the least power.</summary>
    private SolveResult Blockwise(IsacInstance instance, UnitChannel channel, MinimumPowerResult least)
    {
        if (Program(instance, channel, least) is not ConicProgram program)
            return new SolveResult { Status = SolveStatus.NumericalFailure, Iterations = least.Iterations };
        (InteriorPointMethod method, InteriorPointOutcome outcome) = _runner.Solve(program, _budget);
        Design anchor = DesignAudit.ScaledToPower(least.Design!, instance.Power);
        Design design = Feasible(Blocks(method, instance.Power), anchor, instance);
        return DesignAudit.Judge(design, instance, outcome, DesignAudit.SinrShortfall(design, instance));
    }

    private static ConicProgram? Program(IsacInstance instance, UnitChannel channel, MinimumPowerResult least)
    {
        PlanarMatrix anchor = Anchor(channel, least);
        (ChannelRow[] rows, double[] multipliers, double[] slacks) = Rows(instance, channel, least, anchor);
        InteriorStart? start = Start(channel, anchor, rows, multipliers, slacks);
        return start is null ? null : new ConicProgram
        {
            Factor = GramFactor.Of(instance.Objective),
            RowVectors = channel.Rows,
            Rows = rows,
            Lifts = new PlanarMatrix?[channel.Users],
            Start = start,
        };
    }

    /// <summary>The channel rows, the multipliers q of the least power, and what the anchor leaves of every row.</summary>
    private static (ChannelRow[] Rows, double[] Multipliers, double[] Slacks) Rows(
        IsacInstance instance, UnitChannel channel, MinimumPowerResult least, PlanarMatrix anchor)
    {
        int users = instance.Users;
        var rows = new ChannelRow[users];
        double[] multipliers = new double[users], slacks = new double[users];
        for (int l = 0; l < users; l++)
        {
            double own = 1 + 1 / instance.SinrThreshold, reached = 0;
            for (int j = 0; j < users; j++) reached += (j == l ? own - 1 : -1) * ReceivedPower(channel.Rows, l, anchor, j);
            rows[l] = new ChannelRow(-1, l, own, ExcessPower.Target(channel.Noise[l], reached));
            slacks[l] = reached - rows[l].Target;
            multipliers[l] = least.Lambda[l] * channel.Norms[l] * channel.Norms[l];
        }

        return (rows, multipliers, slacks);
    }

    /// <summary>The least-power beams at full power, in rows.</summary>
    private static PlanarMatrix Anchor(UnitChannel channel, MinimumPowerResult least)
    {
        double amplitude = 1 / Math.Sqrt(least.Design!.Power());
        var anchor = new PlanarMatrix(channel.Users, channel.Antennas);
        for (int l = 0; l < channel.Users; l++)
        {
            for (int m = 0; m < channel.Antennas; m++) anchor[l, m] = amplitude * least.Design.C[m, l];
        }

        return anchor;
    }

    private static double ReceivedPower(PlanarMatrix channel, int user, PlanarMatrix beams, int beam)
    {
        int stride = channel.Stride;
        Complex sum = PlanarKernels.DotConjugate(channel.Re, channel.Im, user * stride, beams.Re, beams.Im, beam * stride, stride);
        return sum.Real * sum.Real + sum.Imaginary * sum.Imaginary;
    }

    /// <summary>
    /// Between the least-power beams and E_l = c G^-1 with G = I + sum_j q_j h_j h_j^H: off the beams Z_l is close to G, so E_l is
    /// central, and it hardly interferes where the multipliers are large.
    /// </summary>
    private static InteriorStart? Start(UnitChannel channel, PlanarMatrix anchor, ChannelRow[] rows, double[] multipliers, double[] slacks)
    {
        int users = channel.Users, antennas = channel.Antennas;
        PlanarMatrix gram = new(antennas, antennas), factor = new(antennas, antennas), lower = new(antennas, antennas);
        PlanarMatrix interior = new(antennas, antennas), inverse = new(antennas, antennas);
        gram.SetIdentity(1);
        for (int l = 0; l < users; l++) HermitianKernels.AddOuter(multipliers[l], channel.Rows, l, gram);
        if (!HermitianKernels.Cholesky(gram, factor)) return null;
        // G = U^H U, so that S = c^1/2 U^-1.
        HermitianKernels.InvertFactor(factor, lower);
        HermitianKernels.Adjoint(lower, interior);
        double scale = 1 / (users * PlanarMatrix.Inner(interior, interior)), root = Math.Sqrt(scale);
        for (int m = 0; m < antennas; m++)
        {
            for (int k = 0; k < antennas; k++)
            {
                interior[m, k] *= root;
                inverse[m, k] = k < m ? Complex.Zero : factor[m, k] / root;
            }
        }

        var interiorSlacks = new double[users];
        for (int l = 0; l < users; l++)
            interiorSlacks[l] = (rows[l].Own - users) * scale * SquaredNorm(lower, channel.Rows, l) - rows[l].Target;
        return InteriorStart.Between(anchor, interior, inverse, scale, multipliers, slacks, interiorSlacks);
    }

    /// <summary>||L h||^2 for the lower triangular L and row l of the vectors.</summary>
    private static double SquaredNorm(PlanarMatrix lower, PlanarMatrix vectors, int row)
    {
        double sum = 0;
        for (int m = 0; m < lower.Rows; m++)
        {
            Complex entry = Complex.Zero;
            for (int k = 0; k <= m; k++) entry += lower[m, k] * vectors[row, k];
            sum += entry.Real * entry.Real + entry.Imaginary * entry.Imaginary;
        }

        return sum;
    }

    private static ComplexMatrix[] Blocks(InteriorPointMethod method, double power)
    {
        var blocks = new ComplexMatrix[method.BlockCount];
        for (int l = 0; l < blocks.Length; l++) blocks[l] = method.Block(l).ToComplex(power);
        return blocks;
    }

    /// <summary>
    /// The recovered design at power P0. Where rounding left an SINR short, the covariances are mixed with those of the
    /// least-power design at full power, which exceeds every SINR: the constraints are linear in the covariances, so the smallest weight
    /// that repairs the worst user repairs all. The price shows in the gap.
    /// </summary>
    private static Design Feasible(ComplexMatrix[] blocks, Design anchor, IsacInstance instance)
    {
        Design design = Recover(blocks, instance);
        if (DesignAudit.SinrShortfall(design, instance) <= 0.1 * DesignAudit.SinrTolerance) return design;
        double trace = 0;
        foreach (ComplexMatrix block in blocks) trace += Trace(block);
        var beams = new ComplexMatrix[blocks.Length];
        for (int l = 0; l < beams.Length; l++) beams[l] = Outer(anchor.C, l);
        double weight = RepairMargin * RepairWeight(blocks, instance.Power / trace, beams, instance);
        var mixed = new ComplexMatrix[blocks.Length];
        for (int l = 0; l < mixed.Length; l++) mixed[l] = Mix(blocks[l], (1 - Math.Min(1, weight)) * instance.Power / trace, beams[l], Math.Min(1, weight));
        return Recover(mixed, instance);
    }

    private static double RepairWeight(ComplexMatrix[] blocks, double scale, ComplexMatrix[] anchor, IsacInstance instance)
    {
        double weight = 0;
        for (int l = 0; l < blocks.Length; l++)
        {
            double slack = Slack(blocks, scale, l, instance), room = Slack(anchor, 1, l, instance);
            if (slack >= 0) continue;
            weight = room > 0 ? Math.Max(weight, -slack / (room - slack)) : 1;
        }

        return weight;
    }

    /// <summary>(1 + 1/Gamma0) h_l^H C_l h_l - h_l^H R h_l - sigma^2.</summary>
    private static double Slack(ComplexMatrix[] blocks, double scale, int user, IsacInstance instance)
    {
        double sum = -instance.Noise;
        for (int l = 0; l < blocks.Length; l++)
        {
            double gain = 0;
            for (int i = 0; i < instance.Antennas; i++)
            {
                for (int j = 0; j < instance.Antennas; j++)
                {
                    var term = System.Numerics.Complex.Conjugate(instance.Channel[user, i]) * blocks[l][i, j] * instance.Channel[user, j];
                    gain += term.Real;
                }
            }

            sum += scale * gain * (l == user ? 1 / instance.SinrThreshold : -1);
        }

        return sum;
    }

    private static Design Recover(ComplexMatrix[] blocks, IsacInstance instance)
    {
        ComplexMatrix covariance = blocks[0];
        for (int l = 1; l < blocks.Length; l++) covariance += blocks[l];
        return DesignAudit.ScaledToPower(RankOneRecovery.Recover(covariance, blocks, instance.Channel), instance.Power);
    }

    private static double Trace(ComplexMatrix matrix)
    {
        double sum = 0;
        for (int i = 0; i < matrix.Rows; i++) sum += matrix[i, i].Real;
        return sum;
    }

    private static ComplexMatrix Outer(ComplexMatrix beams, int column)
    {
        var single = new ComplexMatrix(beams.Rows, 1);
        for (int i = 0; i < beams.Rows; i++) single[i, 0] = beams[i, column];
        return single.Gram();
    }

    private static ComplexMatrix Mix(ComplexMatrix a, double weightA, ComplexMatrix b, double weightB)
    {
        var mixed = new ComplexMatrix(a.Rows, a.Columns);
        for (int i = 0; i < mixed.Data.Length; i++) mixed.Data[i] = weightA * a.Data[i] + weightB * b.Data[i];
        return mixed;
    }
}
