using System.Runtime.Intrinsics;
using IsacCluster.Networks.Inference;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Networks.Tests.Inference;

public sealed class ActivationTests
{
    private const double Ulp = 1.0 / (1 << 23);

    private static readonly float[] Arguments = [.. Enumerable.Range(0, 32 * 500).Select(i => (i - 8000) * 0.01087f)];

    [Fact]
    public void The_exponential_is_exact_to_two_units_in_the_last_place()
    {
        foreach (float x in Arguments.Where(x => Math.Abs(x) <= 87))
            Assert.Equal(1, Exponential.Of(Vector256.Create(x))[5] / Math.Exp(x), 2 * Ulp);
        Assert.True(float.IsNormal(Exponential.Of(Vector256.Create(float.NegativeInfinity))[0]));
        Assert.True(float.IsNormal(Exponential.Of(Vector256.Create(float.PositiveInfinity))[0]));
    }

    [Fact]
    public void Sigmoid_is_exact() => AssertRelative(Activation.Sigmoid, x => 1 / (1 + Math.Exp(-x)));

    [Fact]
    public void Silu_is_exact() => AssertRelative(Activation.Silu, x => x / (1 + Math.Exp(-x)));

    [Fact]
    public void Tanh_is_exact() => AssertRelative(Activation.Tanh, Math.Tanh);

    [Fact]
    public void Relu_is_exact() => AssertRelative(Activation.Relu, x => Math.Max(x, 0));

    private static void AssertRelative(Activation activation, Func<double, double> exact)
    {
        float[] values = [.. Arguments];
        ActivationKernels.Apply(activation, values);
        for (int i = 0; i < values.Length; i++)
        {
            double expected = exact(Arguments[i]);
            Assert.Equal(expected, values[i], 4 * Ulp * Math.Abs(expected) + 1e-36);
        }
    }
}
