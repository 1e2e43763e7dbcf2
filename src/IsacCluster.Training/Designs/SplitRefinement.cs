using IsacCluster.Networks.Layouts;
using IsacCluster.Training.Network;
using IsacCluster.Training.Samples;
using static TorchSharp.torch;

namespace IsacCluster.Training.Designs;

/// <summary>
/// Unfolded gradient steps on B (R = B B^H), with step sizes that the nodes read out. Each step, with unit channel vectors
/// e_l = h_l / |h_l|, N_jl = e_j^H R e_l and T the Hermitian Toeplitz gradient of L(R),
/// <code>
/// B := unit power of   B - a T B + sum_l c_l e_l e_l^H B - sum_(j != l) b_j b_l N_jl / (N_jj N_ll) e_j e_l^H B:
/// </code>
/// towards the desired beampattern, towards or away from a user, and towards users whose images B^H h_l are orthogonal, which the split
/// needs. Equivariant: permuted users permute the steps and leave B.
/// </summary>
internal sealed class SplitRefinement : IDisposable
{
    private const double LeastReceived = 1e-3;
    private readonly NetworkArchitecture _architecture;
    private readonly Tensor _sums, _gradientMap, _gridGram;

    /// <param name="sums">4M^2 x (2M-1): from X X^T to diagonal sums.</param>
    /// <param name="gridFactor">F of the grid's Gram matrix.</param>
    public SplitRefinement(NetworkArchitecture architecture, Tensor sums, Tensor gridFactor)
    {
        (_architecture, _sums) = (architecture, sums);
        using var scope = NewDisposeScope();
        int side = 2 * architecture.Antennas;
        Tensor map = sums.view(side, side, -1);
        _gradientMap = (map + map.transpose(0, 1)).reshape(side * side, -1).t().contiguous().DetachFromDisposeScope();
        _gridGram = gridFactor.mm(gridFactor.t()).DetachFromDisposeScope();
    }

    /// <param name="beams">n x 2M x M: [Re B; Im B] with power 1.</param>
    public Tensor Apply(Tensor beams, NetworkOutput output, TrainingBatch batch)
    {
        int m = _architecture.Antennas;
        Tensor unit = batch.Channels / batch.Channels.square().sum(2, keepdim: true).clamp_min(1e-12).sqrt();
        Tensor rows = cat([unit, cat([unit.narrow(2, m, m).neg(), unit.narrow(2, 0, m)], 2)], 1);
        Tensor columns = rows.transpose(1, 2);
        for (int k = 0; k < _architecture.Refinements; k++)
        {
            Tensor pattern = PatternGradient(beams, batch.Sectors).bmm(beams) * output.Steps.select(1, k).exp().view(-1, 1, 1);
            Tensor users = UserSteps(rows.bmm(beams), output.Users.select(2, 1 + 2 * k).exp(), output.Users.select(2, 2 + 2 * k));
            beams = DesignMetrics.UnitPower(beams - pattern + columns.bmm(users));
        }

        return beams;
    }

    public void Dispose()
    {
        _gradientMap.Dispose();
        _gridGram.Dispose();
    }

    /// <summary>T in its real embedding, n x 2M x 2M.</summary>
    private Tensor PatternGradient(Tensor beams, Tensor sectors)
    {
        long side = beams.shape[1];
        Tensor sums = beams.bmm(beams.transpose(1, 2)).reshape(-1, side * side).mm(_sums);
        Tensor gradient = sums.mm(_gridGram) - sectors * (sums * sectors).sum(1, keepdim: true);
        return gradient.mm(_gradientMap).view(-1, side, side);
    }

    /// <summary>The factors of e_j in the step, n x 2L x M: real over imaginary parts.</summary>
    private static Tensor UserSteps(Tensor received, Tensor decorrelation, Tensor towards)
    {
        long users = decorrelation.shape[1];
        Tensor re = received.narrow(1, 0, users), im = received.narrow(1, users, users);
        Tensor weight = decorrelation / (re.square() + im.square()).sum(2).clamp_min(LeastReceived);
        Tensor pairs = (weight.unsqueeze(2) * weight.unsqueeze(1)) * (eye(users, device: re.device) - 1);
        Tensor kappaRe = pairs * (re.bmm(re.transpose(1, 2)) + im.bmm(im.transpose(1, 2))) + diag_embed(towards);
        Tensor kappaIm = pairs * (im.bmm(re.transpose(1, 2)) - re.bmm(im.transpose(1, 2)));
        return cat([kappaRe.bmm(re) - kappaIm.bmm(im), kappaRe.bmm(im) + kappaIm.bmm(re)], 1);
    }
}
