using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Beampattern;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.InteriorPoint.Blockwise;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// Plain zero forcing: the beams are the columns w_l of the channel's pseudo-inverse (h_j^H w_l = [j = l]) and the radar works in the
/// channel's null space, spanned by the orthonormal columns of V (M x (M-L)):
/// <code>
///   minimise L(R)  over p_l >= Gamma0 sigma^2, Y >= 0   s.t.  R = sum_l p_l w_l w_l^H + V Y V^H,  Tr R = P0
/// </code>
/// Powers and Y are optimised jointly, so that its designs are optimal, with a dual bound, among those of this form. It restricts `zf`,
/// whose R may correlate user beams and radar beams. Substituting p_l = Gamma0 sigma^2 + q_l leaves rays q_l >= 0 and one block.
/// Infeasible: <see cref="ZeroForcingFeasibility"/>.
/// </summary>
internal sealed class PseudoInverseSolver(SolverOptions options) : IBeamformingSolver
{
    private readonly PatternMethods _methods = new(options, split: false);
    private readonly GeneralZeroForcing _general = new(options);

    public string Name => "zf-pinv";

    public InfeasibilityClaim Claim => InfeasibilityClaim.NoRestrictedDesign;

    public SolveResult Solve(IsacInstance instance)
    {
        if (_methods.Start(instance) is { } alone) return alone;
        var channel = new UnitChannel(instance);
        ZeroForcingFeasibility feasibility = ZeroForcingFeasibility.Of(instance, channel);
        if (!feasibility.IsFeasible) return feasibility.Infeasible(instance, channel, options);
        ComplexMatrix beams = feasibility.PseudoInverse(channel);
        PlanarMatrix? nullSpace = NullSpace.Of(channel.Rows);
        if (!PatternMethods.Takes(instance))
        {
            return _general.Solve(
                instance, channel, feasibility, Lifts(beams, nullSpace),
                block => Assemble(channel, beams, nullSpace, new double[channel.Users], block));
        }

        double[] least = LeastPowers(instance, channel, feasibility.PowerShare);
        return _methods.Blockwise(
            instance, Program(instance, channel, beams, nullSpace, least),
            method => Assemble(channel, beams, nullSpace, least, method.Block));
    }

    /// <summary>One block of order 1 for each user's power beyond the least, along w_l / ||w_l||, and one for the radar.</summary>
    private static ConicProgram Program(
        IsacInstance instance, UnitChannel channel, ComplexMatrix beams, PlanarMatrix? nullSpace, double[] least)
    {
        GramFactor factor = GramFactor.Of(instance.Objective);
        int users = channel.Users;
        var offset = new double[factor.Rank];
        var sums = new double[factor.Stride];
        var fixedBeams = new ComplexMatrix(channel.Antennas, users);
        var lifts = new PlanarMatrix?[nullSpace is null ? users : users + 1];
        double trace = 1;
        for (int l = 0; l < users; l++)
        {
            double norm = Math.Sqrt(SquaredNorm(beams, l));
            trace -= least[l] * norm * norm;
            var lift = new PlanarMatrix(channel.Antennas, 1);
            for (int m = 0; m < channel.Antennas; m++)
            {
                lift[m, 0] = beams[m, l] / norm;
                fixedBeams[m, l] = Math.Sqrt(least[l]) * beams[m, l];
            }

            lifts[l] = lift;
        }

        if (nullSpace is not null) lifts[users] = nullSpace;
        factor.Lags.Of(fixedBeams.Gram()).CopyTo(sums, 0);
        factor.Apply(sums, offset, 0);
        for (int k = 0; k < offset.Length; k++) offset[k] = -offset[k];
        trace = Math.Max(trace, ExcessPower.Least / 2);
        return new ConicProgram
        {
            Factor = factor,
            RowVectors = new PlanarMatrix(0, channel.Antennas),
            Lifts = lifts,
            PatternOffset = offset,
            Trace = trace,
            Start = InteriorStart.Identity(trace, [.. lifts.Select(lift => lift!.Columns)]),
        };
    }

    /// <summary>w_l / ||w_l|| of each user, then the null space.</summary>
    private static PlanarMatrix[] Lifts(ComplexMatrix beams, PlanarMatrix? nullSpace)
    {
        var lifts = new List<PlanarMatrix>();
        for (int l = 0; l < beams.Columns; l++)
        {
            double norm = Math.Sqrt(SquaredNorm(beams, l));
            var lift = new PlanarMatrix(beams.Rows, 1);
            for (int m = 0; m < beams.Rows; m++) lift[m, 0] = beams[m, l] / norm;
            lifts.Add(lift);
        }

        if (nullSpace is not null) lifts.Add(nullSpace);
        return [.. lifts];
    }

    /// <summary>The p_l in units of P0: Gamma0 sigma^2 for unit channels, a little less where P0 is the least power.</summary>
    private static double[] LeastPowers(IsacInstance instance, UnitChannel channel, double share)
    {
        return [.. channel.Noise.Select(noise => instance.SinrThreshold * noise)
            .Select(least => ExcessPower.Target(least, least / share).Target)];
    }

    private static Design Assemble(
        UnitChannel channel, ComplexMatrix beams, PlanarMatrix? nullSpace, double[] least, Func<int, PlanarMatrix> block)
    {
        var scaled = new ComplexMatrix(channel.Antennas, channel.Users);
        for (int l = 0; l < channel.Users; l++)
        {
            double amplitude = Math.Sqrt(least[l] + block(l).Re[0] / SquaredNorm(beams, l));
            for (int m = 0; m < channel.Antennas; m++) scaled[m, l] = amplitude * beams[m, l];
        }

        var radar = new ComplexMatrix(channel.Antennas, channel.Antennas);
        if (nullSpace is null) return new Design(scaled, radar);
        ComplexMatrix root = PivotedCholesky.Of(block(channel.Users).ToComplex());
        ComplexMatrix lifted = nullSpace.ToComplex() * root;
        for (int i = 0; i < lifted.Rows; i++)
        {
            for (int j = 0; j < lifted.Columns; j++) radar[i, j] = lifted[i, j];
        }

        return new Design(scaled, radar);
    }

    private static double SquaredNorm(ComplexMatrix matrix, int column)
    {
        double sum = 0;
        for (int i = 0; i < matrix.Rows; i++)
        {
            Complex entry = matrix[i, column];
            sum += entry.Real * entry.Real + entry.Imaginary * entry.Imaginary;
        }

        return sum;
    }
}
