using System.Numerics;
using IsacCluster.Isac.Randomness;

namespace IsacCluster.Numerics.Tests;

/// <summary>The Hermitian eigendecomposition on its invariants: A = Q W Q^H, Q^H Q = I, ascending values.</summary>
public sealed class HermitianEigenTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(10)]
    [InlineData(17)]
    [InlineData(64)]
    public void Random_matrices(int order)
    {
        var stream = new RandomStream(1, StreamPurpose.Fading, (ulong)order);
        for (int repeat = 0; repeat < 5; repeat++)
        {
            ComplexMatrix a = RandomMatrices.Gaussian(order, order, ref stream);
            AssertDecomposes(a.Gram() + Identity(order, -order));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Multiples_of_the_identity(double factor) => Assert.All(AssertDecomposes(Identity(6, factor)), w => Assert.Equal(factor, w));

    [Fact]
    public void Repeated_eigenvalues()
    {
        var stream = new RandomStream(2, StreamPurpose.Fading, 0);
        ComplexMatrix low = RandomMatrices.Gaussian(8, 2, ref stream).Gram();
        double[] values = AssertDecomposes(low + Identity(8, 5));
        Assert.All(values[..6], w => Assert.Equal(5, w, 1e-12));
    }

    [Fact]
    public void A_rank_one_matrix_has_one_eigenvalue_that_is_not_zero()
    {
        var stream = new RandomStream(3, StreamPurpose.Fading, 0);
        ComplexMatrix x = RandomMatrices.Gaussian(10, 1, ref stream);
        double[] values = AssertDecomposes(x.Gram());
        Assert.Equal(x.Data.Sum(entry => entry.Real * entry.Real + entry.Imaginary * entry.Imaginary), values[^1], 1e-13 * values[^1]);
        Assert.All(values[..^1], w => Assert.Equal(0, w, 1e-13 * values[^1]));
    }

    [Theory]
    [InlineData(1e-160)]
    [InlineData(1e-308)]
    [InlineData(1e150)]
    public void Extreme_scales(double scale)
    {
        var stream = new RandomStream(4, StreamPurpose.Fading, 0);
        AssertDecomposes(Scaled(RandomMatrices.Gaussian(5, 5, ref stream).Gram(), scale));
    }

    [Fact]
    public void A_complex_tridiagonal_matrix_with_known_eigenvalues()
    {
        // Off-diagonals of modulus 1 with any phase: 2 cos(k pi / (n + 1)).
        const int order = 9;
        var a = new ComplexMatrix(order, order);
        for (int i = 1; i < order; i++)
        {
            a[i, i - 1] = Complex.FromPolarCoordinates(1, 1.3 * i);
            a[i - 1, i] = Complex.Conjugate(a[i, i - 1]);
        }

        double[] values = AssertDecomposes(a);
        for (int k = 1; k <= order; k++) Assert.Equal(2 * Math.Cos(k * Math.PI / (order + 1)), values[order - k], 1e-14);
    }

    [Fact]
    public void A_matrix_that_is_not_finite_is_refused()
    {
        ComplexMatrix a = Identity(4, 1);
        a[2, 1] = double.NaN;
        Assert.False(Decompose(a, out _));
        a[2, 1] = double.PositiveInfinity;
        Assert.False(Decompose(a, out _));
    }

    private static double[] AssertDecomposes(ComplexMatrix a)
    {
        Assert.True(Decompose(a, out HermitianEigen eigen));
        int order = a.Rows;
        double norm = Math.Max(eigen.Values.Max(Math.Abs), double.Epsilon), tolerance = 1e-14 * (order + 5);
        Assert.Equal(eigen.Values.Order(), eigen.Values);
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++)
            {
                Complex sum = 0, product = 0;
                for (int k = 0; k < order; k++)
                {
                    sum += eigen.Values[k] / norm * Entry(eigen, k, i) * Complex.Conjugate(Entry(eigen, k, j));
                    product += Complex.Conjugate(Entry(eigen, i, k)) * Entry(eigen, j, k);
                }

                Assert.True((sum - a[i, j] / norm).Magnitude <= tolerance, $"A differs at {i}, {j} by {(sum - a[i, j] / norm).Magnitude}.");
                Assert.True((product - (i == j ? 1 : 0)).Magnitude <= tolerance, $"Q^H Q differs at {i}, {j}.");
            }
        }

        return eigen.Values;
    }

    private static Complex Entry(HermitianEigen eigen, int vector, int row) =>
        new(eigen.VectorRe(vector)[row], eigen.VectorIm(vector)[row]);

    private static bool Decompose(ComplexMatrix a, out HermitianEigen eigen)
    {
        int stride = PlanarVector.Stride(a.Rows);
        double[] re = new double[a.Rows * stride], im = new double[a.Rows * stride];
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Rows; j++) (re[i * stride + j], im[i * stride + j]) = (a[i, j].Real, a[i, j].Imaginary);
        }

        eigen = new HermitianEigen(a.Rows);
        return eigen.Decompose(re, im);
    }

    private static ComplexMatrix Scaled(ComplexMatrix a, double factor) =>
        new(a.Rows, a.Columns, [.. a.Data.Select(entry => factor * entry)]);

    private static ComplexMatrix Identity(int order, double factor)
    {
        var a = new ComplexMatrix(order, order);
        for (int i = 0; i < order; i++) a[i, i] = factor;
        return a;
    }
}
