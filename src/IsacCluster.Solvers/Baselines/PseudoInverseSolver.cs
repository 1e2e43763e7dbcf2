using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Numerics;
using IsacCluster.Solvers.Beampattern;
using IsacCluster.Solvers.InteriorPoint;
using IsacCluster.Solvers.Kernels;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// Plain zero forcing: the beams are the columns w_l of the channel's pseudo-inverse (h_j^H w_l = [j = l]) and the radar works in the
/// channel's null space, spanned by the orthonormal columns of V (M x (M-L)):
/// <code>
///   minimise L(R)  over p_l >= Gamma0 sigma^2, Y >= 0   s.t.  R = sum_l p_l w_l w_l^H + V Y V^H,  Tr R = P0
/// </code>
/// Powers and Y are optimised jointly. It restricts `zf`, whose R may correlate user beams and radar beams. Substituting
/// p_l = Gamma0 sigma^2 + q_l leaves rays q_l >= 0 and one block. Infeasible: <see cref="ZeroForcingFeasibility"/>.
/// </summary>
internal sealed class PseudoInverseSolver : IBeamformingSolver
{
    private readonly InteriorPointRunner _runner = new();
    private readonly RadarSolver _withoutUsers = new();

    public string Name => "zf-pinv";

    public SolveResult Solve(IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (instance.Users == 0) return _withoutUsers.Solve(instance);
        var channel = new UnitChannel(instance);
        ZeroForcingFeasibility feasibility = ZeroForcingFeasibility.Of(instance, channel);
        if (feasibility.Certificate is not null)
            return new SolveResult { Status = SolveStatus.Infeasible, Certificate = feasibility.Certificate };

        ComplexMatrix beams = PseudoInverse(channel, feasibility.Inverse!);
        PlanarMatrix? nullSpace = NullSpace.Of(channel.Rows);
        (InteriorPointMethod method, InteriorPointOutcome outcome) = _runner.Solve(Program(instance, channel, beams, nullSpace));
        Design design = DesignAudit.ScaledToPower(Assemble(instance, channel, beams, nullSpace, method), instance.Power);
        return DesignAudit.Judge(design, instance, outcome, DesignAudit.SinrShortfall(design, instance));
    }

    /// <summary>Column l is w_l = sum_j h_j [K^-1]_jl for unit channels.</summary>
    private static ComplexMatrix PseudoInverse(UnitChannel channel, PlanarMatrix inverse)
    {
        var beams = new ComplexMatrix(channel.Antennas, channel.Users);
        for (int l = 0; l < channel.Users; l++)
        {
            for (int j = 0; j < channel.Users; j++)
            {
                for (int m = 0; m < channel.Antennas; m++) beams[m, l] += channel.Rows[j, m] * inverse[j, l];
            }
        }

        return beams;
    }

    private static ConicProgram Program(IsacInstance instance, UnitChannel channel, ComplexMatrix beams, PlanarMatrix? nullSpace)
    {
        GramFactor factor = GramFactor.Of(instance.Objective);
        var targets = new double[factor.Rank + 1];
        targets[factor.Rank] = 1;
        var rays = new double[channel.Users][];
        var sums = new double[factor.Stride];
        for (int l = 0; l < rays.Length; l++)
        {
            Array.Copy(DiagonalSums.Of(Column(beams, l).Gram()), sums, 2 * channel.Antennas - 1);
            rays[l] = new double[factor.Rank + 1];
            factor.Apply(sums, 1, rays[l]);
            for (int i = 0; i < targets.Length; i++) targets[i] -= instance.SinrThreshold * channel.Noise[l] * rays[l][i];
        }

        return new ConicProgram
        {
            Factor = factor,
            Channel = new PlanarMatrix(0, channel.Antennas),
            FullBlocks = 0,
            Lift = nullSpace,
            Rays = rays,
            FeatureTargets = targets,
        };
    }

    private static Design Assemble(
        IsacInstance instance, UnitChannel channel, ComplexMatrix beams, PlanarMatrix? nullSpace, InteriorPointMethod method)
    {
        var scaled = new ComplexMatrix(channel.Antennas, channel.Users);
        for (int l = 0; l < channel.Users; l++)
        {
            double amplitude = Math.Sqrt(instance.SinrThreshold * channel.Noise[l] + method.Rays[l]);
            for (int m = 0; m < channel.Antennas; m++) scaled[m, l] = amplitude * beams[m, l];
        }

        var radar = new ComplexMatrix(channel.Antennas, channel.Antennas);
        if (nullSpace is null) return new Design(scaled, radar);
        ComplexMatrix root = RankOneRecovery.PositiveSemidefiniteFactor(method.Block(0).ToComplex());
        ComplexMatrix lifted = nullSpace.ToComplex() * root;
        for (int i = 0; i < lifted.Rows; i++)
        {
            for (int j = 0; j < lifted.Columns; j++) radar[i, j] = lifted[i, j];
        }

        return new Design(scaled, radar);
    }

    private static ComplexMatrix Column(ComplexMatrix matrix, int column)
    {
        var single = new ComplexMatrix(matrix.Rows, 1);
        for (int i = 0; i < matrix.Rows; i++) single[i, 0] = matrix[i, column];
        return single;
    }
}
