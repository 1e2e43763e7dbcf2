using System.Numerics;
using IsacCluster.Isac.Randomness;

namespace IsacCluster.Numerics.Tests;

public sealed class ComplexMatrixTests
{
    private static readonly Complex J = Complex.ImaginaryOne;

    [Fact]
    public void A_product_by_hand()
    {
        ComplexMatrix product = new ComplexMatrix(2, 3, [1, J, 0, 2, 0, -J]) * new ComplexMatrix(3, 1, [1, J, 2]);
        Assert.Equal((2, 1), (product.Rows, product.Columns));
        Assert.Equal([0, 2 - 2 * J], product.Data);
    }

    [Fact]
    public void The_gram_matrix_is_the_product_with_the_conjugate_transpose_and_exactly_hermitian()
    {
        var stream = new RandomStream(99, StreamPurpose.Fading, 11);
        ComplexMatrix matrix = RandomMatrices.Gaussian(4, 3, ref stream);
        ComplexMatrix gram = matrix.Gram();
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(0, gram[i, i].Imaginary);
            for (int j = 0; j < 4; j++)
            {
                Complex expected = Enumerable.Range(0, 3).Aggregate(Complex.Zero,
                    (sum, k) => sum + matrix[i, k] * Complex.Conjugate(matrix[j, k]));
                Assert.Equal(0, (gram[i, j] - expected).Magnitude, 1e-14);
                Assert.Equal(gram[i, j], Complex.Conjugate(gram[j, i]));
            }
        }
    }

    [Fact]
    public void A_clone_shares_nothing()
    {
        var matrix = new ComplexMatrix(1, 2, [1, 2]);
        matrix.Clone()[0, 0] = 5;
        Assert.Equal(1, matrix[0, 0]);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new ComplexMatrix(2, 2, new Complex[3]));
        Assert.Throws<ArgumentException>(() => new ComplexMatrix(2, 3) * new ComplexMatrix(2, 3));
        Assert.Throws<ArgumentException>(() => new ComplexMatrix(2, 3) + new ComplexMatrix(3, 2));
    }
}
