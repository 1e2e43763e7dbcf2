using System.Numerics;

namespace IsacCluster.Numerics.Tests;

public sealed class WarmJacobiTests
{
    [Theory]
    [InlineData(1, 3)]
    [InlineData(5, 9)]
    [InlineData(6, 4)]
    public void Vectors_diagonalise_a_sequence_of_matrices(int order, int columns)
    {
        var eigen = new WarmJacobi(order, columns);
        eigen.Reset();
        var y = new PlanarMatrix(order, columns);
        for (int round = 0; round < 4; round++)
        {
            double size = round == 0 ? 1 : 0.05;
            y.Add(size, RandomMatrices.Gaussian(order, columns, (ulong)round));
            Assert.True(eigen.Decompose(y));
            for (int i = 0; i < order; i++)
            {
                for (int k = 0; k < order; k++)
                {
                    Complex inner = PlanarKernels.DotConjugate(eigen.Images, k, eigen.Images, i);
                    Assert.InRange(Complex.Abs(inner - (i == k ? eigen.Values[i] : 0)), 0, 1e-9);
                    Complex unit = PlanarKernels.DotConjugate(eigen.Rows, k, eigen.Rows, i);
                    Assert.InRange(Complex.Abs(unit - (i == k ? 1 : 0)), 0, 1e-12);
                }
            }

            // Z = P Y.
            for (int k = 0; k < order; k++)
            {
                for (int j = 0; j < columns; j++)
                {
                    Complex sum = Complex.Zero;
                    for (int l = 0; l < order; l++) sum += eigen.Rows[k, l] * y[l, j];
                    Assert.InRange(Complex.Abs(sum - eigen.Images[k, j]), 0, 1e-12);
                }
            }
        }
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_refused()
    {
        var eigen = new WarmJacobi(2, 2);
        eigen.Reset();
        Assert.False(eigen.Decompose(new PlanarMatrix(2, 2) { [0, 1] = double.NaN }));
    }
}
