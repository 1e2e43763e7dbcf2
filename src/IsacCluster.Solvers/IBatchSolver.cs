using IsacCluster.Isac.Designs;

namespace IsacCluster.Solvers;

/// <summary>
/// A baseline that solves many instances faster together. What it answers for one is the same bits with any neighbours in any order, also
/// alone in its batch; it may differ from <see cref="IBeamformingSolver.Solve"/>'s answer within their gaps.
/// </summary>
public interface IBatchSolver : IBeamformingSolver
{
    /// <summary>The results of the instances, in their order.</summary>
    IReadOnlyList<SolveResult> Solve(IReadOnlyList<IsacInstance> instances);
}
