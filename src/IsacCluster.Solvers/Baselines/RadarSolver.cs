using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Sensing;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Criteria;
using IsacCluster.Solvers.Presolve;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// Radar only: minimise L(R), or optimise a criterion, over R >= 0, Tr R = P0. The bound of what any design reaches. Always feasible; the
/// design has C = 0. R / P0 of L(R) depends on the objective alone and is kept with it, so that only the first solve of an objective takes
/// time.
/// </summary>
internal sealed class RadarSolver : IBeamformingSolver
{
    private readonly CriterionSdr _criterion = new(new SolverOptions());

    public string Name => "radar";

    public InfeasibilityClaim Claim => InfeasibilityClaim.Never;

    public bool IgnoresChannel => true;

    public bool Optimises(SensingCriterion criterion) => CriterionPrograms.Has(criterion);

    public SolveResult Solve(IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (instance.Criterion is not null) return _criterion.Radar(instance);
        RadarOptimum optimum = RadarOptimum.Of(instance);
        var silent = new ComplexMatrix(instance.Antennas, instance.Users);
        return PatternResult.Of(new Design(silent, optimum.Factor), instance, optimum.Outcome, serves: false);
    }
}
