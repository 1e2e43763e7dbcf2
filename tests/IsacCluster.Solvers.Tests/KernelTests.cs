using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Numerics;
using IsacCluster.Isac.Randomness;
using IsacCluster.Solvers.Beampattern;
using IsacCluster.Solvers.Kernels;
using MathNet.Numerics.LinearAlgebra;

namespace IsacCluster.Solvers.Tests;

/// <summary>The kernels against their definitions, at orders that do and do not fill whole vectors.</summary>
public sealed class KernelTests
{
    public static TheoryData<int> Orders => [1, 2, 3, 4, 5, 8, 11];

    [Theory]
    [MemberData(nameof(Orders))]
    public void The_inverse_through_the_factor_inverts(int order)
    {
        PlanarMatrix a = RandomPositive(order, 1), factor = new(order, order), inverseFactor = new(order, order);
        PlanarMatrix inverse = new(order, order), product = new(order, order);
        Assert.True(HermitianKernels.Cholesky(a, factor));
        HermitianKernels.InvertFactor(factor, inverseFactor);
        HermitianKernels.InverseFromFactor(inverseFactor, inverse);
        MatrixProducts.Multiply(a, inverse, product);
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++) Assert.True(Complex.Abs(product[i, j] - (i == j ? 1 : 0)) < 1e-9);
        }
    }

    [Fact]
    public void An_indefinite_matrix_has_no_factor()
    {
        PlanarMatrix a = RandomPositive(5, 1);
        a[3, 3] = -1e-9;
        Assert.False(HermitianKernels.Cholesky(a, new PlanarMatrix(5, 5)));
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void The_column_products_and_quadratic_forms_are_those_of_dense_products(int order)
    {
        PlanarMatrix a = RandomPositive(order, 1), x = RandomMatrix(order, order + 3, 2), y = RandomMatrix(order, order + 3, 3);
        ComplexMatrix dense = Adjoint(x.ToComplex()) * y.ToComplex();
        var products = new double[PlanarMatrix.Padded(order + 3)];
        PlanarKernels.AddColumnProducts(x, y, products);
        for (int c = 0; c < order + 3; c++) Assert.Equal(dense[c, c].Real, products[c], 1e-10);
        PlanarMatrix vectors = RandomMatrix(2, order, 4);
        ComplexMatrix quadratic = vectors.ToComplex() * Transposed(a.ToComplex()) * Adjoint(vectors.ToComplex());
        for (int l = 0; l < 2; l++) Assert.Equal(quadratic[l, l].Real, MatrixProducts.Quadratic(a, vectors, l), 1e-9);
    }

    [Theory]
    [InlineData(3, 5, 7)]
    [InlineData(4, 8, 16)]
    [InlineData(9, 2, 12)]
    public void Real_products_are_those_of_the_definition(int rows, int inner, int columns)
    {
        int leftStride = PlanarMatrix.Padded(inner), stride = PlanarMatrix.Padded(columns);
        double[] a = new double[rows * leftStride], b = new double[inner * stride], c = new double[rows * stride];
        for (int i = 0; i < a.Length; i++) a[i] = Math.Sin(i);
        for (int i = 0; i < b.Length; i++) b[i] = Math.Cos(3 * i);
        RealProducts.Multiply(a, leftStride, b, stride, c, rows, inner, upper: false);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                Assert.Equal(Enumerable.Range(0, inner).Sum(k => a[i * leftStride + k] * b[k * stride + j]), c[i * stride + j], 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void The_square_roots_square_to_the_matrix_and_to_its_inverse(int order)
    {
        ComplexMatrix a = RandomPositive(order, 7).ToComplex();
        var root = new HermitianRoot(order);
        Assert.True(root.Factor(a.Data));
        ComplexMatrix half = new(order, order, root.Root), inverse = new(order, order, root.InverseRoot);
        ComplexMatrix square = half * half, identity = inverse * half;
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++)
            {
                Assert.True(Complex.Abs(square[i, j] - a[i, j]) < 1e-11);
                Assert.True(Complex.Abs(identity[i, j] - (i == j ? 1 : 0)) < 1e-11);
            }
        }

        a[0, 0] = -1;
        Assert.False(root.Factor(a.Data));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(10)]
    public void The_gram_factor_gives_the_same_features_from_frequencies_as_from_diagonal_sums(int antennas)
    {
        GramFactor factor = GramFactor.Of(new BeampatternObjective(antennas, [-20, 30], 10, 90));
        ComplexMatrix r = RandomPositive(antennas, 3).ToComplex(), f = factor.Frequencies.ToComplex();
        var sums = new double[factor.Stride];
        DiagonalSums.Of(r).CopyTo(sums, 0);
        var fromSums = new double[factor.Rank];
        factor.Apply(sums, fromSums, 0);
        ComplexMatrix pattern = Adjoint(f) * r * f;
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
            double[] sums = DiagonalSums.Of(RandomPositive(antennas, seed).ToComplex());
            double expected = objective.Mse(sums), scale = Math.Sqrt(DiagonalSums.MeanSquarePattern(sums));
            Assert.Equal(expected, factor.Value(sums), 1e-13 * scale * Math.Sqrt(expected) + 1e-26 * scale * scale);
        }
    }

    [Fact]
    public void The_mean_square_of_a_pattern_is_that_over_uniform_electrical_angles()
    {
        const int Antennas = 5, Points = 64;
        double[] sums = DiagonalSums.Of(RandomPositive(Antennas, 4).ToComplex());
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
        PlanarMatrix x = RandomPositive(order, 1), toeplitz = new(order, order);
        var coefficients = new double[PlanarMatrix.Padded(DiagonalSums.Count(order))];
        for (int k = 0; k < DiagonalSums.Count(order); k++) coefficients[k] = Math.Sin(1 + 3 * k);
        DiagonalSumKernels.Toeplitz(coefficients, toeplitz);
        double[] sums = DiagonalSums.Of(x.ToComplex());
        Assert.Equal(sums.Zip(coefficients).Sum(pair => pair.First * pair.Second), PlanarMatrix.Inner(toeplitz, x), 1e-10);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(24)]
    public void The_step_to_the_boundary_reaches_it(int order)
    {
        PlanarMatrix a = RandomPositive(order, 1), direction = RandomPositive(order, 2);
        for (int i = 0; i < order; i++) direction[i, i] -= 2 * order;
        PlanarMatrix factor = new(order, order), inverseFactor = new(order, order);
        Assert.True(HermitianKernels.Cholesky(a, factor));
        HermitianKernels.InvertFactor(factor, inverseFactor);
        PlanarMatrix adjoint = new(order, order);
        HermitianKernels.Adjoint(inverseFactor, adjoint);
        double step = new StepToBoundary(order).Largest(inverseFactor, adjoint, direction, 1e-2);
        ComplexMatrix at = a.ToComplex() + direction.ToComplex(step);
        var dense = Matrix<Complex>.Build.Dense(order, order, (i, j) => at[i, j]);
        double smallest = dense.Evd(Symmetricity.Hermitian).EigenValues.Min(value => value.Real);
        Assert.InRange(smallest, -1e-9, 0.05);
    }

    [Theory]
    [InlineData(6, 2)]
    [InlineData(7, 6)]
    public void The_null_space_is_orthonormal_and_orthogonal_to_the_rows(int antennas, int users)
    {
        PlanarMatrix rows = RandomMatrix(users, antennas, 5), basis = NullSpace.Of(rows)!;
        for (int a = 0; a < basis.Columns; a++)
        {
            for (int b = 0; b < basis.Columns; b++) Assert.True(Complex.Abs(Inner(basis, a, b) - (a == b ? 1 : 0)) < 1e-12);
            for (int l = 0; l < users; l++)
            {
                Complex sum = Complex.Zero;
                for (int m = 0; m < antennas; m++) sum += Complex.Conjugate(rows[l, m]) * basis[m, a];
                Assert.True(Complex.Abs(sum) < 1e-12);
            }
        }

        Assert.Null(NullSpace.Of(RandomMatrix(antennas, antennas, 6)));
    }

    private static Complex Inner(PlanarMatrix matrix, int a, int b)
    {
        Complex sum = Complex.Zero;
        for (int m = 0; m < matrix.Rows; m++) sum += Complex.Conjugate(matrix[m, a]) * matrix[m, b];
        return sum;
    }

    private static ComplexMatrix Adjoint(ComplexMatrix matrix)
    {
        ComplexMatrix result = Transposed(matrix);
        for (int i = 0; i < result.Data.Length; i++) result.Data[i] = Complex.Conjugate(result.Data[i]);
        return result;
    }

    private static ComplexMatrix Transposed(ComplexMatrix matrix)
    {
        var result = new ComplexMatrix(matrix.Columns, matrix.Rows);
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j < matrix.Columns; j++) result[j, i] = matrix[i, j];
        }

        return result;
    }

    private static PlanarMatrix RandomMatrix(int rows, int columns, ulong seed)
    {
        var stream = new RandomStream(seed, StreamPurpose.Fading, 0);
        var matrix = new PlanarMatrix(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++) matrix[i, j] = stream.NextComplexGaussian();
        }

        return matrix;
    }

    private static PlanarMatrix RandomPositive(int order, ulong seed)
    {
        ComplexMatrix gram = RandomMatrix(order, order + 2, seed).ToComplex().Gram();
        var matrix = new PlanarMatrix(order, order);
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++) matrix[i, j] = gram[i, j];
        }

        return matrix;
    }
}
