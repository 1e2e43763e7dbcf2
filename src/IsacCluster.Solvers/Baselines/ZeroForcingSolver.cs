using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Beampattern;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.InteriorPoint.Blockwise;
using IsacCluster.Solvers.InteriorPoint.Coupled;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// Zero forcing of multi-user and radar interference (Liu et al. 2020):
/// <code>
///   minimise L(R)  over R >= 0  s.t.  Tr R = P0,  h_i^H R h_j = 0 (i != j),  h_l^H R h_l >= Gamma0 sigma^2
/// </code>
/// In the basis of the pseudo-inverse's columns w_l (h_j^H w_l = [j = l]) and an orthonormal basis V of the channel's null space, R = B Y
/// B^H and the equalities say that Y_ij = 0 for users i != j. That pattern of zeros is chordal, with one clique {l} + V for each user, and
/// a positive semidefinite matrix with a chordal pattern is a sum of positive semidefinite matrices on its cliques (Agler et al. 1988):
/// <code>
///   R = sum_l B_l X_l B_l^H,  B_l = [w_l / ||w_l||, V],  X_l >= 0 of order M - L + 1,  (X_l)_11 >= Gamma0 sigma^2 ||w_l||^2,
/// </code>
/// without equalities. The beams B_l X_l e_1 / sqrt((X_l)_11), which are c_l = R h_l / sqrt(h_l^H R h_l), and the rest V (.) V^H interfere
/// with no user. With L = M nothing is left to V and the problem is <see cref="PseudoInverseSolver"/>'s. Infeasible:
/// <see cref="ZeroForcingFeasibility"/>.
/// </summary>
internal sealed class ZeroForcingSolver(SolverOptions options) : IBatchSolver
{
    private readonly PatternMethods _methods = new(options, split: false);
    private readonly PseudoInverseSolver _square = new(options);
    private readonly GeneralZeroForcing _general = new(options);

    public string Name => "zf";

    public InfeasibilityClaim Claim => InfeasibilityClaim.NoRestrictedDesign;

    public double ExpectedWork(int antennas, int users) => PatternMethods.ExpectedWork(antennas, users);

    public SolveResult Solve(IsacInstance instance) => Start(instance, null)!;

    public IReadOnlyList<SolveResult> Solve(IReadOnlyList<IsacInstance> instances) => _methods.Together(instances, Start);

    /// <summary>Null where the instance was left to the batch.</summary>
    private SolveResult? Start(IsacInstance instance, CoupledBatch? batch)
    {
        if (_methods.Start(instance) is { } alone) return alone;
        if (instance.Users == instance.Antennas) return _square.Solve(instance);
        var channel = new UnitChannel(instance);
        ZeroForcingFeasibility feasibility = ZeroForcingFeasibility.Of(instance, channel);
        if (!feasibility.IsFeasible) return feasibility.Infeasible(instance, channel, options);
        PlanarMatrix inverse = feasibility.Inverse!;
        if (!PatternMethods.Takes(instance))
        {
            PlanarMatrix[] lifts = Lifts(channel, feasibility);
            return _general.Solve(instance, channel, feasibility, lifts, block => Recover(block, lifts));
        }

        if (_methods.Searched(instance, channel, found => RemoveInterference(found, channel, inverse)) is { } searched) return searched;
        CoupledProgram? program = Coupled(instance, channel, feasibility, batch);
        return _methods.Iterated(
            instance, program, point => ZeroForcingCoupling.Recover(point, channel, inverse), batch,
            () => Blockwise(instance, channel, feasibility));
    }

    /// <summary>Rounding of the search leaves 1e-9 of the gains as interference.</summary>
    private static void RemoveInterference(Design design, UnitChannel channel, PlanarMatrix inverse)
    {
        var gains = new double[channel.Users];
        for (int l = 0; l < gains.Length; l++)
        {
            Complex seen = Complex.Zero;
            for (int m = 0; m < channel.Antennas; m++) seen += Complex.Conjugate(channel.Rows[l, m]) * design.C[m, l];
            gains[l] = seen.Real * seen.Real;
        }

        SteeringSpan.RemoveSpan(design.C, channel.Rows, inverse, gains);
        SteeringSpan.RemoveSpan(design.S, channel.Rows, inverse, null);
    }

    /// <summary>The coupled form, one M x M block; null where it does not pay or does not apply.</summary>
    private CoupledProgram? Coupled(
        IsacInstance instance, UnitChannel channel, ZeroForcingFeasibility feasibility, CoupledBatch? batch) =>
        _methods.Couples(instance, batch)
            ? ZeroForcingCoupling.Program(GramFactor.Of(instance.Objective), channel, feasibility, instance.SinrThreshold)
            : null;

    /// <summary>One block of order M - L + 1 for each user, without equalities.</summary>
    private SolveResult Blockwise(IsacInstance instance, UnitChannel channel, ZeroForcingFeasibility feasibility)
    {
        PlanarMatrix[] lifts = Lifts(channel, feasibility);
        return _methods.Blockwise(instance, Program(instance, channel, feasibility, lifts), method => Recover(method.Block, lifts));
    }

    /// <summary>B_l.</summary>
    private static PlanarMatrix[] Lifts(UnitChannel channel, ZeroForcingFeasibility feasibility)
    {
        PlanarMatrix nullSpace = NullSpace.Of(channel.Rows)!;
        ComplexMatrix columns = feasibility.PseudoInverse(channel);
        var lifts = new PlanarMatrix[channel.Users];
        for (int l = 0; l < lifts.Length; l++)
        {
            PlanarMatrix lift = lifts[l] = new PlanarMatrix(channel.Antennas, nullSpace.Columns + 1);
            double scale = 1 / Math.Sqrt(feasibility.Inverse![l, l].Real);
            for (int m = 0; m < channel.Antennas; m++)
            {
                lift[m, 0] = scale * columns[m, l];
                for (int c = 0; c < nullSpace.Columns; c++) lift[m, c + 1] = nullSpace[m, c];
            }
        }

        return lifts;
    }

    /// <summary>Rows read (X_l)_11; the least-power point has only these entries and its multipliers are all 1.</summary>
    private static ConicProgram? Program(
        IsacInstance instance, UnitChannel channel, ZeroForcingFeasibility feasibility, PlanarMatrix[] lifts)
    {
        int users = lifts.Length, order = lifts[0].Columns;
        double scale = 1.0 / (users * order);
        PlanarMatrix vectors = new(users, channel.Antennas), anchor = new(users, order);
        var rows = new ChannelRow[users];
        PlanarMatrix interior = new(order, order), inverse = new(order, order);
        interior.SetIdentity(Math.Sqrt(scale));
        inverse.SetIdentity(1 / Math.Sqrt(scale));
        double[] multipliers = new double[users], anchorSlacks = new double[users], interiorSlacks = new double[users];
        for (int l = 0; l < users; l++)
        {
            double least = instance.SinrThreshold * channel.Noise[l] * feasibility.Inverse![l, l].Real;
            (double target, double relief) = ExcessPower.Target(least, least / feasibility.PowerShare);
            rows[l] = new ChannelRow(0, l, 1, target, relief);
            for (int m = 0; m < channel.Antennas; m++) vectors[l, m] = lifts[l][m, 0];
            multipliers[l] = 1;
            anchor[l, 0] = Math.Sqrt(least / feasibility.PowerShare);
            anchorSlacks[l] = least / feasibility.PowerShare - rows[l].Target;
            interiorSlacks[l] = scale - rows[l].Target;
        }

        InteriorStart? start = InteriorStart.Between(anchor, interior, inverse, scale, multipliers, anchorSlacks, interiorSlacks);
        return start is null ? null : new ConicProgram
        {
            Factor = GramFactor.Of(instance.Objective),
            RowVectors = vectors,
            Rows = rows,
            Lifts = lifts,
            Start = start,
        };
    }

    /// <summary>With x = X e_1 / sqrt(X_11): c_l = B_l x, and V gets the Schur complement X - x x^H.</summary>
    private static Design Recover(Func<int, PlanarMatrix> blockOf, PlanarMatrix[] lifts)
    {
        int antennas = lifts[0].Rows, users = lifts.Length, free = lifts[0].Columns - 1;
        ComplexMatrix beams = new(antennas, users), rest = new(free, free), basis = new(antennas, free);
        for (int l = 0; l < users; l++)
        {
            ComplexMatrix block = blockOf(l).ToComplex();
            double root = Math.Sqrt(block[0, 0].Real);
            for (int i = 0; i <= free; i++)
            {
                for (int m = 0; m < antennas; m++) beams[m, l] += lifts[l][m, i] * block[i, 0] / root;
                for (int j = 1; i > 0 && j <= free; j++)
                    rest[i - 1, j - 1] += block[i, j] - block[i, 0] * Complex.Conjugate(block[j, 0]) / block[0, 0].Real;
            }
        }

        for (int m = 0; m < antennas; m++)
        {
            for (int i = 0; i < free; i++) basis[m, i] = lifts[0][m, i + 1];
        }

        ComplexMatrix factor = basis * PivotedCholesky.Of(rest);
        var radar = new ComplexMatrix(antennas, antennas);
        for (int m = 0; m < antennas; m++)
        {
            for (int i = 0; i < free; i++) radar[m, i] = factor[m, i];
        }

        return new Design(beams, radar);
    }
}
