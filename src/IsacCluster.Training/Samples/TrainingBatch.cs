using static TorchSharp.torch;

namespace IsacCluster.Training.Samples;

/// <summary>
/// Samples as tensors (float32) on the training's device, n of them, in units where P0 = sigma^2 = 1.
/// </summary>
/// <param name="Channels">n x L x 2M: [Re h_l, Im h_l] sqrt(P0) / sigma.</param>
/// <param name="Steering">n x K x 2M, or 1 x K x 2M where all samples share their targets: [Re a_k, Im a_k].</param>
/// <param name="Sectors">n x (2M-1), or 1 x (2M-1): sum of the beampattern rows v(theta_n) in the sectors over sqrt(N count):
/// L(R) = |F^T r|^2 - (sectors^T r)^2.</param>
/// <param name="Thresholds">n x 1, or 1 x 1: Gamma0, linear.</param>
/// <param name="Samples">The samples' indices in their stream, n.</param>
internal sealed record TrainingBatch(Tensor Channels, Tensor Steering, Tensor Sectors, Tensor Thresholds, ReadOnlyMemory<long> Samples)
{
    public long Count => Channels.shape[0];

    /// <summary>Samples [first, first + count) as views.</summary>
    public TrainingBatch Slice(long first, long count) => new(
        Channels.narrow(0, first, count), Part(Steering, first, count), Part(Sectors, first, count), Part(Thresholds, first, count),
        Samples.Slice((int)first, (int)count));

    /// <summary>The samples in another order.</summary>
    public TrainingBatch Reordered(long[] order)
    {
        Tensor indices = tensor(order, device: Channels.device);
        return new TrainingBatch(
            Channels.index_select(0, indices), Reorder(Steering, indices), Reorder(Sectors, indices), Reorder(Thresholds, indices),
            order.Select(k => Samples.Span[(int)k]).ToArray());
    }

    /// <summary>
    /// Each user's channels in an order of their own: the samples are no longer those of <see cref="Samples"/>, which say their targets and
    /// thresholds only.
    /// </summary>
    public TrainingBatch Regrouped(Func<int, long[]> orderOf) => this with
    {
        Channels = stack(
            Enumerable.Range(0, (int)Channels.shape[1])
                .Select(user => Channels.select(1, user).index_select(0, tensor(orderOf(user), device: Channels.device))),
            1),
    };

    private static Tensor Part(Tensor shared, long first, long count) => shared.shape[0] == 1 ? shared : shared.narrow(0, first, count);

    private static Tensor Reorder(Tensor shared, Tensor order) => shared.shape[0] == 1 ? shared : shared.index_select(0, order);
}
