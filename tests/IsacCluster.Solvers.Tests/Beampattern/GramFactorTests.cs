using System.Numerics;
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
    public void The_toeplitz_operator_is_the_adjoint_of_the_diagonal_sums(int order) =>
        AssertAdjoint(PatternLags.Of(LinearGeometry.Instance, order));

    [Theory]
    [InlineData(2, 3)]
    [InlineData(4, 4)]
    [InlineData(5, 1)]
    public void The_two_level_toeplitz_operator_is_the_adjoint_of_its_sums(int rows, int columns) =>
        AssertAdjoint(PatternLags.Of(new PlanarGeometry(rows, columns), rows * columns));

    /// <summary>The sums of a covariance are the transform of its pattern at the frequencies, and the trace is their mean.</summary>
    [Theory]
    [InlineData(1, 6)]
    [InlineData(3, 4)]
    public void Frequencies_of_a_lattice_give_the_error(int rows, int columns)
    {
        var array = new AntennaArray(new PlanarGeometry(rows, columns), rows * columns);
        var objective = new BeampatternObjective(
            array, [new(10)], 40, [.. Enumerable.Range(-8, 17).Select(n => new Direction(10 * n, 3 * n))]);
        GramFactor factor = GramFactor.Of(objective);
        PlanarMatrix x = RandomMatrices.PositiveDefinite(rows * columns, 2);
        ComplexMatrix covariance = x.ToComplex();
        double[] powers = [.. Enumerable.Range(0, factor.Frequencies.Columns).Select(n => Power(factor.Frequencies, n, covariance))];
        double trace = Enumerable.Range(0, rows * columns).Sum(m => covariance[m, m].Real), error = 0;
        for (int k = 0; k < factor.Rank; k++)
            error += Math.Pow(powers.Select((power, n) => factor.FrequencyRows[k * factor.Stride + n] * power).Sum(), 2);
        Assert.Equal(1, powers.Average() / trace, 1e-12);
        Assert.Equal(1, error / objective.Mse(covariance), 1e-9);
    }

    private static double Power(PlanarMatrix vectors, int column, ComplexMatrix covariance)
    {
        Complex sum = Complex.Zero;
        for (int i = 0; i < covariance.Rows; i++)
        {
            for (int k = 0; k < covariance.Rows; k++) sum += Complex.Conjugate(vectors[i, column]) * covariance[i, k] * vectors[k, column];
        }

        return sum.Real;
    }

    private static void AssertAdjoint(PatternLags lags)
    {
        PlanarMatrix x = RandomMatrices.PositiveDefinite(lags.Antennas, 1), adjoint = new(lags.Antennas, lags.Antennas);
        double[] coefficients = new double[PlanarMatrix.Padded(lags.Count)], sums = new double[PlanarMatrix.Padded(lags.Count)];
        for (int k = 0; k < lags.Count; k++) coefficients[k] = Math.Sin(1 + 3 * k);
        LagKernels.Adjoint(lags, coefficients, adjoint);
        LagKernels.Add(lags, x, sums);
        Assert.Equal(lags.Of(x.ToComplex()), sums.Take(lags.Count));
        Assert.Equal(sums.Zip(coefficients).Sum(pair => pair.First * pair.Second), PlanarMatrix.Inner(adjoint, x), 1e-9);
    }
}
