using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Presolve;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// Radar only: minimise L(R) over R >= 0, Tr R = P0. The lower bound of every MSE. Always feasible; the design has C = 0. R / P0 depends on
/// the objective alone and is kept with it, so that only the first solve of an objective takes time.
/// </summary>
internal sealed class RadarSolver : IBeamformingSolver
{
    public string Name => "radar";

    public InfeasibilityClaim Claim => InfeasibilityClaim.Never;

    public bool IgnoresChannel => true;

    public SolveResult Solve(IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        RadarOptimum optimum = RadarOptimum.Of(instance);
        var silent = new ComplexMatrix(instance.Antennas, instance.Users);
        return PatternResult.Of(new Design(silent, optimum.Factor), instance, optimum.Outcome, serves: false);
    }
}
