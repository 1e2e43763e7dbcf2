using System.Numerics;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Arrays;

/// <summary>
/// The 2M-1 real numbers through which the beampattern of a covariance R depends on R:
/// r = [rho_0, Re rho_1, Im rho_1, ..., Re rho_{M-1}, Im rho_{M-1}] with rho_d = sum_{i-k=d} R_{ik}, and
/// P(theta) = a^H R a = v(theta)^T r with v = [1, 2 cos(pi s), -2 sin(pi s), 2 cos(2 pi s), ...], s = sin theta.
/// </summary>
public static class DiagonalSums
{
    public static int Count(int antennas) => 2 * antennas - 1;

    /// <summary>r of a Hermitian M x M matrix (its lower triangle is read).</summary>
    public static double[] Of(ComplexMatrix covariance)
    {
        int m = covariance.Rows;
        var sums = new double[Count(m)];
        for (int d = 0; d < m; d++)
        {
            Complex sum = Complex.Zero;
            for (int k = 0; k + d < m; k++) sum += covariance[k + d, k];
            if (d == 0)
                sums[0] = sum.Real;
            else
                (sums[2 * d - 1], sums[2 * d]) = (sum.Real, sum.Imaginary);
        }

        return sums;
    }

    /// <summary>The mean of P^2 over uniform electrical angles, rho_0^2 + 2 sum_d |rho_d|^2; at least (Tr R)^2.</summary>
    public static double MeanSquarePattern(ReadOnlySpan<double> sums)
    {
        double rest = 0;
        foreach (double sum in sums[1..]) rest += sum * sum;
        return sums[0] * sums[0] + 2 * rest;
    }

    /// <summary>v(theta), length 2M-1; theta in degrees.</summary>
    public static double[] BeampatternRow(double angleDeg, int antennas, double spacing = UniformLinearArray.HalfWavelength)
    {
        double s = UniformLinearArray.ElectricalAngle(angleDeg, spacing);
        var row = new double[Count(antennas)];
        row[0] = 1;
        for (int d = 1; d < antennas; d++)
        {
            (double sin, double cos) = Math.SinCos(d * s);
            (row[2 * d - 1], row[2 * d]) = (2 * cos, -2 * sin);
        }

        return row;
    }
}
