using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IsacCluster.Training.Optimiser;

/// <summary>
/// The passes of <see cref="FlatAdam"/> on the CPU, with the roundings of libtorch's AVX2 kernels: a fused multiply-add where they have
/// one. The square root between them is libtorch's, since its vector library does not round it correctly.
/// </summary>
internal static class AdamPasses
{
    /// <summary>m := beta1 m + (1 - beta1) g, v := beta2 v + (1 - beta2) g g, and scaled := v / correction.</summary>
    public static void Moments(Span<float> first, Span<float> second, ReadOnlySpan<float> gradient, Span<float> scaled, double correction)
    {
        const float keep1 = (float)FlatAdam.Beta1, take1 = (float)(1 - FlatAdam.Beta1), keep2 = (float)FlatAdam.Beta2,
            take2 = (float)(1 - FlatAdam.Beta2);
        Span<Vector256<float>> m = Vectors(first), v = Vectors(second), s = Vectors(scaled);
        ReadOnlySpan<Vector256<float>> g = MemoryMarshal.Cast<float, Vector256<float>>(gradient);
        Vector256<float> divisor = Vector256.Create((float)correction);
        for (int i = 0; i < m.Length; i++)
        {
            m[i] = Vector256.FusedMultiplyAdd(g[i], Vector256.Create(take1), m[i] * keep1);
            v[i] = Vector256.FusedMultiplyAdd(take2 * g[i], g[i], v[i] * keep2);
            s[i] = v[i] / divisor;
        }

        for (int i = m.Length * Vector256<float>.Count; i < first.Length; i++)
        {
            first[i] = MathF.FusedMultiplyAdd(gradient[i], take1, first[i] * keep1);
            second[i] = MathF.FusedMultiplyAdd(take2 * gradient[i], gradient[i], second[i] * keep2);
            scaled[i] = second[i] / (float)correction;
        }
    }

    /// <summary>p := p + rate m / (deviation + epsilon).</summary>
    public static void Move(Span<float> parameters, ReadOnlySpan<float> first, ReadOnlySpan<float> deviation, double rate)
    {
        const float epsilon = (float)FlatAdam.Epsilon;
        Span<Vector256<float>> p = Vectors(parameters);
        ReadOnlySpan<Vector256<float>> m = MemoryMarshal.Cast<float, Vector256<float>>(first),
            d = MemoryMarshal.Cast<float, Vector256<float>>(deviation);
        float factor = (float)rate;
        for (int i = 0; i < p.Length; i++) p[i] += m[i] * factor / (d[i] + Vector256.Create(epsilon));
        for (int i = p.Length * Vector256<float>.Count; i < parameters.Length; i++)
            parameters[i] += first[i] * factor / (deviation[i] + epsilon);
    }

    private static Span<Vector256<float>> Vectors(Span<float> values) => MemoryMarshal.Cast<float, Vector256<float>>(values);
}
