using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Sensing;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Beampattern;
using IsacCluster.Solvers.Criteria;
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
internal sealed class SdrSolver(SolverOptions options) : IWarmStartSolver, IBatchSolver
{
    private readonly PatternMethods _methods = new(options, split: true);
    private readonly GeneralSdr _general = new(options);
    private readonly CriterionSdr _criterion = new(options, StartOf);

    public string Name => "sdr";

    public InfeasibilityClaim Claim => InfeasibilityClaim.NoDesign;

    public double ExpectedWork(int antennas, int users) => PatternMethods.ExpectedWork(antennas, users);

    public bool Optimises(SensingCriterion criterion) => CriterionPrograms.Has(criterion);

    public SolveResult Solve(IsacInstance instance) => Start(instance, null)!;

    public IReadOnlyList<SolveResult> Solve(IReadOnlyList<IsacInstance> instances) =>
        _methods.Together(instances, (instance, batch) => Start(instance, null, batch));

    public SolveResult Solve(IsacInstance instance, Design previous)
    {
        WarmStart.Require(instance, previous);
        return Start(instance, previous)!;
    }

    /// <summary>Null where the instance was left to the batch.</summary>
    private SolveResult? Start(IsacInstance instance, Design? previous, CoupledBatch? batch = null)
    {
        if (instance?.Criterion is not null) return _criterion.Solve(instance);
        if ((_methods.Start(instance!) ?? Presolved(instance!)) is { } done) return done;
        // Without uniform frequencies there is the general form alone.
        return instance!.Objective.Array.Lags.Lattice is null ? _general.Solve(instance) : Iterated(instance, previous, batch);
    }

    /// <summary>The radar-only optimum split into user beams; null where that fails or the design does not pass as optimal.</summary>
    private SolveResult? Presolved(IsacInstance instance)
    {
        if (!options.Presolve) return null;
        RadarOptimum optimum = RadarOptimum.Of(instance);
        if (RadarSplit.Try(optimum, instance) is not (Design split, int rounds)) return null;
        return PatternResult.Presolved(split, rounds, instance, optimum);
    }

    private SolveResult? Iterated(IsacInstance instance, Design? previous, CoupledBatch? batch)
    {
        var channel = new UnitChannel(instance);
        MinimumPowerResult least =
            instance.IsPlain ? MinimumPower.Of(instance, channel, options) : MinimumPower.OfTotal(instance, channel);
        if (least.Certificate is not null)
        {
            return new SolveResult
            {
                Status = SolveStatus.Infeasible,
                Certificate = least.Certificate,
                Iterations = least.Iterations,
            };
        }

        if (!least.IsFeasible && !instance.IsPlain) return _general.Solve(instance);
        if (!least.IsFeasible)
        {
            SolveStatus undecided = least.Status == SolveStatus.Optimal ? SolveStatus.NumericalFailure : least.Status;
            return new SolveResult { Status = undecided, Iterations = least.Iterations };
        }

        if (instance.IsPlain && _methods.Searched(instance, channel) is { } searched) return searched;
        CoupledProgram? program = Coupled(instance, channel, least, previous, batch);
        return _methods.Iterated(
            instance, program, point => BeamSplit.Recover(program!, point), batch,
            () => instance.IsPlain ? Blockwise(instance, channel, least) : _general.Solve(instance, isDoubtful: program is not null));
    }

    /// <summary>
    /// One M x M block for each user. Nearly parallel users leave all blocks next to nothing along the channels: where the antennas'
    /// coordinates fail, each block gets its own, and beams come from factors.
    /// </summary>
    private SolveResult Blockwise(IsacInstance instance, UnitChannel channel, MinimumPowerResult least)
    {
        ConicProgram? program = Program(instance, channel, least);
        SolveResult result = _methods.Blockwise(instance, program, method => Recover(method, instance), least.Iterations);
        if (program is null || result.Status != SolveStatus.NumericalFailure) return result;
        SolveResult second = _methods.Blockwise(
            instance, program.InOwnCoordinates(), method => RecoverFromFactors(method, channel), result.Iterations);
        return (second.Status == SolveStatus.Optimal ? second : result) with { Iterations = result.Iterations + second.Iterations };
    }

    /// <summary>The coupled form, one M x M block; null where it does not pay or does not apply.</summary>
    private CoupledProgram? Coupled(
        IsacInstance instance, UnitChannel channel, MinimumPowerResult least, Design? previous, CoupledBatch? batch)
    {
        bool inLanes = instance.AntennaPowers is not null || instance.Objective.CrossCorrelationWeight > 0;
        bool couples = inLanes
            ? instance.Objective.Array.IsLinear && _methods.CouplesInLanes(instance)
            : _methods.Couples(instance, batch);
        if (!couples) return null;
        PlanarMatrix anchor = Anchor(least);
        (ChannelRow[] rows, double[] multipliers, double[] slacks) = Rows(instance, channel, least, anchor);
        double[] own = [.. rows.Select(static row => row.Own)], targets = [.. rows.Select(static row => row.Target)];
        CoupledProgram? program = BeamSplit.Program(
            GramFactor.Of(instance.Objective), channel, anchor, own, targets, multipliers, slacks, instance.IsPlain ? previous : null);
        return inLanes ? program?.WithOptionsOf(instance) : program;
    }

    /// <summary>The blockwise form's start for an instance whose least total power is within P0; null where rounding leaves none.</summary>
    internal static InteriorStart? StartOf(IsacInstance instance, UnitChannel channel, MinimumPowerResult least)
    {
        if (least.Design is null || !least.IsFeasible) return null;
        PlanarMatrix anchor = Anchor(least);
        (ChannelRow[] rows, double[] multipliers, double[] slacks) = Rows(instance, channel, least, anchor);
        return Start(channel, anchor, rows, multipliers, slacks);
    }

    /// <summary>One M x M block for each user, in its own coordinates near the least power.</summary>
    private static ConicProgram? Program(IsacInstance instance, UnitChannel channel, MinimumPowerResult least)
    {
        PlanarMatrix anchor = Anchor(least);
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
            double own = 1 + 1 / instance.ThresholdOf(l), reached = 0;
            for (int j = 0; j < users; j++) reached += (j == l ? own - 1 : -1) * ReceivedPower(channel.Rows, l, anchor, j);
            (double target, double relief) = ExcessPower.Target(channel.Noise[l], reached, least.Residual);
            rows[l] = new ChannelRow(-1, l, own, target, relief);
            slacks[l] = reached - rows[l].Target;
            multipliers[l] = least.Lambda[l] * channel.Norms[l] * channel.Norms[l];
        }

        return (rows, multipliers, slacks);
    }

    /// <summary>The least-power beams at full power, in rows.</summary>
    private static PlanarMatrix Anchor(MinimumPowerResult least) =>
        PlanarMatrix.Transposed(least.Design!.C, 1 / Math.Sqrt(least.Design.Power()));

    private static double ReceivedPower(PlanarMatrix channel, int user, PlanarMatrix beams, int beam)
    {
        Complex sum = PlanarKernels.DotConjugate(channel, user, beams, beam);
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

    /// <summary>Rank-one recovery of factors of the blocks, for P0 = 1; null if a block has none.</summary>
    private static Design? RecoverFromFactors(BlockwiseMethod method, UnitChannel channel)
    {
        int users = channel.Users, antennas = channel.Antennas;
        var columns = new BeamFactors(antennas);
        PlanarMatrix rows = new(antennas, antennas), beams = new(users, antennas);
        for (int l = 0; l < users; l++)
        {
            int first = columns.Count;
            if (!method.TryFactor(l, rows)) return null;
            for (int k = 0; k < antennas; k++) columns.Add(1, rows.RowRe(k), rows.RowIm(k));
            columns.Split(first, channel.Rows.RowRe(l), channel.Rows.RowIm(l), beams.RowRe(l), beams.RowIm(l));
        }

        var c = new ComplexMatrix(antennas, users);
        for (int l = 0; l < users; l++)
        {
            for (int m = 0; m < antennas; m++) c[m, l] = beams[l, m];
        }

        return new Design(c, columns.Radar(1));
    }

    /// <summary>Rank-one recovery of the blocks, at about power P0.</summary>
    private static Design Recover(BlockwiseMethod method, IsacInstance instance)
    {
        ComplexMatrix[] blocks = [.. Enumerable.Range(0, method.BlockCount).Select(l => method.Block(l).ToComplex(instance.Power))];
        ComplexMatrix covariance = blocks[0];
        for (int l = 1; l < blocks.Length; l++) covariance += blocks[l];
        return RankOneRecovery.Recover(covariance, blocks, instance.Channel);
    }
}
