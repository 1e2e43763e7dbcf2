using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Networks.Inference;

/// <summary>
/// The unfolded gradient steps behind a split read-out (docs/adr/0006-split-readout.md), in doubles. With unit channel vectors e_l,
/// N_jl = e_j^H R e_l, R = B B^H and T the Hermitian Toeplitz gradient of L(R), step k is
/// <code>
/// B := unit power of   B - a_k T B + sum_l c_kl e_l e_l^H B - sum_(j != l) b_kj b_kl N_jl / (N_jj N_ll) e_j e_l^H B.
/// </code>
/// Not thread-safe.
/// </summary>
internal sealed class BeamRefinement(int antennas)
{
    private const double LeastReceived = 1e-3, LeastPower = 1e-12;
    private readonly ComplexMatrix _toeplitz = new(antennas, antennas), _next = new(antennas, antennas);
    private ComplexMatrix _unit = new(0, antennas), _received = new(0, antennas);
    private Complex[] _factors = [];
    private double[] _weights = [];

    /// <param name="b">B with power 1, M x M; refined in place.</param>
    /// <param name="ofUsers">For each user ln w_l and then, for each step, ln b_kl and c_kl.</param>
    /// <param name="steps">ln a_k.</param>
    public void Apply(ComplexMatrix b, IsacInstance instance, ReadOnlySpan<float> ofUsers, ReadOnlySpan<float> steps)
    {
        int users = instance.Users, width = 1 + 2 * steps.Length;
        LoadUnitChannels(instance);
        for (int k = 0; k < steps.Length; k++)
        {
            instance.Objective.WriteGradient(DiagonalSums.Of(b.Gram()), _toeplitz);
            b.Data.CopyTo(_next.Data, 0);
            AddProduct(_toeplitz, b, -Math.Exp(steps[k]), _next);
            AddUserSteps(b, ofUsers, users, width, 1 + 2 * k);
            double power = 0;
            foreach (Complex entry in _next.Data) power += entry.Real * entry.Real + entry.Imaginary * entry.Imaginary;
            double scale = 1 / Math.Sqrt(Math.Max(power, LeastPower));
            for (int i = 0; i < b.Data.Length; i++) b.Data[i] = scale * _next.Data[i];
        }
    }

    private void LoadUnitChannels(IsacInstance instance)
    {
        int users = instance.Users;
        if (_unit.Rows != users)
        {
            (_unit, _received) = (new ComplexMatrix(users, antennas), new ComplexMatrix(users, antennas));
            (_factors, _weights) = (new Complex[users * users], new double[users]);
        }

        double snr = instance.Power / instance.Noise;
        for (int l = 0; l < users; l++)
        {
            double energy = 0;
            foreach (Complex entry in instance.Channel.Row(l)) energy += entry.Real * entry.Real + entry.Imaginary * entry.Imaginary;
            double scale = Math.Sqrt(snr / Math.Max(energy * snr, LeastPower));
            for (int m = 0; m < antennas; m++) _unit[l, m] = scale * instance.Channel[l, m];
        }
    }

    private void AddUserSteps(ComplexMatrix b, ReadOnlySpan<float> ofUsers, int users, int width, int position)
    {
        _received.Data.AsSpan().Clear();
        for (int l = 0; l < users; l++)
        {
            double power = 0;
            Span<Complex> row = _received.Row(l);
            for (int m = 0; m < antennas; m++) AddScaled(Complex.Conjugate(_unit[l, m]), b.Row(m), row);
            foreach (Complex entry in row) power += entry.Real * entry.Real + entry.Imaginary * entry.Imaginary;
            _weights[l] = Math.Exp(ofUsers[l * width + position]) / Math.Max(power, LeastReceived);
        }

        for (int j = 0; j < users; j++)
        {
            for (int l = 0; l < users; l++)
            {
                Complex inner = Complex.Zero;
                for (int m = 0; m < antennas; m++) inner += _received[j, m] * Complex.Conjugate(_received[l, m]);
                _factors[j * users + l] = j == l ? ofUsers[l * width + position + 1] : -_weights[j] * _weights[l] * inner;
            }
        }

        Span<Complex> step = antennas <= 256 ? stackalloc Complex[antennas] : new Complex[antennas];
        for (int j = 0; j < users; j++)
        {
            step.Clear();
            for (int l = 0; l < users; l++) AddScaled(_factors[j * users + l], _received.Row(l), step);
            for (int m = 0; m < antennas; m++) AddScaled(_unit[j, m], step, _next.Row(m));
        }
    }

    /// <summary>target += factor A B.</summary>
    private static void AddProduct(ComplexMatrix a, ComplexMatrix b, double factor, ComplexMatrix target)
    {
        for (int i = 0; i < a.Rows; i++)
        {
            for (int k = 0; k < a.Columns; k++) AddScaled(factor * a[i, k], b.Row(k), target.Row(i));
        }
    }

    private static void AddScaled(Complex factor, ReadOnlySpan<Complex> source, Span<Complex> target)
    {
        for (int k = 0; k < source.Length; k++)
        {
            target[k] = new Complex(
                target[k].Real + factor.Real * source[k].Real - factor.Imaginary * source[k].Imaginary,
                target[k].Imaginary + factor.Real * source[k].Imaginary + factor.Imaginary * source[k].Real);
        }
    }
}
