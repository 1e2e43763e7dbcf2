using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers;

namespace IsacCluster.Extension.Tests;

/// <summary>
/// Maximum ratio transmission: each user's beam along its channel, all of one power, whatever the others receive of it:
/// <code>
///   c_l = sqrt(P0 / L) h_l / ||h_l||,  S = 0
/// </code>
/// It maximises each user's own received power and looks at neither the interference nor the beampattern, so it promises no SINR and no
/// optimality. The share of a user without channel, and all of P0 where there are no users, is radiated isotropically: S = sqrt(p / M) I.
/// </summary>
/// <remarks>T. K. Y. Lo, "Maximum ratio transmission", IEEE Trans. Commun. 47, 1999.</remarks>
public sealed class MaximumRatioSolver : IBeamformingSolver
{
    public string Name => "mrt";

    public SolveResult Solve(IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        int antennas = instance.Antennas, users = instance.Users;
        ComplexMatrix beams = new(antennas, users), radar = new(antennas, antennas);
        double share = instance.Power / Math.Max(1, users), isotropic = users == 0 ? instance.Power : 0;
        for (int l = 0; l < users; l++)
        {
            double norm = Norm(instance.Channel.Row(l));
            if (norm == 0) isotropic += share;
            else AlongChannel(beams, l, instance.Channel.Row(l), Math.Sqrt(share) / norm);
        }

        for (int m = 0; m < antennas; m++) radar[m, m] = Math.Sqrt(isotropic / antennas);
        return new SolveResult { Status = SolveStatus.Heuristic, Design = new Design(beams, radar) };
    }

    private static void AlongChannel(ComplexMatrix beams, int user, ReadOnlySpan<Complex> channel, double scale)
    {
        for (int m = 0; m < channel.Length; m++) beams[m, user] = scale * channel[m];
    }

    private static double Norm(ReadOnlySpan<Complex> channel)
    {
        double squares = 0;
        foreach (Complex entry in channel) squares += entry.Real * entry.Real + entry.Imaginary * entry.Imaginary;
        return Math.Sqrt(squares);
    }
}
