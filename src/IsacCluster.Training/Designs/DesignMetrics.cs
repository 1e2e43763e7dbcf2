using IsacCluster.Isac.Arrays;
using IsacCluster.Networks.Layouts;
using IsacCluster.Training.Network;
using IsacCluster.Training.Samples;
using IsacCluster.Training.Tensors;
using static TorchSharp.torch;

namespace IsacCluster.Training.Designs;

/// <summary>
/// MSE and SINR of a batch of network outputs, differentiable, in units where P0 = sigma^2 = 1.
/// </summary>
/// <param name="Mse">n: L(R) / P0^2.</param>
/// <param name="Signal">n x L: |h_l^H c_l|^2.</param>
/// <param name="Rest">n x L: all other power that user l receives, and the noise.</param>
/// <param name="Gain">n x L: |h_l|^2.</param>
/// <param name="Beams">n x 2M x (L+M): [Re; Im] of [C S] (direct), or n x 2M x M of B (split), with power 1.</param>
internal sealed record BatchMetrics(Tensor Mse, Tensor Signal, Tensor Rest, Tensor Gain, Tensor Beams)
{
    /// <summary>n x L.</summary>
    public Tensor Sinr => Signal / Rest;

    /// <summary>To be called after the loss's backward pass, to go on to the network's outputs; null: the pass has reached them.</summary>
    public Action? Pullback { get; init; }
}

/// <summary>
/// From network outputs to what the loss needs. With X = [Re B; Im B] (2M x J) the product X X^T holds R = B B^H, whose diagonal sums r are
/// a linear map of it, and L(R) = |F^T r|^2 - (s^T r)^2 with F F^T the Gram matrix of the plain grid and s of the sectors: no product over
/// N grid points. The least-squares beta is inside: by the envelope theorem the gradient is the same whether beta is held or not.
/// </summary>
internal sealed class DesignMetrics : IDisposable
{
    /// <summary>Added to the eigenvalues of the split's Gram matrix, relative to their mean.</summary>
    private const double SplitRegularisation = 1e-4;

    private const double LeastRest = 1e-3;
    private readonly NetworkArchitecture _architecture;
    private readonly Tensor _sums, _gridFactor;
    private readonly SplitRefinement? _refinement;
    private readonly FeedbackLayer? _feedback;

    public DesignMetrics(NetworkArchitecture architecture, int gridPoints, Device device)
    {
        _architecture = architecture;
        int m = architecture.Antennas, count = DiagonalSums.Count(m);
        _sums = AlignedTensor.Of(SumMap(m), device, 4L * m * m, count).DetachFromDisposeScope();
        _gridFactor = AlignedTensor.Of(GridFactor(m, gridPoints), device, count, count).DetachFromDisposeScope();
        if (architecture.IsClosedLoop) _feedback = new FeedbackLayer(architecture);
        else if (architecture.Refinements > 0) _refinement = new SplitRefinement(architecture, _sums, _gridFactor);
    }

    public BatchMetrics Of(NetworkOutput output, TrainingBatch batch, SampleSource source)
    {
        if (_feedback is not null) return _feedback.Apply(output, batch, source);
        bool split = _architecture.Readout == Readout.Split;
        Tensor beams = split ? output.Radar : cat([output.Users.transpose(1, 2), output.Radar], 2);
        beams = UnitPower(beams);
        if (_refinement is not null) beams = _refinement.Apply(beams, output, batch);
        Tensor mse = Mse(beams, batch.Sectors);
        // Rows h_l^H b_j: real and imaginary parts from one product.
        int m = _architecture.Antennas;
        long users = batch.Channels.shape[1];
        Tensor re = batch.Channels.narrow(2, 0, m), im = batch.Channels.narrow(2, m, m);
        Tensor received = cat([batch.Channels, cat([im.neg(), re], 2)], 1).bmm(beams);
        Tensor receivedRe = received.narrow(1, 0, users), receivedIm = received.narrow(1, users, users);
        Tensor power = receivedRe.square() + receivedIm.square();
        Tensor total = power.sum(2), gain = batch.Channels.square().sum(2);
        Tensor signal = split
            ? SplitSignal(receivedRe, receivedIm, total, output.Users.select(2, 0))
            : power.narrow(2, 0, users).diagonal(0, 1, 2);
        return new BatchMetrics(mse, signal, (total - signal + 1).clamp_min(LeastRest), gain, beams);
    }

    /// <summary>L(R) / P0^2 of beams with power 1; beams n x 2M x J.</summary>
    public Tensor Mse(Tensor beams, Tensor sectors)
    {
        Tensor products = beams.bmm(beams.transpose(1, 2));
        Tensor sums = products.reshape(beams.shape[0], -1).mm(_sums);
        Tensor inside = (sums * sectors).sum(1);
        return sums.mm(_gridFactor).square().sum(1) - inside.square();
    }

    /// <summary>Beams scaled to power 1; n x 2M x J.</summary>
    public static Tensor UnitPower(Tensor beams) => beams / beams.square().sum([1, 2], keepdim: true).clamp_min(1e-12).sqrt();

    public void Dispose()
    {
        _sums.Dispose();
        _gridFactor.Dispose();
        _refinement?.Dispose();
    }

    /// <summary>
    /// |h_l^H c_l|^2 of the split layer: with g_l = B^H h_l and columns w_l g_l / |g_l| whose Gram matrix is A, h_l^H c_l = (A^1/2)_ll
    /// |g_l| / w_l.
    /// </summary>
    private static Tensor SplitSignal(Tensor re, Tensor im, Tensor total, Tensor logWeights)
    {
        Tensor weights = logWeights.exp(), scale = (weights / total.clamp_min(1e-12).sqrt()).unsqueeze(2);
        Tensor root = HermitianRootDiagonal.Of(re * scale, im * scale, SplitRegularisation);
        return (root / weights).square() * total;
    }

    /// <summary>
    /// The map from the entries of X X^T to diagonal sums: Re R_ik = Q_(i,k) + Q_(M+i,M+k), Im R_ik = Q_(M+i,k) - Q_(i,M+k).
    /// </summary>
    private static float[] SumMap(int m)
    {
        int count = DiagonalSums.Count(m), side = 2 * m;
        var map = new float[side * side * count];
        for (int d = 0; d < m; d++)
        {
            int re = d == 0 ? 0 : 2 * d - 1, im = 2 * d;
            for (int k = 0; k + d < m; k++)
            {
                int i = k + d;
                map[(i * side + k) * count + re] += 1;
                map[((m + i) * side + m + k) * count + re] += 1;
                if (d == 0) continue;
                map[((m + i) * side + k) * count + im] += 1;
                map[(i * side + m + k) * count + im] -= 1;
            }
        }

        return map;
    }

    /// <summary>The Cholesky factor F of the grid's Gram matrix V^T V / N: |F^T r|^2 is the mean of P(theta_n)^2.</summary>
    private static float[] GridFactor(int m, int gridPoints)
    {
        int count = DiagonalSums.Count(m);
        double[][] rows = [.. AngleGrid.Angles(gridPoints).Select(angle => DiagonalSums.BeampatternRow(angle, m))];
        return SemidefiniteFactor.Of(count, (i, j) => rows.Sum(row => row[i] * row[j]) / gridPoints);
    }
}
