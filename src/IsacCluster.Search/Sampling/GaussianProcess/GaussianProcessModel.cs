using IsacCluster.Search.Numerics;

namespace IsacCluster.Search.Sampling.GaussianProcess;

/// <summary>
/// Gaussian process with a Matern 5/2 kernel and a length for each dimension (ARD):
/// k(r) = a (1 + sqrt5 r + 5/3 r^2) exp(-sqrt5 r), r^2 = sum_j d_j^2 / l_j^2, plus noise b on the diagonal. theta = (log l_j, log a,
/// log b) maximises the log marginal likelihood with log-normal priors on theta, by Rprop from two starts.
/// </summary>
/// <remarks>
/// Rasmussen, Williams, Gaussian Processes for Machine Learning, 2006, sections 4.2 and 5.4; Riedmiller, Braun, Rprop, 1993.
/// </remarks>
internal sealed class GaussianProcessModel
{
    private const int Steps = 25;
    private const double LeastLog = -12, MostLog = 5;
    private static readonly double Root5 = Math.Sqrt(5);
    private static readonly double[] StartLengths = [0.5, 0.15];

    private readonly Func<double[], double[], int, double> _distance;
    private readonly List<double[]> _points;
    private readonly List<double> _values;
    private readonly int _d;
    private double[] _theta, _l = [], _alpha = [];

    /// <param name="distance">d_j of two points.</param>
    /// <param name="values">Standardised: mean 0, variance 1.</param>
    public GaussianProcessModel(
        IEnumerable<double[]> points, IEnumerable<double> values, int dimensions, Func<double[], double[], int, double> distance)
    {
        (_points, _values, _d, _distance) = ([.. points], [.. values], dimensions, distance);
        double best = double.NegativeInfinity;
        _theta = Start(StartLengths[0]);
        foreach (double length in StartLengths)
        {
            (double[] theta, double value) = Maximise(Start(length));
            if (value > best) (_theta, best) = (theta, value);
        }

        Factor();
    }

    /// <summary>Mean and deviation of the function (without the noise) at a point.</summary>
    public (double Mean, double Deviation) Predict(double[] point)
    {
        int n = _points.Count;
        double[] k = new double[n];
        for (int i = 0; i < n; i++) k[i] = Kernel(Radius(point, _points[i]));
        double mean = SquareMatrix.Dot(k, _alpha);
        SquareMatrix.SolveLower(_l, n, k);
        return (mean, Math.Sqrt(Math.Max(1e-12, Math.Exp(_theta[_d]) - SquareMatrix.Dot(k, k))));
    }

    /// <summary>Takes the mean at a pending point for its value ("kriging believer"), which lowers the deviation around it.</summary>
    public void Believe(double[] point)
    {
        _values.Add(Predict(point).Mean);
        _points.Add(point);
        Factor();
    }

    private double[] Start(double length) => [.. Enumerable.Repeat(Math.Log(length), _d), 0, Math.Log(1e-3)];

    private double Radius(double[] x, double[] y)
    {
        double sum = 0;
        for (int j = 0; j < _d; j++)
        {
            double scaled = _distance(x, y, j) * Math.Exp(-_theta[j]);
            sum += scaled * scaled;
        }

        return Math.Sqrt(sum);
    }

    private double Kernel(double r) => Math.Exp(_theta[_d]) * (1 + Root5 * r + 5.0 / 3 * r * r) * Math.Exp(-Root5 * r);

    private void Factor()
    {
        int n = _points.Count;
        double[] k = new double[n * n];
        for (double jitter = 1e-10; ; jitter *= 100)
        {
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j <= i; j++) k[i * n + j] = Kernel(i == j ? 0 : Radius(_points[i], _points[j]));
                k[i * n + i] += Math.Exp(_theta[_d + 1]) + jitter;
            }

            if (SquareMatrix.TryCholesky(k, n)) break;
        }

        (_l, _alpha) = (k, [.. _values]);
        SquareMatrix.SolveLower(_l, n, _alpha);
        SquareMatrix.SolveUpper(_l, n, _alpha);
    }

    private (double[] Theta, double Value) Maximise(double[] theta)
    {
        double[] step = [.. Enumerable.Repeat(0.3, theta.Length)], last = new double[theta.Length], best = [.. theta];
        double most = double.NegativeInfinity;
        var likelihood = new MarginalLikelihood(_points, _values, _d, _distance);
        for (int iteration = 0; iteration < Steps; iteration++)
        {
            if (!likelihood.TryEvaluate(theta, out double value, out double[] gradient)) break;
            if (value > most) (most, best) = (value, [.. theta]);
            for (int p = 0; p < theta.Length; p++)
            {
                double product = gradient[p] * last[p];
                step[p] = Math.Clamp(product > 0 ? step[p] * 1.2 : product < 0 ? step[p] * 0.5 : step[p], 1e-3, 1);
                last[p] = product < 0 ? 0 : gradient[p];
                theta[p] = Math.Clamp(theta[p] + Math.Sign(last[p]) * step[p], LeastLog, MostLog);
            }
        }

        return (best, most);
    }
}
