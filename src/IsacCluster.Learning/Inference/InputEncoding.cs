using System.Numerics;
using IsacCluster.Isac.Designs;

namespace IsacCluster.Learning.Inference;

/// <summary>What networks see of an instance, rounded from doubles to floats.</summary>
internal static class InputEncoding
{
    /// <summary>[Re h_l; Im h_l] InputScale sqrt(P0) / sigma, length 2M.</summary>
    public static void WriteChannel(IsacInstance instance, int user, double inputScale, Span<float> values)
    {
        double scale = inputScale * Math.Sqrt(instance.Power / instance.Noise);
        ReadOnlySpan<Complex> h = instance.Channel.Row(user);
        for (int m = 0; m < h.Length; m++)
            (values[m], values[h.Length + m]) = ((float)(scale * h[m].Real), (float)(scale * h[m].Imaginary));
    }

    /// <summary>Gamma0 in dB / 10.</summary>
    public static float Threshold(IsacInstance instance) => (float)(Decibel.FromLinear(instance.SinrThreshold) / 10);
}
