using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling;

/// <summary>Every active parameter uniform in its own scale, independently of the history.</summary>
/// <remarks>Bergstra, Bengio, "Random search for hyper-parameter optimization", JMLR 13, 2012.</remarks>
public sealed class RandomSampler : Sampler
{
    public override string Name => "random";

    public override bool Learns => false;

    public override int MostObjectives => int.MaxValue;

    protected override double[] Draw(StudyView history, long trial, int attempt) => Uniform(history, trial, attempt);
}
