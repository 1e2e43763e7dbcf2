using IsacCluster.Search.Numerics;
using IsacCluster.Search.Space;

namespace IsacCluster.Search.Sampling.GaussianProcess;

/// <summary>
/// Gaussian process whose kernel is the sum of a joint Matern 5/2 kernel with a length for each dimension, a m(r), r^2 = sum_j d_j^2 /
/// l_j^2; an additive one, s / d sum_j m(d_j / m_j), which learns each parameter's own effect from few trials; a quadratic one, q (1 +
/// f(x)'f(y))^2, the bowl that a local minimum lies in; and noise b. theta maximises the marginal likelihood with normal priors on
/// the logarithms (<see cref="KernelParameters"/>), by Rprop from two starts.
/// </summary>
/// <remarks>
/// Rasmussen, Williams, Gaussian Processes for Machine Learning, 2006, sections 4.2 and 5.4; Duvenaud, Nickisch, Rasmussen, "Additive
/// Gaussian processes", NIPS 2011; Riedmiller, Braun, Rprop, 1993.
/// </remarks>
internal sealed class GaussianProcessModel
{
    private const double LeastLog = -12, MostLog = 5;
    private static readonly double[] StartFactors = [1, 0.3];

    private readonly PointSet _points;
    private readonly List<double> _values;
    private readonly double[] _jointFactors, _additiveFactors;
    private readonly double _joint, _additive, _quadratic, _noise;
    private readonly int _d;
    private CholeskyFactor _factor = new();
    private double[] _alpha = [], _squares = [], _radius = [], _kernel = [];

    /// <param name="values">Standardised: mean 0, variance 1.</param>
    public GaussianProcessModel(ParameterSpace space, IEnumerable<double[]> points, IEnumerable<double> values, double[] theta)
    {
        _points = new PointSet(space);
        foreach (double[] point in points) _points.Add(point);
        (_values, _d) = ([.. values], space.Count);
        _jointFactors = [.. theta.Take(_d).Select(t => Math.Exp(-2 * t))];
        _additiveFactors = [.. theta.Skip(_d).Take(_d).Select(t => Math.Exp(-2 * t))];
        _joint = Math.Exp(theta[KernelParameters.Joint(_d)]);
        _additive = Math.Exp(theta[KernelParameters.Additive(_d)]);
        _quadratic = Math.Exp(theta[KernelParameters.Quadratic(_d)]);
        _noise = Math.Exp(theta[KernelParameters.Noise(_d)]);
        Factor();
    }

    public int Count => _points.Count;

    /// <summary>theta of points and values.</summary>
    public static double[] Fit(ParameterSpace space, IEnumerable<double[]> points, IEnumerable<double> values, int steps)
    {
        var set = new PointSet(space);
        foreach (double[] point in points) set.Add(point);
        var likelihood = new MarginalLikelihood(set, [.. values]);
        double best = double.NegativeInfinity;
        double[] fitted = KernelParameters.Start(space.Count, 1);
        foreach (double factor in StartFactors)
        {
            (double[] theta, double value) = Maximise(likelihood, KernelParameters.Start(space.Count, factor), steps);
            if (value > best) (fitted, best) = (theta, value);
        }

        return fitted;
    }

    /// <summary>The mean at a point of the model itself.</summary>
    public double MeanAt(int i) => _values[i] - _noise * _alpha[i];

    /// <summary>Mean and deviation of the function (without the noise) at a point.</summary>
    public (double Mean, double Deviation) Predict(double[] point)
    {
        int n = _points.Count;
        Kernel(point, n);
        Span<double> k = _kernel.AsSpan(0, n);
        double mean = SquareMatrix.Dot(k, _alpha), own = Own(point);
        _factor.SolveLower(k);
        return (mean, Math.Sqrt(Math.Max(1e-12, own - SquareMatrix.Dot(k, k))));
    }

    /// <summary>The mean alone, which costs O(n).</summary>
    public double Mean(double[] point)
    {
        Kernel(point, _points.Count);
        return SquareMatrix.Dot(_kernel.AsSpan(0, _points.Count), _alpha);
    }

    /// <summary>Takes the mean at a point without a value for it ("kriging believer"), which lowers the deviation around it.</summary>
    /// <param name="least">Or this where the mean is less.</param>
    public void Believe(double[] point, double least = double.NegativeInfinity)
    {
        double mean = Math.Max(least, Mean(point));
        _points.Add(point);
        _values.Add(mean);
        if (_factor.TryAppend(Row(point, _points.Count - 1, 1e-8))) Solve();
        else Factor();
    }

    private double Own(double[] point) => _joint + _additive + _quadratic * _points.Quadratic(point, point);

    private double[] Row(double[] point, int n, double jitter)
    {
        Kernel(point, n);
        return [.. _kernel.AsSpan(0, n), Own(point) + _noise + jitter];
    }

    /// <summary>k(point, x_i) of the first n points.</summary>
    private void Kernel(double[] point, int n)
    {
        int padded = Matern.Padded(n);
        if (_kernel.Length < padded)
        {
            int size = 2 * padded;
            (_squares, _radius, _kernel) = (new double[size], new double[size], new double[size]);
        }

        Span<double> kernel = _kernel.AsSpan(0, padded), radius = _radius.AsSpan(0, padded), squares = _squares.AsSpan(0, padded);
        radius.Clear();
        for (int i = 0; i < n; i++) kernel[i] = _quadratic * _points.Quadratic(point, _points[i]);
        for (int j = 0; j < _d; j++)
        {
            _points.Squares(point, j, squares[..n]);
            for (int i = 0; i < n; i++) radius[i] += _jointFactors[j] * squares[i];
            Matern.Add(squares, _additiveFactors[j], _additive / _d, kernel);
        }

        Matern.Add(radius, 1, _joint, kernel);
    }

    private void Factor()
    {
        for (double jitter = 1e-10; ; jitter *= 100)
        {
            _factor = new CholeskyFactor();
            int i = 0;
            while (i < _points.Count && _factor.TryAppend(Row(_points[i], i, jitter))) i++;
            if (i == _points.Count) break;
        }

        Solve();
    }

    private void Solve()
    {
        _alpha = [.. _values];
        _factor.SolveLower(_alpha);
        _factor.SolveUpper(_alpha);
    }

    private static (double[] Theta, double Value) Maximise(MarginalLikelihood likelihood, double[] theta, int steps)
    {
        double[] step = [.. Enumerable.Repeat(0.3, theta.Length)], last = new double[theta.Length], best = [.. theta];
        double most = double.NegativeInfinity;
        for (int iteration = 0; iteration < steps; iteration++)
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
