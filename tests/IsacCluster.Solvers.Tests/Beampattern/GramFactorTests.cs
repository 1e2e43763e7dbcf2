using IsacCluster.Isac.Arrays;
using IsacCluster.Numerics;
using IsacCluster.Numerics.Tests;
using IsacCluster.Solvers.Beampattern;

namespace IsacCluster.Solvers.Tests.Beampattern;

/// <summary>The factor of the objective and the operators on diagonal sums against their definitions.</summary>
public sealed class GramFactorTests
{
    public static TheoryData<int> Orders => [1, 2, 3, 4, 5, 8, 11];

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void The_gram_factor_gives_the_same_features_from_frequencies_as_from_diagonal_sums(int antennas)
    {
        GramFactor factor = GramFactor.Of(new BeampatternObjective(antennas, [-20, 30], 10, 90));
        ComplexMatrix r = RandomMatrices.PositiveDefinite(antennas, 3).ToComplex(), f = factor.Frequencies.ToComplex();
        var sums = new double[factor.Stride];
        DiagonalSums.Of(r).CopyTo(sums, 0);
        var fromSums = new double[factor.Rank];
        factor.Apply(sums, fromSums, 0);
        ComplexMatrix pattern = RandomMatrices.Adjoint(f) * r * f;
        for (int k = 0; k < factor.Rank; k++)
        {
            double value = Enumerable.Range(0, f.Columns).Sum(n => factor.FrequencyRows[k * factor.Stride + n] * pattern[n, n].Real);
            Assert.Equal(fromSums[k], value, 1e-10);
        }
    }

    [Theory]
    [InlineData(10, 180, 10)]
    [InlineData(10, 19, 10)]
    [InlineData(10, 11, 4)]
    [InlineData(10, 12, 180)]
    [InlineData(16, 40, 0)]
    [InlineData(1, 10, 30)]
    public void The_gram_factor_gives_the_objective_to_rounding(int antennas, int points, double width)
    {
        var objective = new BeampatternObjective(antennas, width == 0 ? [] : [-20, 30], width, points);
        GramFactor factor = GramFactor.Of(objective);
        Assert.InRange(factor.Rank, 0, Math.Min(points, DiagonalSums.Count(antennas)));
        for (ulong seed = 3; seed < 8; seed++)
        {
            double[] sums = DiagonalSums.Of(RandomMatrices.PositiveDefinite(antennas, seed).ToComplex());
            double expected = objective.Mse(sums), scale = Math.Sqrt(DiagonalSums.MeanSquarePattern(sums));
            Assert.Equal(expected, factor.Value(sums), 1e-13 * scale * Math.Sqrt(expected) + 1e-26 * scale * scale);
        }
    }

    [Fact]
    public void The_mean_square_of_a_pattern_is_that_over_uniform_electrical_angles()
    {
        const int Antennas = 5, Points = 64;
        double[] sums = DiagonalSums.Of(RandomMatrices.PositiveDefinite(Antennas, 4).ToComplex());
        double expected = 0;
        for (int n = 0; n < Points; n++)
        {
            double w = 2 * Math.PI * n / Points, pattern = sums[0];
            for (int d = 1; d < Antennas; d++) pattern += 2 * (sums[2 * d - 1] * Math.Cos(d * w) - sums[2 * d] * Math.Sin(d * w));
            expected += pattern * pattern / Points;
        }

        Assert.Equal(expected, DiagonalSums.MeanSquarePattern(sums), 1e-10 * expected);
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void The_toeplitz_operator_is_the_adjoint_of_the_diagonal_sums(int order)
    {
        PlanarMatrix x = RandomMatrices.PositiveDefinite(order, 1), toeplitz = new(order, order);
        var coefficients = new double[PlanarMatrix.Padded(DiagonalSums.Count(order))];
        for (int k = 0; k < DiagonalSums.Count(order); k++) coefficients[k] = Math.Sin(1 + 3 * k);
        DiagonalSumKernels.Toeplitz(coefficients, toeplitz);
        double[] sums = DiagonalSums.Of(x.ToComplex());
        Assert.Equal(sums.Zip(coefficients).Sum(pair => pair.First * pair.Second), PlanarMatrix.Inner(toeplitz, x), 1e-10);
    }
}
