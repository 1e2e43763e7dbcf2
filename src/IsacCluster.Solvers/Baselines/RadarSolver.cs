using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Numerics;
using IsacCluster.Solvers.Beampattern;
using IsacCluster.Solvers.InteriorPoint;
using IsacCluster.Solvers.Kernels;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// Radar only: minimise L(R) over R >= 0, Tr R = P0. The lower bound of every MSE. Always feasible; the design has C = 0.
/// </summary>
internal sealed class RadarSolver : IBeamformingSolver
{
    private readonly InteriorPointRunner _runner = new();

    public string Name => "radar";

    public SolveResult Solve(IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        GramFactor factor = GramFactor.Of(instance.Objective);
        int antennas = instance.Antennas;
        var program = new ConicProgram
        {
            Factor = factor,
            RowVectors = new PlanarMatrix(0, antennas),
            Lifts = [null],
            Start = InteriorStart.Identity(1, antennas),
        };
        (InteriorPointMethod method, InteriorPointOutcome outcome) = _runner.Solve(program);
        ComplexMatrix radar = RankOneRecovery.PositiveSemidefiniteFactor(method.Block(0).ToComplex());
        Design design = DesignAudit.ScaledToPower(new Design(new ComplexMatrix(antennas, instance.Users), radar), instance.Power);
        return DesignAudit.Judge(design, instance, outcome, residual: 0);
    }
}
