using IsacCluster.Search.Forests;
using IsacCluster.Search.Randomness;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling;

/// <summary>
/// The share of failures where a trial would be: the mean over the trees of a random forest, grown on 1 for a trial that failed and 0 for
/// one that did not. Too much memory, too great a step: most failures begin at a threshold of some parameter, which trees find.
/// </summary>
/// <remarks>Breiman, "Random forests", Machine Learning 45, 2001.</remarks>
internal sealed class FailureRisk
{
    /// <summary>Draws above this risk are drawn again.</summary>
    public const double Most = 0.15;

    private const int Trees = 24, MostTrials = 200, LeastFailures = 2;

    private readonly ParameterSpace _space;
    private readonly RegressionTree[] _trees;

    private FailureRisk(ParameterSpace space, RegressionTree[] trees) => (_space, _trees) = (space, trees);

    /// <summary>From the newest trials; null where too few failed to learn from, or all did.</summary>
    public static FailureRisk? Of(StudyView view)
    {
        int first = Math.Max(0, view.Finished.Count - MostTrials);
        Trial[] trials = [.. Enumerable.Range(first, view.Finished.Count - first).Select(i => view.Finished[i])];
        int failures = trials.Count(trial => trial.IsFailure);
        if (failures < LeastFailures || failures == trials.Length) return null;
        double[][] points = [.. trials.Select(trial => view.Space.ToUnit(trial.Parameters.Raw))];
        double[] failed = [.. trials.Select(trial => trial.IsFailure ? 1.0 : 0)];
        var trees = new RegressionTree[Trees];
        for (int t = 0; t < Trees; t++)
        {
            var stream = new SearchStream(view.Seed, DrawPurpose.FailureForest, t, trials[^1].Number);
            trees[t] = new RegressionTree(points, failed, ref stream);
        }

        return new FailureRisk(view.Space, trees);
    }

    /// <summary>In [0, 1].</summary>
    public double At(double[] raw)
    {
        double[] unit = _space.ToUnit(raw);
        return _trees.Average(tree => tree.At(unit));
    }
}
