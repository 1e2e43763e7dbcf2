using IsacCluster.Search.Space;

namespace IsacCluster.Search.Pruning;

/// <summary>
/// Prunes a trial whose best value up to a step is worse than the median of the values of the other trials there. Every step that another
/// trial has reported is a rung.
/// </summary>
/// <remarks>Golovin et al., "Google Vizier", KDD 2017, section 3.2.2 (there with running averages).</remarks>
/// <param name="startupTrials">No decision before so many trials are shown with a value at the step; at least 1, default 5.</param>
/// <param name="warmupSteps">No decision up to this step; at least 0, the default.</param>
public sealed class MedianPruner(int startupTrials = 5, long warmupSteps = 0) : IPruner
{
    private readonly int _startupTrials =
        startupTrials >= 1 ? startupTrials : throw new SearchSpaceException("median", $"startup_trials {startupTrials}", "at least 1");

    private readonly long _warmupSteps =
        warmupSteps >= 0 ? warmupSteps : throw new SearchSpaceException("median", $"warmup_steps {warmupSteps}", "at least 0");

    public string Name => "median";

    public IEnumerable<long> Rungs(long trial, IReadOnlyList<long> reported) => reported.Where(step => step > _warmupSteps);

    public PruneBound? Bound(ReadOnlySpan<double> ascendingCosts)
    {
        if (ascendingCosts.Length < _startupTrials) return null;
        int half = ascendingCosts.Length / 2;
        double median = ascendingCosts.Length % 2 == 1
            ? ascendingCosts[half]
            : 0.5 * ascendingCosts[half - 1] + 0.5 * ascendingCosts[half];
        return new PruneBound(median, OfBest: true);
    }
}
