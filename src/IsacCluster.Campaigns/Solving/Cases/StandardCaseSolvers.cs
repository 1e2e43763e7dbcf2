using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Isac.Designs;
using IsacCluster.Solvers;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.Projection;

namespace IsacCluster.Campaigns.Solving.Cases;

/// <summary>The solvers of this project for `isac solve`.</summary>
public static class StandardCaseSolvers
{
    /// <summary>Fresh solvers for one thread, with the defaults of every campaign or with other options.</summary>
    public static CaseSolvers Create(SolverOptions? options = null)
    {
        options ??= new SolverOptions();
        var projection = new ProjectionSolver(instance => MinimumPower.Solve(instance).Certificate, options);
        return new CaseSolvers(
            AlgorithmCatalog.Baselines.ToDictionary(
                entry => entry.Name, entry => (Func<IsacInstance, SolveResult>)entry.CreateSolver(options).Solve),
            projection.Solve,
            instance =>
            {
                MinimumPowerResult least = MinimumPower.Solve(instance);
                return new MinimumPowerOutcome(
                    least.Status, least.Power, least.Status == SolveStatus.Infeasible ? least.Certificate : null, least.Iterations);
            });
    }
}
