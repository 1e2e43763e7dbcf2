using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Tests;

public sealed class RankOneRecoveryTests
{
    [Theory]
    [InlineData(6, 2)]
    [InlineData(5, 5)]
    [InlineData(3, 1)]
    public void Recovery_keeps_the_covariance_and_each_users_received_power(int antennas, int users)
    {
        var stream = new RandomStream(4, StreamPurpose.Fading, 1);
        ComplexMatrix channel = Random(users, antennas, ref stream);
        ComplexMatrix covariance = Random(antennas, 2, ref stream).Gram();
        var parts = new ComplexMatrix[users];
        for (int l = 0; l < users; l++)
        {
            parts[l] = Random(antennas, 3, ref stream).Gram();
            covariance += parts[l];
        }

        Design design = RankOneRecovery.Recover(covariance, parts, channel);
        ComplexMatrix recovered = design.Covariance();
        for (int i = 0; i < recovered.Data.Length; i++)
            Assert.True(Complex.Abs(recovered.Data[i] - covariance.Data[i]) < 1e-11);
        for (int l = 0; l < users; l++)
        {
            Complex amplitude = Complex.Zero, power = Complex.Zero;
            for (int i = 0; i < antennas; i++)
            {
                amplitude += Complex.Conjugate(channel[l, i]) * design.C[i, l];
                for (int j = 0; j < antennas; j++) power += Complex.Conjugate(channel[l, i]) * parts[l][i, j] * channel[l, j];
            }

            Assert.Equal(power.Real, amplitude.Magnitude * amplitude.Magnitude, 1e-10);
        }
    }

    [Fact]
    public void The_factor_of_a_singular_matrix_has_as_many_columns_as_its_rank()
    {
        var stream = new RandomStream(4, StreamPurpose.Fading, 2);
        ComplexMatrix matrix = Random(7, 3, ref stream).Gram();
        ComplexMatrix factor = PivotedCholesky.Of(matrix);
        ComplexMatrix product = factor.Gram();
        for (int i = 0; i < product.Data.Length; i++) Assert.True(Complex.Abs(product.Data[i] - matrix.Data[i]) < 1e-12);
        for (int i = 0; i < 7; i++)
        {
            for (int j = 3; j < 7; j++) Assert.True(factor[i, j].Magnitude < 1e-6);
        }
    }

    private static ComplexMatrix Random(int rows, int columns, ref RandomStream stream)
    {
        var matrix = new ComplexMatrix(rows, columns);
        for (int i = 0; i < matrix.Data.Length; i++) matrix.Data[i] = stream.NextComplexGaussian();
        return matrix;
    }
}
