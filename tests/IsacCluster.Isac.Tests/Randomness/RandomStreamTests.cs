using System.Numerics;
using IsacCluster.Isac.Randomness;

namespace IsacCluster.Isac.Tests.Randomness;

public sealed class RandomStreamTests
{
    private const ulong Seed = 0x0123456789abcdef;
    private const int Count = 20_000;

    /// <summary>Values of an independent implementation in Python: a change of the counter's layout changes every campaign.</summary>
    [Fact]
    public void Draws_are_those_of_the_documented_key_and_counter()
    {
        var stream = new RandomStream(Seed, StreamPurpose.Fading, 0x100000007);
        Assert.Equal((0.4235121753476868, 0.6054535456464797), stream.NextUniformPair());
        for (int i = 0; i < 4; i++) stream.NextUniformPair();
        Assert.Equal((0.47348871184530517, 0.21424577759292351), stream.NextUniformPair());
    }

    [Fact]
    public void Every_draw_consumes_one_block()
    {
        var stream = new RandomStream(Seed, StreamPurpose.Fading, 0);
        for (uint i = 0; i < 100; i++)
        {
            Assert.Equal(3 * i, BlocksDrawn.By(stream, Seed, StreamPurpose.Fading, 0));
            stream.NextUniformPair();
            stream.NextUniform(-1, 1);
            stream.NextComplexGaussian();
        }
    }

    [Fact]
    public void Seeds_purposes_and_samples_share_no_draw()
    {
        var seen = new HashSet<(double, double)>();
        foreach (ulong seed in (ulong[])[0, 1, 1UL << 32])
        {
            foreach (StreamPurpose purpose in Enum.GetValues<StreamPurpose>())
            {
                foreach (ulong sample in (ulong[])[0, 1, 1UL << 32, ulong.MaxValue])
                {
                    var stream = new RandomStream(seed, purpose, sample);
                    for (int draw = 0; draw < 50; draw++) Assert.True(seen.Add(stream.NextUniformPair()));
                }
            }
        }
    }

    [Fact]
    public void A_copy_of_a_stream_repeats_it()
    {
        var stream = new RandomStream(Seed, StreamPurpose.Fading, 5);
        stream.NextUniformPair();
        RandomStream copy = stream;
        Assert.Equal(stream.NextComplexGaussian(), copy.NextComplexGaussian());
    }

    [Fact]
    public void Uniforms_are_inside_the_open_interval_uniform_and_independent()
    {
        (double X, double Y)[] pairs = [.. Samples().Select(i => new RandomStream(Seed, StreamPurpose.Targets, i).NextUniformPair())];
        Assert.All(pairs, pair => Assert.True(pair is { X: > 0 and < 1, Y: > 0 and < 1 }));
        KolmogorovSmirnov.AssertFollows(pairs.Select(pair => pair.X), x => x);
        KolmogorovSmirnov.AssertFollows(pairs.Select(pair => pair.Y), x => x);
        KolmogorovSmirnov.AssertUncorrelated(pairs);
    }

    [Fact]
    public void Neighbouring_samples_are_independent()
    {
        (double, double)[] pairs = [.. Samples().Select(i => (First(i), First(i + 1)))];
        KolmogorovSmirnov.AssertUncorrelated(pairs);

        static double First(ulong sample) => new RandomStream(Seed, StreamPurpose.Fading, sample).NextUniformPair().First;
    }

    /// <summary>g ~ CN(0, 1) exactly if |g|^2 ~ Exp(1) and its phase is uniform and independent of it.</summary>
    [Fact]
    public void Gaussians_are_circular_with_unit_variance()
    {
        Complex[] draws = Draws();
        KolmogorovSmirnov.AssertFollows(draws.Select(Power), power => 1 - Math.Exp(-power));
        KolmogorovSmirnov.AssertFollows(draws.Select(g => g.Phase), phase => (phase + Math.PI) / (2 * Math.PI));
        KolmogorovSmirnov.AssertUncorrelated([.. draws.Select(g => (Power(g), g.Phase))]);
        KolmogorovSmirnov.AssertUncorrelated([.. draws.Select(g => (g.Real, g.Imaginary))]);
    }

    /// <summary>Each part has mean 0, variance 1/2, fourth moment 3/4; limits are 4 standard errors.</summary>
    [Fact]
    public void Gaussian_parts_have_the_moments_of_a_normal_law()
    {
        double root = Math.Sqrt(Count);
        foreach (double[] part in (double[][])[[.. Draws().Select(g => g.Real)], [.. Draws().Select(g => g.Imaginary)]])
        {
            Assert.InRange(part.Average() * root, -4 * Math.Sqrt(0.5), 4 * Math.Sqrt(0.5));
            Assert.InRange((part.Average(x => x * x) - 0.5) * root, -4 * Math.Sqrt(0.5), 4 * Math.Sqrt(0.5));
            Assert.InRange((part.Average(x => x * x * x * x) - 0.75) * root, -4 * Math.Sqrt(6), 4 * Math.Sqrt(6));
        }
    }

    private static IEnumerable<ulong> Samples() => Enumerable.Range(0, Count).Select(i => (ulong)i);

    private static Complex[] Draws()
    {
        var stream = new RandomStream(Seed, StreamPurpose.Fading, 0);
        var draws = new Complex[Count];
        for (int i = 0; i < Count; i++) draws[i] = stream.NextComplexGaussian();
        return draws;
    }

    private static double Power(Complex g) => g.Real * g.Real + g.Imaginary * g.Imaginary;
}
