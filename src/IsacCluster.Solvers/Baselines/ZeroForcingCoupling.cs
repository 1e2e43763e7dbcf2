using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Beampattern;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.InteriorPoint.Blockwise;
using IsacCluster.Solvers.InteriorPoint.Coupled;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// Zero forcing in the coupled form of <see cref="CoupledProgram"/>, one M x M block with the equalities h_i^H R h_j = 0, and beams from
/// its solution. The start is (1 - theta) of the least-power design sum_l t_l w_l w_l^H plus theta (sum_l w_l w_l^H / ||w_l||^2 + L (I -
/// P)) / (L (M - L + 1)), with the columns w_l of the pseudo-inverse and the projection P onto the span of the channels.
/// </summary>
internal static class ZeroForcingCoupling
{
    /// <summary>Largest [K^-1]_ll that the equalities bear; beyond it users are nearly parallel.</summary>
    private const double LargestInverse = 1e6;

    /// <summary>Null where channels are nearly dependent or the feasible set is narrow.</summary>
    public static CoupledProgram? Program(GramFactor factor, UnitChannel channel, ZeroForcingFeasibility feasibility, double threshold)
    {
        int users = channel.Users, antennas = channel.Antennas;
        PlanarMatrix inverse = feasibility.Inverse!, columns = SteeringSpan.ToReal(channel.Rows);
        double scale = 1.0 / (users * (antennas - users + 1)), largest = 0;
        double[] ones = new double[users], anchor = new double[users], interior = new double[users], targets = new double[users],
            powers = new double[users];
        for (int l = 0; l < users; l++)
        {
            double stretch = inverse.Re[l * (inverse.Stride + 1)], least = threshold * channel.Noise[l] * stretch;
            if (!(stretch < LargestInverse)) return null;
            double target = ExcessPower.Target(least, least / feasibility.PowerShare).Target;
            (ones[l], powers[l], targets[l]) = (1, least / feasibility.PowerShare, target / stretch);
            (anchor[l], interior[l]) = (powers[l] - target, scale - target);
            largest = Math.Max(largest, powers[l]);
        }

        if (InteriorStart.ShareOf(scale, ones, anchor, interior) is not double theta || theta < InteriorStart.NarrowShare) return null;
        // R = U K^-1 D K^-1 U^H + theta L scale (I - U K^-1 U^H) with the powers of the w_l / ||w_l|| in D.
        PlanarMatrix middle = new(users, users), half = new(users, users), diagonal = new(users, users);
        for (int l = 0; l < users; l++)
            diagonal.Re[l * (diagonal.Stride + 1)] = ((1 - theta) * powers[l] + theta * scale) / inverse.Re[l * (inverse.Stride + 1)];
        MatrixProducts.Multiply(inverse, diagonal, half);
        MatrixProducts.Multiply(half, inverse, middle);
        middle.Add(-theta * scale * users, inverse);
        return new CoupledProgram
        {
            Factor = factor,
            Columns = columns,
            Targets = targets,
            Covariance = SteeringSpan.Lifted(columns, middle, theta * scale * users),
            Multipliers = inverse,
            Margin = InteriorStart.MarginOf(theta, scale, largest),
        };
    }

    /// <summary>
    /// c_l = R h_l / (h_l^H R h_l)^1/2, freed of what rounding left of h_j^H c_l, and S from R - sum c_l c_l^H, freed of the channels'
    /// span. Null if a user receives nothing.
    /// </summary>
    public static Design? Recover(CoupledPoint point, UnitChannel channel, PlanarMatrix inverse)
    {
        int users = channel.Users, antennas = channel.Antennas;
        ComplexMatrix covariance = SteeringSpan.Covariance(point);
        var beams = new ComplexMatrix(antennas, users);
        var gains = new double[users];
        for (int l = 0; l < users; l++)
        {
            for (int m = 0; m < antennas; m++)
            {
                ReadOnlySpan<Complex> row = covariance.Row(m);
                Complex sum = Complex.Zero;
                for (int j = 0; j < antennas; j++) sum += row[j] * channel.Rows[l, j];
                beams[m, l] = sum;
                gains[l] += (Complex.Conjugate(channel.Rows[l, m]) * sum).Real;
            }

            if (!(gains[l] > 0)) return null;
            for (int m = 0; m < antennas; m++) beams[m, l] /= Math.Sqrt(gains[l]);
            for (int m = 0; m < antennas; m++)
            {
                for (int j = 0; j < antennas; j++) covariance[m, j] -= beams[m, l] * Complex.Conjugate(beams[j, l]);
            }
        }

        ComplexMatrix radar = PivotedCholesky.Of(covariance);
        SteeringSpan.RemoveSpan(radar, channel.Rows, inverse, null);
        SteeringSpan.RemoveSpan(beams, channel.Rows, inverse, gains);
        return new Design(beams, radar);
    }
}
