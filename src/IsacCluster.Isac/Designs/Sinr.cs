using System.Numerics;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Designs;

/// <summary>Signal to interference and noise ratios, linear.</summary>
public static class Sinr
{
    /// <summary>
    /// A user counts as satisfied when SINR_l >= Gamma0 (1 - 1e-6): optimal designs hold the constraint with equality, so a
    /// comparison without tolerance would count their rounding.
    /// </summary>
    public const double SatisfactionTolerance = 1e-6;

    /// <summary>
    /// SINR_l = |h_l^H c_l|^2 / (sum_{j != l} |h_l^H c_j|^2 + ||h_l^H S||^2 + sigma^2) for each user, length L.
    /// </summary>
    /// <param name="channel">L x M, row l is h_l.</param>
    /// <param name="noise">sigma^2, in the unit of power times channel gain.</param>
    public static double[] Of(Design design, ComplexMatrix channel, double noise) => Of(design, channel, _ => noise);

    /// <summary>SINR_l of each user of an instance, with the user's own noise.</summary>
    public static double[] Of(Design design, IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        return Of(design, instance.Channel, instance.NoiseOf);
    }

    /// <summary>Whether every user's SINR reaches the user's threshold up to <see cref="SatisfactionTolerance"/>.</summary>
    public static bool Satisfied(ReadOnlySpan<double> sinr, IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        for (int l = 0; l < sinr.Length; l++)
        {
            if (!(sinr[l] >= instance.ThresholdOf(l) * (1 - SatisfactionTolerance))) return false;
        }

        return true;
    }

    private static double[] Of(Design design, ComplexMatrix channel, Func<int, double> noise)
    {
        int users = channel.Rows, antennas = channel.Columns;
        var sinr = new double[users];
        for (int l = 0; l < users; l++)
        {
            ReadOnlySpan<Complex> h = channel.Row(l);
            double signal = 0, interference = 0;
            for (int j = 0; j < users; j++)
            {
                double power = Received(h, design.C, j, antennas);
                if (j == l) signal = power;
                else interference += power;
            }

            for (int j = 0; j < design.S.Columns; j++) interference += Received(h, design.S, j, antennas);
            sinr[l] = signal / (interference + noise(l));
        }

        return sinr;
    }

    /// <summary>Whether every user's SINR reaches Gamma0 (linear) up to <see cref="SatisfactionTolerance"/>.</summary>
    public static bool Satisfied(ReadOnlySpan<double> sinr, double threshold)
    {
        foreach (double value in sinr)
        {
            if (!(value >= threshold * (1 - SatisfactionTolerance))) return false;
        }

        return true;
    }

    private static double Received(ReadOnlySpan<Complex> h, ComplexMatrix beams, int column, int antennas)
    {
        Complex sum = Complex.Zero;
        for (int m = 0; m < antennas; m++) sum += Complex.Conjugate(h[m]) * beams[m, column];
        return sum.Real * sum.Real + sum.Imaginary * sum.Imaginary;
    }
}
