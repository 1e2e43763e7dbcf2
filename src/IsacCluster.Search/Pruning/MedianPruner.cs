using IsacCluster.Search.Space;
using IsacCluster.Search.Studies;

namespace IsacCluster.Search.Pruning;

/// <summary>
/// Prunes a trial whose best value up to a step is worse than the median of the values of the other trials at exactly that step.
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

    public PruneDecision Decide(StudyView view, Trial trial, long step)
    {
        double own = double.PositiveInfinity;
        foreach (IntermediateValue value in trial.Intermediate)
        {
            if (value.Step <= step && !double.IsNaN(value.Value)) own = Math.Min(own, view.Cost(0, value.Value));
        }

        if (trial.ValueAt(step) is { } current && double.IsNaN(current)) return PruneDecision.Prune;
        if (step <= _warmupSteps) return PruneDecision.Continue;
        double[] others = [.. Rung.Costs(view, trial, step, static _ => true).Order()];
        if (others.Length < _startupTrials) return PruneDecision.Continue;
        int half = others.Length / 2;
        double median = others.Length % 2 == 1 ? others[half] : 0.5 * (others[half - 1] + others[half]);
        return own > median ? PruneDecision.Prune : PruneDecision.Continue;
    }
}
