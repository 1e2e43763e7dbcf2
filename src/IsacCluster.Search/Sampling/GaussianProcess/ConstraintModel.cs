using IsacCluster.Search.Numerics;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling.GaussianProcess;

/// <summary>
/// A Gaussian process of one constraint's excess g, and from it the probability that g is at most 0. Excesses are learned on the scale
/// sign(g) log(1 + |g| / s), s their median size, so that a few that are far off do not hide where the limit is.
/// </summary>
/// <remarks>Gardner et al., "Bayesian optimization with inequality constraints", ICML 2014.</remarks>
internal sealed class ConstraintModel
{
    private readonly GaussianProcessModel _model;
    private readonly double _limit;

    /// <param name="trials">Complete ones.</param>
    /// <param name="k">Which constraint.</param>
    public ConstraintModel(ParameterSpace space, double[][] points, Trial[] trials, int k, double[] theta)
    {
        (double[] values, _limit) = Standardise(trials, k);
        _model = new GaussianProcessModel(space, points, values, theta);
    }

    public static double[] Fit(ParameterSpace space, double[][] points, Trial[] trials, int k, int steps) =>
        GaussianProcessModel.Fit(space, points, Standardise(trials, k).Values, steps);

    public void Believe(double[] point) => _model.Believe(point);

    /// <summary>log P(g(x) at most 0).</summary>
    public double LogProbability(double[] point)
    {
        (double mean, double deviation) = _model.Predict(point);
        double z = (_limit - mean) / deviation;
        return z > -30 ? Math.Log(Normal.Cumulative(z)) : -0.5 * z * z - Math.Log(-z) - 0.5 * Math.Log(2 * Math.PI);
    }

    /// <summary>To mean 0 and deviation 1, and where 0 is then.</summary>
    private static (double[] Values, double Limit) Standardise(Trial[] trials, int k)
    {
        double[] values = [.. trials.Select(trial => trial.Constraints[k])];
        int exponent = -Math.ILogB(Math.Max(values.Max(Math.Abs), double.Epsilon)); // a power of two costs no digit
        values = [.. values.Select(value => Math.ScaleB(value, exponent))];
        double[] sizes = [.. values.Select(Math.Abs).Order()];
        double scale = sizes[sizes.Length / 2] is > 0 and var median ? median : Math.Max(sizes[^1], 1e-300);
        values = [.. values.Select(value => Math.CopySign(Math.Log(1 + Math.Abs(value) / scale), value))];
        double mean = values.Average(), deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        // Where all are alike, a deviation of 1 leaves it to the kernel how far the rest of the space may differ.
        if (!(deviation > 0)) deviation = 1;
        return ([.. values.Select(v => (v - mean) / deviation)], -mean / deviation);
    }
}
