using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// A baseline as an algorithm, in stages of the solver's name: sample after sample or, of one that solves batches, so many together. A
/// sample's design is the same bits in any batch.
/// </summary>
/// <param name="label">What results call it; null: the solver's name.</param>
public sealed class SolverAlgorithm(IBeamformingSolver solver, string? label = null) : IDesignAlgorithm
{
    /// <summary>Most samples between two looks at the cancellation, and most entries of their covariances.</summary>
    private const int MostTogether = 64, MostEntries = 1 << 14;

    public string Name => label ?? solver.Name;

    public IReadOnlyList<DesignOutcome> Run(IReadOnlyList<Sample> samples, StageClock clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(clock);
        var outcomes = new List<DesignOutcome>(samples.Count);
        while (outcomes.Count < samples.Count)
        {
            cancellation.ThrowIfCancellationRequested();
            Sample[] part = [.. samples.Skip(outcomes.Count).Take(Together(samples[outcomes.Count].Instance))];
            using StageScope stage = clock.Measure(solver.Name);
            IsacInstance[] instances = [.. part.Select(static sample => sample.Instance)];
            IReadOnlyList<SolveResult> results = solver is IBatchSolver batch ? batch.Solve(instances) : [solver.Solve(instances[0])];
            double seconds = stage.End() / part.Length;
            outcomes.AddRange(results.Select((result, i) => new DesignOutcome(result.Status, result.Design, seconds)
            {
                Why = SolveWords.Of(result, instances[i].Power),
            }));
        }

        return outcomes;
    }

    private int Together(IsacInstance instance) =>
        solver is IBatchSolver ? Math.Clamp(MostEntries / (instance.Antennas * instance.Antennas), 1, MostTogether) : 1;
}
