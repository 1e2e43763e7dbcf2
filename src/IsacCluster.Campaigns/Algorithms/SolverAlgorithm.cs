using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>A baseline as an algorithm: sample after sample, each in a stage of the solver's name.</summary>
/// <param name="label">What results call it; null: the solver's name.</param>
public sealed class SolverAlgorithm(IBeamformingSolver solver, string? label = null) : IDesignAlgorithm
{
    public string Name => label ?? solver.Name;

    public IReadOnlyList<DesignOutcome> Run(IReadOnlyList<Sample> samples, StageClock clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(clock);
        var outcomes = new DesignOutcome[samples.Count];
        for (int i = 0; i < outcomes.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            using StageScope stage = clock.Measure(solver.Name);
            SolveResult result = solver.Solve(samples[i].Instance);
            outcomes[i] = new DesignOutcome(result.Status, result.Design, stage.End())
            {
                Why = SolveWords.Of(result, samples[i].Instance.Power),
            };
        }

        return outcomes;
    }
}
