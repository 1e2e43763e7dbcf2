using IsacCluster.Solvers.InteriorPoint;
using IsacCluster.Solvers.InteriorPoint.Blockwise;

namespace IsacCluster.Solvers.Baselines;

/// <summary>Keeps the work space of the last shape, so that solves of equal shape allocate no matrices for the iteration.</summary>
internal sealed class InteriorPointRunner
{
    private BlockwiseMethod? _method;

    /// <summary>Solves; the variables are in the returned method until the next call.</summary>
    public (BlockwiseMethod Method, InteriorPointOutcome Outcome) Solve(ConicProgram program, SolveBudget budget)
    {
        if (_method is null || !_method.Fits(program)) _method = new BlockwiseMethod(program.Shape());
        return (_method, _method.Solve(program, budget));
    }
}
