using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using IsacCluster.Networks.Layouts;
using Floats = System.Runtime.Intrinsics.Vector256<float>;

namespace IsacCluster.Networks.Inference;

/// <summary>
/// Activations to about float accuracy, the same bits on all machines: only operations that are exactly rounded, in a fixed order.
/// </summary>
internal static class ActivationKernels
{
    /// <summary>Vectors that go through the exponential side by side: one alone would wait for its own chain of operations.</summary>
    private const int Block = 4;

    /// <summary>Applies a function to each entry.</summary>
    /// <param name="values">A multiple of 32 entries, which whole tiles of rows are.</param>
    public static void Apply(Activation activation, Span<float> values)
    {
        Span<Floats> vectors = MemoryMarshal.Cast<float, Floats>(values);
        if (vectors.Length * Floats.Count != values.Length || vectors.Length % Block != 0)
            throw new ArgumentException($"{values.Length} is not a multiple of {Block * Floats.Count}.", nameof(values));
        switch (activation)
        {
            case Activation.Sigmoid: Apply<Sigmoid>(vectors); break;
            case Activation.Silu: Apply<Silu>(vectors); break;
            case Activation.Tanh: Apply<HyperbolicTangent>(vectors); break;
            case Activation.Relu:
                foreach (ref Floats x in vectors) x &= Vector256.GreaterThan(x, Floats.Zero);
                break;
            default: throw new ArgumentOutOfRangeException(nameof(activation), activation, "Not an activation.");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply<TFunction>(Span<Floats> vectors) where TFunction : IExponentialFunction
    {
        for (int i = 0; i < vectors.Length; i += Block)
        {
            Span<Floats> x = vectors.Slice(i, Block);
            Floats a = Exponential.Reduce(TFunction.Exponent(x[0]), out Floats na);
            Floats b = Exponential.Reduce(TFunction.Exponent(x[1]), out Floats nb);
            Floats c = Exponential.Reduce(TFunction.Exponent(x[2]), out Floats nc);
            Floats d = Exponential.Reduce(TFunction.Exponent(x[3]), out Floats nd);
            (a, b) = (Exponential.Power(a, na), Exponential.Power(b, nb));
            (c, d) = (Exponential.Power(c, nc), Exponential.Power(d, nd));
            x[0] = TFunction.Value(x[0], a);
            x[1] = TFunction.Value(x[1], b);
            x[2] = TFunction.Value(x[2], c);
            x[3] = TFunction.Value(x[3], d);
        }
    }

    /// <summary>A function of x and e^(p(x)).</summary>
    private interface IExponentialFunction
    {
        /// <summary>p(x).</summary>
        static abstract Floats Exponent(Floats x);

        static abstract Floats Value(Floats x, Floats power);
    }

    /// <summary>1 / (1 + e^-x).</summary>
    private readonly struct Sigmoid : IExponentialFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Floats Exponent(Floats x) => -x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Floats Value(Floats x, Floats power) => Floats.One / (Floats.One + power);
    }

    /// <summary>x / (1 + e^-x).</summary>
    private readonly struct Silu : IExponentialFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Floats Exponent(Floats x) => -x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Floats Value(Floats x, Floats power) => x / (Floats.One + power);
    }

    /// <summary>tanh x = 1 - 2 / (1 + e^2x); for small x, where that loses digits, the polynomial of Cephes (Moshier, tanhf).</summary>
    private readonly struct HyperbolicTangent : IExponentialFunction
    {
        private const float PolynomialLimit = 0.625f;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Floats Exponent(Floats x) => x + x;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Floats Value(Floats x, Floats power)
        {
            Floats large = Floats.One - Vector256.Create(2f) / (Floats.One + power), square = x * x;
            var p = Vector256.FusedMultiplyAdd(Vector256.Create(-5.70498872745e-3f), square, Vector256.Create(2.06390887954e-2f));
            p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-5.37397155531e-2f));
            p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(1.33314422036e-1f));
            p = Vector256.FusedMultiplyAdd(p, square, Vector256.Create(-3.33332819422e-1f));
            Floats small = Vector256.FusedMultiplyAdd(p * square, x, x);
            return Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Abs(x), Vector256.Create(PolynomialLimit)), small, large);
        }
    }
}
