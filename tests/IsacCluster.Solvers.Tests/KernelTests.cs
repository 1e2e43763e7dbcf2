using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Numerics;
using IsacCluster.Isac.Randomness;
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
        double step = new StepToBoundary(order).Largest(inverseFactor, adjoint, direction);
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
