using System.Numerics;

namespace IsacCluster.Numerics.Tests;

/// <summary>The kernels against their definitions, at orders that do and do not fill whole vectors.</summary>
public sealed class KernelTests
{
    public static TheoryData<int> Orders => [1, 2, 3, 4, 5, 8, 11];

    [Theory]
    [MemberData(nameof(Orders))]
    public void The_inverse_through_the_factor_inverts(int order)
    {
        PlanarMatrix a = RandomMatrices.PositiveDefinite(order, 1), factor = new(order, order), inverseFactor = new(order, order);
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
        PlanarMatrix a = RandomMatrices.PositiveDefinite(5, 1);
        a[3, 3] = -1e-9;
        Assert.False(HermitianKernels.Cholesky(a, new PlanarMatrix(5, 5)));
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void The_column_products_and_quadratic_forms_are_those_of_dense_products(int order)
    {
        PlanarMatrix a = RandomMatrices.PositiveDefinite(order, 1), x = RandomMatrices.Gaussian(order, order + 3, 2),
            y = RandomMatrices.Gaussian(order, order + 3, 3);
        ComplexMatrix dense = RandomMatrices.Adjoint(x.ToComplex()) * y.ToComplex();
        var products = new double[PlanarMatrix.Padded(order + 3)];
        PlanarKernels.AddColumnProducts(x, y, products);
        for (int c = 0; c < order + 3; c++) Assert.Equal(dense[c, c].Real, products[c], 1e-10);
        PlanarMatrix vectors = RandomMatrices.Gaussian(2, order, 4);
        ComplexMatrix quadratic =
            vectors.ToComplex() * RandomMatrices.Transposed(a.ToComplex()) * RandomMatrices.Adjoint(vectors.ToComplex());
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
        ComplexMatrix a = RandomMatrices.PositiveDefinite(order, 7).ToComplex();
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
    [InlineData(6, 2)]
    [InlineData(7, 6)]
    public void The_null_space_is_orthonormal_and_orthogonal_to_the_rows(int antennas, int users)
    {
        PlanarMatrix rows = RandomMatrices.Gaussian(users, antennas, 5), basis = NullSpace.Of(rows)!;
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

        Assert.Null(NullSpace.Of(RandomMatrices.Gaussian(antennas, antennas, 6)));
    }

    private static Complex Inner(PlanarMatrix matrix, int a, int b)
    {
        Complex sum = Complex.Zero;
        for (int m = 0; m < matrix.Rows; m++) sum += Complex.Conjugate(matrix[m, a]) * matrix[m, b];
        return sum;
    }
}
