using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Refinement;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Tests.Refinement;

public sealed class PatternFormTests
{
    private static readonly BeampatternObjective Objective = new(7, [-20, 35], 12, 90);

    [Fact]
    public void Value_and_gradient_are_those_of_the_objective()
    {
        PlanarMatrix b = Matrix(3);
        var form = PatternForm.Of(Objective);
        double[] sums = new double[form.Stride], slope = new double[form.Stride];
        form.Sums(b, b, new(7, 7), new(7, 7), sums);
        ComplexMatrix covariance = b.ToComplex().Gram(), expected = new(7, 7);
        double value = form.Slope(sums, slope);
        Assert.Equal(Objective.Mse(covariance), value, 1e-10 * value);
        var gradient = new PlanarMatrix(7, 9);
        form.WriteGradient(slope, 0.5, gradient);
        Objective.WriteGradient(DiagonalSums.Of(covariance), expected);
        for (int i = 0; i < 7; i++)
        {
            for (int j = 0; j < 7; j++) Assert.InRange(Complex.Abs(0.5 * expected[i, j] - gradient[i, j]), 0, 1e-10);
        }
    }

    [Fact]
    public void Sums_of_two_matrices_are_those_of_the_sum_of_their_products()
    {
        PlanarMatrix x = Matrix(4), y = Matrix(5);
        var form = PatternForm.Of(Objective);
        var sums = new double[form.Stride];
        form.Sums(x, y, new(7, 7), new(7, 7), sums);
        ComplexMatrix a = x.ToComplex(), b = y.ToComplex(), product = new(7, 7);
        for (int i = 0; i < 7; i++)
        {
            for (int j = 0; j < 7; j++)
            {
                for (int k = 0; k < 7; k++)
                    product[i, j] += a[i, k] * Complex.Conjugate(b[j, k]) + b[i, k] * Complex.Conjugate(a[j, k]);
            }
        }

        double[] expected = DiagonalSums.Of(product);
        for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], sums[k], 1e-12);
    }

    private static PlanarMatrix Matrix(int seed)
    {
        ComplexMatrix drawn = RandomDesigns.Matrix(7, 7, (ulong)seed);
        var matrix = new PlanarMatrix(7, 7);
        for (int i = 0; i < 7; i++)
        {
            for (int j = 0; j < 7; j++) matrix[i, j] = drawn[i, j];
        }

        return matrix;
    }
}
