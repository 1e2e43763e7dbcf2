using IsacCluster.Search.Randomness;

namespace IsacCluster.Search.Sampling.Tpe;

/// <summary>
/// The distribution of one categorical parameter with K categories: a mixture with a kernel for each trial, (1 + e) / (1 + K e) on its own category
/// and e / (1 + K e) on each other, e = prior weight / kernels, and the uniform prior.
/// </summary>
internal sealed class CategoryEstimator
{
    private double[] _probability = [];

    /// <summary>Fits to <paramref name="count"/> indices with their weights.</summary>
    public void Fit(double[] indices, double[] weights, int count, double priorWeight, int categories)
    {
        _probability = new double[categories];
        double smoothing = priorWeight / (count + 1), total = priorWeight;
        for (int i = 0; i < count; i++)
        {
            _probability[(int)indices[i]] += weights[i] / (1 + categories * smoothing);
            total += weights[i];
        }

        double spread = ((total - priorWeight) * smoothing / (1 + categories * smoothing)) + priorWeight / categories;
        for (int k = 0; k < categories; k++) _probability[k] = (_probability[k] + spread) / total;
    }

    public int Draw(ref SearchStream stream)
    {
        double target = stream.NextUniform();
        int category = 0;
        while (category < _probability.Length - 1 && (target -= _probability[category]) > 0) category++;
        return category;
    }

    public double LogProbability(int category) => Math.Log(_probability[category]);
}
