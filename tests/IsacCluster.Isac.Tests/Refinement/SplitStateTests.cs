using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Refinement;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Tests.Refinement;

/// <summary>SINRs of the split against those of the beams, and the gradient against differences.</summary>
public sealed class SplitStateTests
{
    private const double Regularisation = 1e-5;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void The_sinr_is_that_of_the_beams(int users)
    {
        (IsacInstance instance, UserChannels channels, PlanarMatrix b, double[] weights) = Case(users, 7);
        var split = new SplitState(users, instance.Antennas) { Regularisation = Regularisation };
        split.Eigen.Reset();
        Assert.True(split.Evaluate(b, channels, weights));
        double[] logSinr = [.. split.LogSinr];
        Design design = SplitDesign.Of(split, b, instance.Power, new(instance.Antennas, users), new(instance.Antennas, users));
        double[] sinr = Sinr.Of(design, instance.Channel, instance.Noise);
        for (int l = 0; l < users; l++) Assert.Equal(Math.Exp(logSinr[l]), sinr[l], sinr[l] * 1e-6);
    }

    [Fact]
    public void The_division_leaves_the_covariance()
    {
        (IsacInstance instance, UserChannels channels, PlanarMatrix b, double[] weights) = Case(4, 8);
        ComplexMatrix before = b.ToComplex().Gram();
        var split = new SplitState(4, instance.Antennas) { Regularisation = Regularisation };
        split.Eigen.Reset();
        split.Evaluate(b, channels, weights);
        ComplexMatrix after = SplitDesign.Of(split, b, 1, new(instance.Antennas, 4), new(instance.Antennas, 4)).Covariance();
        Assert.All(before.Data.Zip(after.Data), pair => Assert.InRange(Complex.Abs(pair.First - pair.Second), 0, 1e-9));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(6)]
    public void The_gradient_is_that_of_differences(int users)
    {
        (IsacInstance instance, UserChannels channels, PlanarMatrix b, double[] weights) = Case(users, 9);
        double[] factors = [.. Enumerable.Range(0, users).Select(l => 0.3 + 0.2 * l)];
        var split = new SplitState(users, instance.Antennas) { Regularisation = Regularisation };
        split.Eigen.Reset();
        split.Evaluate(b, channels, weights);
        split.Differentiate(factors);
        PlanarMatrix direction = RandomMatrix(instance.Antennas, 11);
        double slope = 0;
        for (int l = 0; l < users; l++)
        {
            for (int j = 0; j < instance.Antennas; j++)
            {
                Complex moved = Complex.Zero;
                for (int m = 0; m < instance.Antennas; m++) moved += channels.Conjugates[l, m] * direction[m, j];
                slope += (Complex.Conjugate(split.Gradient[l, j]) * moved).Real;
            }
        }

        const double Step = 1e-6;
        double difference = (Value(Step) - Value(-Step)) / (2 * Step);
        Assert.Equal(difference, slope, 1e-6 * Math.Max(1, Math.Abs(difference)));

        double Value(double step)
        {
            PlanarMatrix moved = new(instance.Antennas, instance.Antennas);
            moved.CopyFrom(b);
            moved.Add(step, direction);
            var state = new SplitState(users, instance.Antennas) { Regularisation = Regularisation };
            state.Eigen.Reset();
            state.Evaluate(moved, channels, weights);
            return state.LogSinr.Zip(factors, (sinr, factor) => sinr * factor).Sum();
        }
    }

    private static (IsacInstance Instance, UserChannels Channels, PlanarMatrix B, double[] LogWeights) Case(int users, int seed)
    {
        IsacInstance instance = new SampleGenerator(new Scenario { Users = users }, (ulong)seed).Generate(0).Instance;
        var channels = new UserChannels(users, instance.Antennas);
        channels.Load(instance);
        PlanarMatrix b = RandomMatrix(instance.Antennas, seed);
        double scale = 1 / Math.Sqrt(PlanarMatrix.Inner(b, b));
        for (int i = 0; i < b.Re.Length; i++) (b.Re[i], b.Im[i]) = (scale * b.Re[i], scale * b.Im[i]);
        return (instance, channels, b, [.. Enumerable.Range(0, users).Select(l => 0.3 * Math.Sin(l + 1.0))]);
    }

    private static PlanarMatrix RandomMatrix(int order, int seed)
    {
        ComplexMatrix drawn = RandomDesigns.Matrix(order, order, (ulong)seed);
        var matrix = new PlanarMatrix(order, order);
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++) matrix[i, j] = drawn[i, j];
        }

        return matrix;
    }
}
