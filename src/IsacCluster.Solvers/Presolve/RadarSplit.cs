using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Presolve;

/// <summary>
/// The exact presolve of the SDR. If the radar-only optimum R* = F F^H can be split into user beams that meet the SINRs it is optimal for
/// the SDR, with the radar-only bound as certificate. With g_l = F^H h_l and orthonormal u_l,
/// <code>
///   c_l = F u_l,  S = F (I - U U^H):   C C^H + S S^H = R*,   h_l^H c_l = g_l^H u_l,
///   SINR_l >= Gamma0   &lt;=>   |g_l^H u_l|^2 >= Gamma0 / (1 + Gamma0) (||g_l||^2 + sigma^2).
/// </code>
/// For weights w the u_l closest to the w_l g_l are Loewdin's, U = G W A^-1/2 with A = W G^H G W (L x L), and w_l g_l^H u_l = (A^1/2)_ll.
/// The weights of users that fall short are raised for a few rounds: what remains short is left to the interior-point method. Pure: a
/// failed split costs time only.
/// </summary>
internal static class RadarSplit
{
    private const int MostRounds = 8;

    /// <summary>Each user's |g_l^H u_l|^2 must exceed its share by this part, so that rounding cannot undo it.</summary>
    private const double Margin = 1e-9;

    /// <summary>If users fall short of ||g_l||^2 by more than this on average the sum is too large for any weights, as a rule.</summary>
    private const double HopelessShortfall = 0.05;

    /// <summary>The design at power P0 and the rounds it took, or null.</summary>
    public static (Design Design, int Rounds)? Try(RadarOptimum optimum, IsacInstance instance)
    {
        int users = instance.Users;
        ComplexMatrix images = Images(optimum.Factor, instance);
        var weights = new double[users];
        var shares = new double[users];
        for (int l = 0; l < users; l++)
        {
            double squared = 0;
            foreach (Complex entry in images.Row(l)) squared += Squared(entry);
            double threshold = instance.ThresholdOf(l) / (1 + instance.ThresholdOf(l));
            shares[l] = threshold * (1 + instance.NoiseOf(l) / (instance.Power * squared));
            if (!(shares[l] < 1)) return null;
            weights[l] = 1 / Math.Sqrt(squared);
        }

        Complex[] gram = Gram(images, weights);
        var raised = new double[users];
        Array.Fill(raised, 1);
        var ratios = new double[users];
        var scaled = new Complex[users * users];
        var root = new HermitianRoot(users);
        for (int round = 1; round <= MostRounds; round++)
        {
            for (int i = 0; i < users * users; i++) scaled[i] = raised[i / users] * raised[i % users] * gram[i];
            if (!root.Factor(scaled)) return null;
            double shortfall = 0, worst = 0;
            for (int l = 0; l < users; l++)
            {
                double amplitude = root.Root[l * users + l].Real / raised[l];
                ratios[l] = shares[l] / (amplitude * amplitude);
                shortfall += shares[l] - amplitude * amplitude;
                worst = Math.Max(worst, ratios[l]);
            }

            if (worst * (1 + Margin) <= 1)
            {
                for (int l = 0; l < users; l++) weights[l] *= raised[l];
                return (Assemble(optimum.Factor, images, weights, root.InverseRoot, instance.Power), round);
            }

            if (!(shortfall <= HopelessShortfall * users)) return null;
            for (int l = 0; l < users; l++) raised[l] *= ratios[l];
        }

        return null;
    }

    /// <summary>Row l is g_l = F^H h_l.</summary>
    private static ComplexMatrix Images(ComplexMatrix factor, IsacInstance instance)
    {
        var images = new ComplexMatrix(instance.Users, factor.Columns);
        for (int l = 0; l < instance.Users; l++)
        {
            Span<Complex> row = images.Row(l);
            for (int m = 0; m < factor.Rows; m++)
            {
                Complex h = instance.Channel[l, m];
                ReadOnlySpan<Complex> source = factor.Row(m);
                for (int k = 0; k < row.Length; k++) row[k] += Complex.Conjugate(source[k]) * h;
            }
        }

        return images;
    }

    /// <summary>w_i g_i^H g_j w_j.</summary>
    private static Complex[] Gram(ComplexMatrix images, double[] weights)
    {
        int users = images.Rows;
        var gram = new Complex[users * users];
        for (int i = 0; i < users; i++)
        {
            for (int j = i; j < users; j++)
            {
                Complex sum = Complex.Zero;
                ReadOnlySpan<Complex> x = images.Row(i), y = images.Row(j);
                for (int k = 0; k < x.Length; k++) sum += Complex.Conjugate(x[k]) * y[k];
                sum *= weights[i] * weights[j];
                (gram[i * users + j], gram[j * users + i]) = (sum, Complex.Conjugate(sum));
            }
        }

        return gram;
    }

    /// <summary>u_l = sum_j g_j w_j (A^-1/2)_jl, then C and S at power P0.</summary>
    private static Design Assemble(ComplexMatrix factor, ComplexMatrix images, double[] weights, Complex[] inverseRoot, double power)
    {
        int antennas = factor.Rows, users = images.Rows;
        double amplitude = Math.Sqrt(power);
        var beams = new ComplexMatrix(antennas, users);
        var radar = new ComplexMatrix(antennas, factor.Columns);
        for (int i = 0; i < radar.Data.Length; i++) radar.Data[i] = amplitude * factor.Data[i];
        var direction = new Complex[factor.Columns];
        for (int l = 0; l < users; l++)
        {
            Array.Clear(direction);
            for (int j = 0; j < users; j++)
            {
                Complex coefficient = weights[j] * inverseRoot[j * users + l];
                ReadOnlySpan<Complex> image = images.Row(j);
                for (int k = 0; k < direction.Length; k++) direction[k] += coefficient * image[k];
            }

            for (int m = 0; m < antennas; m++)
            {
                Complex entry = Complex.Zero;
                ReadOnlySpan<Complex> row = factor.Row(m);
                for (int k = 0; k < direction.Length; k++) entry += row[k] * direction[k];
                entry *= amplitude;
                beams[m, l] = entry;
                Span<Complex> target = radar.Row(m);
                for (int k = 0; k < direction.Length; k++) target[k] -= entry * Complex.Conjugate(direction[k]);
            }
        }

        return new Design(beams, radar);
    }

    private static double Squared(Complex value) => value.Real * value.Real + value.Imaginary * value.Imaginary;
}
