using System.Numerics;
using IsacCluster.Isac.Randomness;

namespace IsacCluster.Numerics.Tests;

/// <summary>Coordinates of Hermitian matrices and real products against their definitions.</summary>
public sealed class HermitianLinkTests
{
    public static TheoryData<int> Orders => [1, 2, 3, 5];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Link_coordinates_products_and_forms_are_traces_with_the_basis(int order)
    {
        var draws = new RandomStream(3, StreamPurpose.Paths, (ulong)order);
        PlanarMatrix p = Hermitian(order, ref draws), w = Hermitian(order, ref draws), x = Hermitian(order, ref draws);
        int count = HermitianLink.Count(order);
        PlanarMatrix[] basis = [.. Enumerable.Range(0, count).Select(i => BasisMatrix(order, i))];
        double[] coordinates = new double[count], products = new double[count * count],
            forms = new double[count * PlanarMatrix.Padded(order)];
        HermitianLink.Add(x, 1, coordinates, 0);
        HermitianLink.AddProducts(p, w, products, count, 0);
        HermitianLink.AddForms(p, w, 1, forms, 0, PlanarMatrix.Padded(order), order);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(Trace(basis[i], x).Real, coordinates[i], 1e-13);
            for (int j = i; j < count; j++)
                Assert.Equal(Trace(Product(basis[i], p), Product(basis[j], w)).Real, products[i * count + j], 1e-12);
            PlanarMatrix form = Product(Product(p, basis[i]), w);
            for (int k = 0; k < order; k++) Assert.Equal(form[k, k].Real, forms[i * PlanarMatrix.Padded(order) + k], 1e-12);
        }
    }

    [Theory]
    [InlineData(1, 1, 4)]
    [InlineData(3, 5, 19)]
    [InlineData(6, 10, 12)]
    [InlineData(13, 4, 33)]
    public void Real_products_are_sums_over_the_inner_index(int rows, int inner, int columns)
    {
        var draws = new RandomStream(5, StreamPurpose.Paths, (ulong)rows);
        int stride = PlanarMatrix.Padded(columns), innerStride = PlanarMatrix.Padded(inner);
        double[] a = new double[rows * innerStride], b = new double[inner * stride], full = new double[rows * stride],
            upper = new double[rows * stride];
        for (int i = 0; i < rows * inner; i++) a[i / inner * innerStride + i % inner] = draws.NextUniform(-1, 1);
        for (int i = 0; i < inner * columns; i++) b[i / columns * stride + i % columns] = draws.NextUniform(-1, 1);
        RealProducts.Multiply(a, innerStride, b, stride, full, rows, inner, upper: false);
        RealProducts.Multiply(a, innerStride, b, stride, upper, rows, inner, upper: true);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double sum = 0;
                for (int k = 0; k < inner; k++) sum += a[i * innerStride + k] * b[k * stride + j];
                Assert.Equal(sum, full[i * stride + j], 1e-13);
                if (j >= i) Assert.Equal(full[i * stride + j], upper[i * stride + j]);
            }
        }
    }

    private static PlanarMatrix BasisMatrix(int order, int index)
    {
        var coordinates = new double[HermitianLink.Count(order)];
        coordinates[index] = 1;
        var matrix = new PlanarMatrix(order, order);
        HermitianLink.ToMatrix(coordinates, 0, matrix);
        return matrix;
    }

    private static PlanarMatrix Hermitian(int order, ref RandomStream draws)
    {
        var matrix = new PlanarMatrix(order, order);
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                Complex entry = i == j ? draws.NextUniform(-1, 1) : draws.NextComplexGaussian();
                (matrix[i, j], matrix[j, i]) = (entry, Complex.Conjugate(entry));
            }
        }

        return matrix;
    }

    private static PlanarMatrix Product(PlanarMatrix a, PlanarMatrix b)
    {
        var product = new PlanarMatrix(a.Rows, b.Columns);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < b.Columns; j++)
            {
                for (int k = 0; k < a.Columns; k++) product[i, j] += a[i, k] * b[k, j];
            }
        }

        return product;
    }

    private static Complex Trace(PlanarMatrix a, PlanarMatrix b)
    {
        PlanarMatrix product = Product(a, b);
        Complex sum = Complex.Zero;
        for (int i = 0; i < product.Rows; i++) sum += product[i, i];
        return sum;
    }
}
