using IsacCluster.Isac.Designs;

namespace IsacCluster.Learning.Inference;

/// <summary>
/// Maps instances to designs with Tr R = P0. The design of an instance is the same bits whatever else is in the batch. Not thread-safe.
/// </summary>
public sealed class DesignNetwork
{
    /// <param name="instances">All of one M, L and K; any number.</param>
    public IReadOnlyList<Design> Infer(IReadOnlyList<IsacInstance> instances) => throw new NotImplementedException();
}
