using IsacCluster.Search.Analysis;
using IsacCluster.Search.Randomness;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling.GaussianProcess;

/// <summary>
/// Several objectives as one, by weights that each trial draws anew: max_k w_k c_k + 0.05 sum_k w_k c_k (augmented Tchebycheff), c_k in
/// [0, 1] over the trials, so that every point of the front, also where it is not convex, is the best for some weights.
/// </summary>
/// <remarks>Knowles, "ParEGO", IEEE Trans. Evol. Comput. 10, 2006.</remarks>
internal static class Scalarisation
{
    private const double Sum = 0.05;

    /// <summary>Uniform on the simplex.</summary>
    public static double[] Weights(StudyView history, long trial)
    {
        var stream = new SearchStream(history.Seed, DrawPurpose.Scalarisation, 0, trial);
        double[] weights = new double[history.Directions.Count];
        for (int k = 0; k < weights.Length; k++) weights[k] = -Math.Log(stream.NextUniform());
        double total = weights.Sum();
        return [.. weights.Select(weight => weight / total)];
    }

    public static double[] Equal(StudyView history) =>
        [.. Enumerable.Repeat(1.0 / history.Directions.Count, history.Directions.Count)];

    /// <param name="trials">Complete ones.</param>
    public static double[] Costs(StudyView history, Trial[] trials, double[] weights)
    {
        double[][] vectors = [.. trials.Select(trial => ParetoFront.Costs(history.Directions, trial))];
        double[] costs = new double[trials.Length];
        for (int k = 0; k < weights.Length; k++)
        {
            double[] scaled = LearnedTrials.Standardise([.. vectors.Select(vector => vector[k])]);
            double low = scaled.Min(), range = scaled.Max() - low;
            for (int i = 0; i < costs.Length; i++) vectors[i][k] = range > 0 ? weights[k] * (scaled[i] - low) / range : 0;
        }

        for (int i = 0; i < costs.Length; i++) costs[i] = vectors[i].Max() + Sum * vectors[i].Sum();
        return costs;
    }
}
