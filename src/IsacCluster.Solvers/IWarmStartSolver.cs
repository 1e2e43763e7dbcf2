using IsacCluster.Isac.Designs;

namespace IsacCluster.Solvers;

/// <summary>
/// A solver that can start near the design of the previous slot of a dynamic scenario: same antennas, users and targets, channels that have
/// moved. The optimum is that of a cold solve to the tolerance of <see cref="SolveResult.RelativeGap"/>, not to the last bit, so campaigns,
/// whose results depend on no history, solve cold. Of the baselines only the sdr gains
/// from it (ADR 8).
/// </summary>
public interface IWarmStartSolver : IBeamformingSolver
{
    /// <summary>As <see cref="IBeamformingSolver.Solve"/>. The presolve comes first; what it answers needs no start.</summary>
    /// <param name="instance">The instance of this slot.</param>
    /// <param name="previous">A design for the same M and L, of any power above 0, whether or not it serves these users.</param>
    /// <exception cref="ArgumentException">The design has other dimensions, no power, or an entry that is not finite.</exception>
    SolveResult Solve(IsacInstance instance, Design previous);
}
