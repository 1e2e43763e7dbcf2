using IsacCluster.Isac.Scenarios;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>A convex baseline as an algorithm.</summary>
public sealed class SolverAlgorithm(IBeamformingSolver solver) : IDesignAlgorithm
{
    public string Name => solver.Name;

    public DesignOutcome Run(Sample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        SolveResult result = solver.Solve(sample.Instance);
        return new DesignOutcome(result.Status, result.Design);
    }
}
