using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using IsacCluster.Search.Numerics;
using IsacCluster.Search.Randomness;
using IsacCluster.Search.Space;

namespace IsacCluster.Search.Sampling.Tpe;

/// <summary>
/// A joint density of d parameters on the unit cube, p(u) = sum_i w_i prod_j k_ij(u_j), with one kernel product for each point and one for
/// the prior. A numerical factor is N(mu_ij, sigma_j^2) cut to [0, 1]; its prior is N(1/2, 1). A categorical factor with K categories is
/// (1 + e) / (1 + K e) on the point's category and e / (1 + K e) on each other, e = category weight / kernels; its prior is uniform.
/// Buffers are kept from one fit to the next.
/// </summary>
/// <remarks>
/// Bergstra et al., NIPS 2011, section 4; Falkner, Klein, Hutter, "BOHB", ICML 2018 (joint kernels); Scott, Multivariate Density
/// Estimation, 1992, section 6.3 (the exponent of the bandwidth).
/// </remarks>
internal sealed class KernelMixture
{
    private const int Lanes = 4;

    // Beyond this many deviations the mass outside is below 1e-9.
    private const double Far = 6;

    private static readonly double RootTwoPi = Math.Sqrt(2 * Math.PI);

    private Parameter[] _parameters = [];
    private double[][] _means = [], _scales = [], _sames = [];
    private double[] _weights = [], _logHeights = [], _exponents = [];
    private int _count, _padded;
    private double _total;

    /// <param name="parameters">The d parameters.</param>
    /// <param name="indices">Which coordinates of the points they are.</param>
    /// <param name="points">Points in which all of them are active.</param>
    /// <param name="weights">One for each point.</param>
    public void Fit(Parameter[] parameters, int[] indices, List<double[]> points, List<double> weights, TpeOptions options)
    {
        _parameters = parameters;
        _count = points.Count + 1;
        Reserve();
        _total = options.PriorWeight;
        for (int i = 0; i < points.Count; i++) _total += _weights[i] = weights[i];
        _weights[points.Count] = options.PriorWeight;
        for (int i = 0; i < _padded; i++) _logHeights[i] = i < _count ? Math.Log(_weights[i] / _total) : -1e300;
        for (int j = 0; j < parameters.Length; j++)
        {
            for (int i = 0; i < points.Count; i++) _means[j][i] = points[i][indices[j]];
            if (parameters[j].IsCategorical) FitCategories(j, options.CategoryWeight);
            else FitNumbers(j, options);
        }
    }

    /// <summary>
    /// A draw from the product of the marginals: each coordinate from a kernel of its own, which combines what is good in different
    /// points. Of each parameter u in [0, 1].
    /// </summary>
    public void Draw(ref SearchStream stream, Span<double> unit)
    {
        for (int j = 0; j < unit.Length; j++)
        {
            int kernel = Pick(ref stream);
            if (_parameters[j].IsCategorical) unit[j] = DrawCategory(j, kernel, ref stream);
            else unit[j] = DrawNumber(_means[j][kernel], 1 / _scales[j][kernel], ref stream);
        }
    }

    /// <summary>log p(u) for legal points, up to the constant that is the same for all mixtures of these parameters.</summary>
    public double LogDensity(ReadOnlySpan<double> unit)
    {
        Vector256<double> most = Vector256.Create(double.NegativeInfinity), sum = Vector256<double>.Zero;
        ref double exponents = ref MemoryMarshal.GetArrayDataReference(_exponents);
        for (nuint i = 0; i < (nuint)_padded; i += Lanes)
        {
            Vector256<double> exponent = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_logHeights), i);
            for (int j = 0; j < unit.Length; j++) exponent += Factor(j, Vector256.Create(unit[j]), i);
            exponent.StoreUnsafe(ref exponents, i);
            most = Vector256.ConditionalSelect(Vector256.GreaterThan(exponent, most), exponent, most);
        }

        double top = Math.Max(Math.Max(most[0], most[1]), Math.Max(most[2], most[3]));
        for (nuint i = 0; i < (nuint)_padded; i += Lanes)
        {
            sum += VectorExponential.Exp(Vector256.LoadUnsafe(ref exponents, i) - Vector256.Create(top));
        }

        return top + Math.Log((sum[0] + sum[1]) + (sum[2] + sum[3]));
    }

    private Vector256<double> Factor(int j, Vector256<double> unit, nuint i)
    {
        Vector256<double> mean = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_means[j]), i);
        Vector256<double> scale = Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_scales[j]), i);
        if (_parameters[j].IsCategorical)
        {
            return Vector256.ConditionalSelect(
                Vector256.Equals(mean, unit), Vector256.LoadUnsafe(ref MemoryMarshal.GetArrayDataReference(_sames[j]), i), scale);
        }

        Vector256<double> z = (unit - mean) * scale;
        return z * z * Vector256.Create(-0.5);
    }

    private void FitCategories(int j, double weight)
    {
        double categories = _parameters[j].Cardinality!.Value, smoothing = weight / _count;
        double other = Math.Log(smoothing / (1 + categories * smoothing)), same = Math.Log((1 + smoothing) / (1 + categories * smoothing));
        _scales[j].AsSpan(0, _padded).Fill(other);
        _sames[j].AsSpan(0, _padded).Fill(same);
        _means[j].AsSpan(_count - 1, _padded - _count + 1).Fill(-1);
        _scales[j][_count - 1] = -Math.Log(categories);
    }

    private void FitNumbers(int j, TpeOptions options)
    {
        int n = _count - 1;
        double[] means = _means[j], scales = _scales[j];
        double cell = _parameters[j].Cardinality is null ? 0 : _parameters[j].CellWidth(_parameters[j].FromUnit(0.5));
        double inverse = 1 / Math.Max(options.Bandwidth * Math.Pow(Math.Max(n, 1), -1.0 / (_parameters.Length + 4)), 0.5 * cell);
        means[n] = 0.5;
        for (int i = 0; i < _count; i++)
        {
            double scale = i == n ? 1 : inverse, below = means[i] * scale, above = (1 - means[i]) * scale;
            double inside = 1 - (below > Far ? 0 : Normal.Cumulative(-below)) - (above > Far ? 0 : Normal.Cumulative(-above));
            scales[i] = scale;
            _logHeights[i] += Math.Log(scale / (inside * RootTwoPi));
        }

        for (int i = _count; i < _padded; i++) means[i] = scales[i] = 0;
    }

    private int Pick(ref SearchStream stream)
    {
        double target = stream.NextUniform() * _total;
        int kernel = 0;
        while (kernel < _count - 1 && (target -= _weights[kernel]) > 0) kernel++;
        return kernel;
    }

    private double DrawCategory(int j, int kernel, ref SearchStream stream)
    {
        (double which, double other) = stream.NextPair();
        double categories = _parameters[j].Cardinality!.Value;
        bool uniform = kernel == _count - 1 || which < categories * Math.Exp(_scales[j][kernel]);
        return uniform ? _parameters[j].ToUnit(_parameters[j].FromUnit(other)) : _means[j][kernel];
    }

    private static double DrawNumber(double mean, double sigma, ref SearchStream stream)
    {
        for (int tries = 0; tries < 1000; tries++)
        {
            double u = mean + sigma * stream.NextGaussian();
            if (u is >= 0 and <= 1) return u;
        }

        return mean;
    }

    private void Reserve()
    {
        _padded = (_count + Lanes - 1) / Lanes * Lanes;
        if (_logHeights.Length < _padded)
        {
            int size = 2 * _padded;
            (_weights, _logHeights, _exponents) = (new double[size], new double[size], new double[size]);
        }

        if (_means.Length >= _parameters.Length && _means[0].Length >= _padded) return;
        int width = Math.Max(_means.Length, _parameters.Length);
        (_means, _scales, _sames) = (Arrays(), Arrays(), Arrays());

        double[][] Arrays() => [.. Enumerable.Range(0, width).Select(_ => new double[_logHeights.Length])];
    }
}
