using IsacCluster.Search.Forests;
using IsacCluster.Search.Randomness;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Analysis;

/// <summary>
/// How much of the variance of the first objective each parameter explains alone (functional ANOVA on a random forest): V_j / V with
/// V_j the variance over u_j of the forest's mean over all other parameters, u uniform on the unit cube. An inactive parameter stands
/// at 1/2. It ranks the parameters: a forest of few trials sees less of weak effects, and of those that are symmetric, than there is.
/// </summary>
/// <remarks>Hutter, Hoos, Leyton-Brown, "An efficient approach for assessing hyperparameter importance", ICML 2014.</remarks>
public static class ParameterImportance
{
    private const int Trees = 32;

    /// <summary>
    /// Main effects by parameter, in the order of the space: in [0, 1], their sum is at most 1 and the rest is interactions. All 0 where
    /// the values do not vary or fewer than 8 trials are complete.
    /// </summary>
    public static IReadOnlyDictionary<string, double> Of(Study study) =>
        Of(study, trial => ParetoFront.Costs(study.Options.Directions, trial)[0]);

    /// <summary>The same of another number that each complete trial has: of a constraint, say.</summary>
    public static IReadOnlyDictionary<string, double> Of(Study study, Func<Trial, double> number)
    {
        Trial[] trials = [.. study.Trials.Where(trial => trial.State == TrialState.Complete)];
        double[] importance = new double[study.Options.Space.Count];
        double[] values = [.. trials.Select(number)];
        if (trials.Length >= 8 && Standardise(values) is { } costs)
        {
            double[][] points = [.. trials.Select(trial => study.Options.Space.ToUnit(trial.Parameters.Raw))];
            int useful = 0;
            for (int t = 0; t < Trees; t++)
            {
                var stream = new SearchStream(study.Options.Seed, DrawPurpose.Forest, 0, t);
                int[] order = Permutation(importance.Length, ref stream); // of splits that are equally good the first is taken
                double[][] permuted = [.. points.Select(point => Array.ConvertAll(order, j => point[j]))];
                if (AddShares(new RegressionTree(permuted, costs, ref stream).Leaves, order, importance)) useful++;
            }

            for (int j = 0; j < importance.Length; j++) importance[j] /= Math.Max(1, useful);
        }

        var result = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int j = 0; j < importance.Length; j++) result.Add(study.Options.Space.Parameters[j].Name, importance[j]);
        return result;
    }

    private static int[] Permutation(int count, ref SearchStream stream)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int j = count - 1; j > 0; j--)
        {
            int other = stream.NextInt(j + 1);
            (order[j], order[other]) = (order[other], order[j]);
        }

        return order;
    }

    /// <param name="order">The parameters of the leaves' axes.</param>
    private static bool AddShares(IReadOnlyList<Leaf> leaves, int[] order, double[] importance)
    {
        double mean = leaves.Sum(leaf => leaf.Volume() * leaf.Value);
        double variance = leaves.Sum(leaf => leaf.Volume() * (leaf.Value - mean) * (leaf.Value - mean));
        if (!(variance > 0)) return false;
        for (int j = 0; j < importance.Length; j++) importance[order[j]] += MainEffect(leaves, j, mean) / variance;
        return true;
    }

    /// <summary>V_j: between neighbouring split points of parameter j the tree's marginal is constant.</summary>
    private static double MainEffect(IReadOnlyList<Leaf> leaves, int j, double mean)
    {
        double[] ends = [.. leaves.SelectMany(leaf => new[] { leaf.Low[j], leaf.High[j] }).Distinct().Order()];
        double variance = 0;
        for (int i = 0; i + 1 < ends.Length; i++)
        {
            double middle = (ends[i] + ends[i + 1]) / 2;
            double marginal =
                leaves.Where(leaf => leaf.Low[j] < middle && middle < leaf.High[j]).Sum(leaf => leaf.Volume() / leaf.Width(j) * leaf.Value);
            variance += (ends[i + 1] - ends[i]) * (marginal - mean) * (marginal - mean);
        }

        return variance;
    }

    /// <summary>
    /// To mean 0 and deviation 1, so that neither scale nor offset matters; null where they do not vary. First by a power of two, which
    /// costs no digit, so that no square overflows or vanishes; at last to multiples of 2^-20, whose sums are exact: otherwise rounding,
    /// which scale and offset change, decides between splits that are equally good.
    /// </summary>
    private static double[]? Standardise(double[] costs)
    {
        int exponent = -Math.ILogB(costs.Max(Math.Abs));
        if (exponent is int.MaxValue or int.MinValue) return null;
        double[] scaled = [.. costs.Select(cost => Math.ScaleB(cost, exponent))];
        double low = scaled.Min(), range = scaled.Max() - low;
        if (!(range > 0)) return null;
        scaled = [.. scaled.Select(cost => (cost - low) / range)];
        double mean = scaled.Average(), deviation = Math.Sqrt(scaled.Average(cost => (cost - mean) * (cost - mean)));
        return [.. scaled.Select(cost => Math.ScaleB(Math.Round(Math.ScaleB((cost - mean) / deviation, 20)), -20))];
    }
}
