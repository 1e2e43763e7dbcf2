using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Feasibility;

/// <summary>
/// The channel of an instance in the solvers' units: unit rows h_l / ||h_l||, P0 = 1, and for each user the noise
/// sigma^2 / (P0 ||h_l||^2) (infinite for a user without channel). Every SINR is unchanged.
/// </summary>
internal sealed class UnitChannel
{
    public UnitChannel(IsacInstance instance)
    {
        int users = instance.Users, antennas = instance.Antennas;
        (Rows, Norms, Noise) = (new PlanarMatrix(users, antennas), new double[users], new double[users]);
        for (int l = 0; l < users; l++)
        {
            double largest = 0, sum = 0;
            foreach (var entry in instance.Channel.Row(l))
                largest = Math.Max(largest, Math.Max(Math.Abs(entry.Real), Math.Abs(entry.Imaginary)));
            if (largest == 0)
            {
                Noise[l] = double.PositiveInfinity;
                ZeroUser = l;
                continue;
            }

            foreach (var entry in instance.Channel.Row(l))
            {
                double re = entry.Real / largest, im = entry.Imaginary / largest;
                sum += re * re + im * im;
            }

            Norms[l] = largest * Math.Sqrt(sum);
            for (int m = 0; m < antennas; m++) Rows[l, m] = instance.Channel[l, m] / Norms[l];
            Noise[l] = instance.NoiseOf(l) / instance.Power / Norms[l] / Norms[l];
        }

        Gram = new PlanarMatrix(users, users);
        for (int a = 0; a < users; a++)
        {
            for (int b = 0; b < users; b++) Gram[a, b] = PlanarKernels.DotConjugate(Rows, a, Rows, b);
        }
    }

    public int Users => Rows.Rows;

    public int Antennas => Rows.Columns;

    /// <summary>L x M, row l is h_l / ||h_l||, zero for a user without channel.</summary>
    public PlanarMatrix Rows { get; }

    /// <summary>||h_l||.</summary>
    public double[] Norms { get; }

    /// <summary>sigma^2 / (P0 ||h_l||^2).</summary>
    public double[] Noise { get; }

    /// <summary>L x L, entry (a, b) is h_a^H h_b of the unit rows.</summary>
    public PlanarMatrix Gram { get; }

    /// <summary>A user whose channel is zero, or null.</summary>
    public int? ZeroUser { get; }
}
