using IsacCluster.Isac.Designs;
using IsacCluster.Solvers.Baselines;

namespace IsacCluster.Solvers;

/// <summary>
/// A baseline: maps an instance to a design. Pure: the result depends on the instance alone. Not thread-safe (a solver owns
/// its work space); make one per thread through <see cref="SolverCatalog"/>.
/// </summary>
public interface IBeamformingSolver
{
    /// <summary>The name used in specifications: radar, sdr, zf, zf-pinv.</summary>
    string Name { get; }

    /// <summary>Never throws for a numerical outcome: those are statuses.</summary>
    SolveResult Solve(IsacInstance instance);
}
