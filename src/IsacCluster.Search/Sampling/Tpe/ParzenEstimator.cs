using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using IsacCluster.Search.Numerics;
using IsacCluster.Search.Randomness;

namespace IsacCluster.Search.Sampling.Tpe;

/// <summary>
/// The density of one numerical parameter on [0, 1]: p(u) = sum_i w_i N(u; mu_i, sigma_i^2) / Z_i, where Z_i is the mass of kernel i
/// inside [0, 1], and the prior is one more kernel N(1/2, 1). sigma_i is the greater distance to the neighbours of mu_i, clipped to
/// [1 / min(100, 1 + kernels), 1] ("magic clip"). Buffers are kept from one fit to the next.
/// </summary>
/// <remarks>Bergstra, Bardenet, Bengio, Kegl, "Algorithms for hyper-parameter optimization", NIPS 2011, section 4.</remarks>
internal sealed class ParzenEstimator
{
    private const int Lanes = 4;

    // Beyond this many deviations the mass outside is below 1e-9.
    private const double Far = 6;

    private static readonly double RootTwoPi = Math.Sqrt(2 * Math.PI);

    private double[] _means = [], _weights = [], _inverse = [], _height = [];
    private double _total;
    private int _count;

    /// <summary>Fits to <paramref name="count"/> points with their weights.</summary>
    /// <param name="points">Overwritten: sorted.</param>
    /// <param name="cell">Width of a discrete parameter's cell, for the least sigma; 0 for a continuum.</param>
    public void Fit(double[] points, double[] weights, int count, double priorWeight, double cell)
    {
        Reserve(count + 1);
        Array.Sort(points, weights, 0, count);
        int prior = 0;
        while (prior < count && points[prior] <= 0.5) prior++;
        points.AsSpan(0, prior).CopyTo(_means);
        weights.AsSpan(0, prior).CopyTo(_weights);
        (_means[prior], _weights[prior]) = (0.5, priorWeight);
        points.AsSpan(prior, count - prior).CopyTo(_means.AsSpan(prior + 1));
        weights.AsSpan(prior, count - prior).CopyTo(_weights.AsSpan(prior + 1));
        _count = count + 1;
        Widths(prior, Math.Max(1 / Math.Min(100.0, 1 + _count), 0.5 * cell));
    }

    /// <summary>A draw from the mixture, each kernel cut to [0, 1].</summary>
    public double Draw(ref SearchStream stream)
    {
        double target = stream.NextUniform() * _total;
        int kernel = 0;
        while (kernel < _count - 1 && (target -= _weights[kernel]) > 0) kernel++;
        double sigma = 1 / _inverse[kernel];
        for (int tries = 0; tries < 1000; tries++)
        {
            double u = _means[kernel] + sigma * stream.NextGaussian();
            if (u is >= 0 and <= 1) return u;
        }

        return _means[kernel];
    }

    /// <summary>log p(u), up to the constant that is the same for all estimators.</summary>
    public double LogDensity(double u)
    {
        Vector256<double> sum = Vector256<double>.Zero, at = Vector256.Create(u), minusHalf = Vector256.Create(-0.5);
        ref double means = ref MemoryMarshal.GetArrayDataReference(_means);
        ref double inverse = ref MemoryMarshal.GetArrayDataReference(_inverse);
        ref double height = ref MemoryMarshal.GetArrayDataReference(_height);
        for (nuint i = 0; i < (nuint)_count; i += Lanes)
        {
            Vector256<double> z = (at - Vector256.LoadUnsafe(ref means, i)) * Vector256.LoadUnsafe(ref inverse, i);
            sum += Vector256.LoadUnsafe(ref height, i) * VectorExponential.Exp(z * z * minusHalf);
        }

        return Math.Log((sum[0] + sum[1]) + (sum[2] + sum[3]));
    }

    private void Widths(int prior, double least)
    {
        _total = 0;
        for (int i = 0; i < _count; i++) _total += _weights[i];
        for (int i = 0; i < _count; i++)
        {
            // The outermost kernels look inwards only, unless there is nothing there.
            double left = i > 0 ? _means[i] - _means[i - 1] : _count > 1 ? 0 : _means[i];
            double right = i < _count - 1 ? _means[i + 1] - _means[i] : _count > 1 ? 0 : 1 - _means[i];
            double sigma = i == prior ? 1 : Math.Clamp(Math.Max(left, right), least, 1);
            double inverse = 1 / sigma, below = _means[i] * inverse, above = (1 - _means[i]) * inverse;
            double inside = 1 - (below > Far ? 0 : Normal.Cumulative(-below)) - (above > Far ? 0 : Normal.Cumulative(-above));
            _inverse[i] = inverse;
            _height[i] = _weights[i] / _total * inverse / (inside * RootTwoPi);
        }

        for (int i = _count; i < _height.Length; i++) (_means[i], _inverse[i], _height[i]) = (0, 0, 0);
    }

    private void Reserve(int count)
    {
        int padded = (count + Lanes - 1) / Lanes * Lanes;
        if (padded <= _means.Length) return;
        padded = Math.Max(padded, 2 * _means.Length);
        (_means, _weights, _inverse, _height) = (new double[padded], new double[padded], new double[padded], new double[padded]);
    }
}
