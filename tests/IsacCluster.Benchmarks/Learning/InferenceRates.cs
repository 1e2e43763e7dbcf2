using IsacCluster.Networks.Inference;

namespace IsacCluster.Benchmarks.Learning;

/// <summary>From instances to the outputs of the network, before the read-out in doubles.</summary>
internal sealed class OutputRate(InferenceBatch batch, TimeProvider time) : ILearningWork
{
    private readonly DesignNetwork _network = batch.Model.CreateNetwork();

    public string Name => "inference, instances to outputs";

    public string PeerWork => "outputs";

    /// <summary>Of the last pass.</summary>
    public float[] Outputs { get; } =
        new float[batch.Instances.Count * batch.Model.CreateNetwork().OutputsPerInstance(batch.Instances[0].Users)];

    public Rate Measure(TimeSpan duration) =>
        new RateMeter(time).Measure(() => _network.Evaluate(batch.Instances, Outputs), batch.Instances.Count, duration);
}

/// <summary>From instances to designs of power P0.</summary>
internal sealed class DesignRate(InferenceBatch batch, TimeProvider time) : ILearningWork
{
    private readonly DesignNetwork _network = batch.Model.CreateNetwork();

    public string Name => "inference, instances to designs";

    public string PeerWork => "designs";

    public Rate Measure(TimeSpan duration) =>
        new RateMeter(time).Measure(() => _network.Infer(batch.Instances), batch.Instances.Count, duration);
}
