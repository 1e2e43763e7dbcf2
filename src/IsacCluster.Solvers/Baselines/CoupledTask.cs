using IsacCluster.Isac.Designs;
using IsacCluster.Solvers.InteriorPoint.Coupled;

namespace IsacCluster.Solvers.Baselines;

/// <summary>An instance that is left to the coupled iteration.</summary>
/// <param name="Recover">The design of a solution; null where there is none.</param>
/// <param name="Otherwise">What is done where the iteration does not end as certified; null: the instance is solved alone.</param>
internal sealed record CoupledTask(
    IsacInstance Instance, CoupledProgram Program, Func<CoupledPoint, Design?> Recover, Func<SolveResult>? Otherwise = null);
