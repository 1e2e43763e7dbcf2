using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Inference;

/// <summary>What networks see of an instance, rounded from doubles where they compute in floats.</summary>
internal static class InputEncoding
{
    /// <summary>Of a zero channel, so that its logarithm exists.</summary>
    private const double LeastEnergy = 1e-12;

    /// <summary>The features of a user's channel, of the length that <see cref="NetworkLayout.UserInputs"/> says.</summary>
    public static void WriteUser<T>(NetworkArchitecture architecture, IsacInstance instance, int user, Span<T> values)
        where T : struct, INumberBase<T>
    {
        if (architecture.UserFeatures == UserFeatures.Covariance) WriteCovariance(instance, user, values);
        else WriteChannel(architecture, instance, user, values);
    }

    /// <summary>
    /// The lower triangle of h_l h_l^H M / |h_l|^2 (real parts row by row, then imaginary parts without the diagonal) and
    /// ln(P0 |h_l|^2 / (sigma^2 M)).
    /// </summary>
    private static void WriteCovariance<T>(IsacInstance instance, int user, Span<T> values) where T : struct, INumberBase<T>
    {
        ReadOnlySpan<Complex> h = instance.Channel.Row(user);
        double energy = 0, snr = instance.Power / instance.Noise;
        foreach (Complex entry in h) energy += entry.Real * entry.Real + entry.Imaginary * entry.Imaginary;
        energy = Math.Max(energy * snr, LeastEnergy);
        double scale = snr * h.Length / energy;
        int re = 0, im = h.Length * (h.Length + 1) / 2;
        for (int i = 0; i < h.Length; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                Complex product = h[i] * Complex.Conjugate(h[j]);
                values[re++] = T.CreateTruncating(scale * product.Real);
                if (j < i) values[im++] = T.CreateTruncating(scale * product.Imaginary);
            }
        }

        values[im] = T.CreateTruncating(Math.Log(energy / h.Length));
    }

    /// <summary>[Re h_l; Im h_l] InputScale sqrt(P0) / sigma, length 2M; phase-normalised ones of h_l conj(h_l1) / |h_l1|.</summary>
    private static void WriteChannel<T>(NetworkArchitecture architecture, IsacInstance instance, int user, Span<T> values)
        where T : struct, INumberBase<T>
    {
        double scale = architecture.InputScale * Math.Sqrt(instance.Power / instance.Noise);
        ReadOnlySpan<Complex> h = instance.Channel.Row(user);
        if (architecture.UserFeatures == UserFeatures.Channel)
        {
            for (int m = 0; m < h.Length; m++)
            {
                values[m] = T.CreateTruncating(scale * h[m].Real);
                values[h.Length + m] = T.CreateTruncating(scale * h[m].Imaginary);
            }

            return;
        }

        double first = h[0].Magnitude;
        Complex turn = first > 0 ? scale * Complex.Conjugate(h[0]) / first : scale;
        for (int m = 0; m < h.Length; m++)
        {
            Complex turned = turn * h[m];
            values[m] = T.CreateTruncating(turned.Real);
            values[h.Length + m] = m == 0 ? T.Zero : T.CreateTruncating(turned.Imaginary);
        }
    }

    /// <summary>Gamma0 in dB / 10.</summary>
    public static double Threshold(IsacInstance instance) => Decibel.FromLinear(instance.SinrThreshold) / 10;
}
