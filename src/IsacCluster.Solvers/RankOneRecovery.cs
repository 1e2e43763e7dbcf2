using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers;

/// <summary>
/// Beams from covariances (Zhao et al., (30)): c_l = C_l h_l / sqrt(h_l^H C_l h_l) and S S^H = R - sum_l c_l c_l^H. R does not
/// change, nor does h_l^H C_l h_l; R - sum c_l c_l^H stays positive semidefinite since C_l - c_l c_l^H is. Exact up to rounding.
/// </summary>
public static class RankOneRecovery
{
    /// <param name="covariance">R, M x M.</param>
    /// <param name="userCovariances">C_l with R - sum C_l positive semidefinite (for zero forcing every C_l may be R itself).</param>
    /// <param name="channel">L x M, row l is h_l; a positive factor of a row does not matter.</param>
    /// <returns>The design; c_l = 0 where h_l^H C_l h_l is not positive.</returns>
    public static Design Recover(ComplexMatrix covariance, IReadOnlyList<ComplexMatrix> userCovariances, ComplexMatrix channel)
    {
        ArgumentNullException.ThrowIfNull(covariance);
        ArgumentNullException.ThrowIfNull(userCovariances);
        ArgumentNullException.ThrowIfNull(channel);
        int antennas = covariance.Rows, users = channel.Rows;
        var beams = new ComplexMatrix(antennas, users);
        ComplexMatrix rest = covariance.Clone();
        var beam = new Complex[antennas];
        for (int l = 0; l < users; l++)
        {
            ReadOnlySpan<Complex> h = channel.Row(l);
            double gain = 0;
            for (int i = 0; i < antennas; i++)
            {
                Complex sum = Complex.Zero;
                for (int j = 0; j < antennas; j++) sum += userCovariances[l][i, j] * h[j];
                beam[i] = sum;
                gain += (Complex.Conjugate(h[i]) * sum).Real;
            }

            if (!(gain > 0)) continue;
            double scale = 1 / Math.Sqrt(gain);
            for (int i = 0; i < antennas; i++)
            {
                beam[i] *= scale;
                beams[i, l] = beam[i];
            }

            for (int i = 0; i < antennas; i++)
            {
                for (int j = 0; j < antennas; j++) rest[i, j] -= beam[i] * Complex.Conjugate(beam[j]);
            }
        }

        return new Design(beams, PivotedCholesky.Of(rest, PivotedCholesky.LargestDiagonal(covariance)));
    }
}
