using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Numerics;
using IsacCluster.Solvers.Beampattern;
using IsacCluster.Solvers.InteriorPoint;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// Zero forcing (Liu et al. 2020):
/// <code>
///   minimise L(R)  over R >= 0  s.t.  Tr R = P0,  h_i^H R h_j = 0 (i != j),  h_l^H R h_l >= Gamma0 sigma^2
/// </code>
/// The recovered beams c_l = R h_l / sqrt(h_l^H R h_l) and the radar covariance R - sum c_l c_l^H interfere with no user. With L = M
/// the equalities fix R up to the users' powers and the trace becomes one of their combinations, so that the problem is
/// <see cref="PseudoInverseSolver"/>'s. Infeasible: <see cref="ZeroForcingFeasibility"/>.
/// </summary>
internal sealed class ZeroForcingSolver : IBeamformingSolver
{
    private readonly InteriorPointRunner _runner = new();
    private readonly PseudoInverseSolver _square = new();
    private readonly RadarSolver _withoutUsers = new();

    public string Name => "zf";

    public SolveResult Solve(IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (instance.Users == 0) return _withoutUsers.Solve(instance);
        if (instance.Users == instance.Antennas) return _square.Solve(instance);
        var channel = new UnitChannel(instance);
        ZeroForcingFeasibility feasibility = ZeroForcingFeasibility.Of(instance, channel);
        if (feasibility.Certificate is not null)
            return new SolveResult { Status = SolveStatus.Infeasible, Certificate = feasibility.Certificate };

        (InteriorPointMethod method, InteriorPointOutcome outcome) = _runner.Solve(Program(instance, channel));
        ComplexMatrix covariance = method.Block(0).ToComplex(instance.Power);
        ComplexMatrix[] same = [.. Enumerable.Repeat(covariance, instance.Users)];
        Design design = DesignAudit.ScaledToPower(RankOneRecovery.Recover(covariance, same, instance.Channel), instance.Power);
        return DesignAudit.Judge(design, instance, outcome, DesignAudit.SinrShortfall(design, instance));
    }

    /// <summary>L inequalities, then for each pair i &lt; j the real and the imaginary part of h_i^H R h_j.</summary>
    private static ConicProgram Program(IsacInstance instance, UnitChannel channel)
    {
        GramFactor factor = GramFactor.Of(instance.Objective);
        int users = instance.Users, next = users;
        var targets = new double[factor.Rank + 1];
        targets[factor.Rank] = 1;
        var rows = new ChannelRow[users * users];
        for (int l = 0; l < users; l++)
            rows[l] = new ChannelRow(l, l, 0.5, 0, 1, -1, 0, instance.SinrThreshold * channel.Noise[l], IsInequality: true);
        for (int i = 0; i < users; i++)
        {
            for (int j = i + 1; j < users; j++)
            {
                rows[next++] = new ChannelRow(i, j, 0.5, 0, 1, -1, 0, 0, IsInequality: false);
                rows[next++] = new ChannelRow(i, j, 0, 0.5, 1, -1, 0, 0, IsInequality: false);
            }
        }

        return new ConicProgram { Factor = factor, Channel = channel.Rows, Rows = rows, FullBlocks = 1, FeatureTargets = targets };
    }
}
