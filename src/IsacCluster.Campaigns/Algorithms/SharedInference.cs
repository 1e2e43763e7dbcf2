using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// A network that several algorithms ask about the same samples (gnn and gnn-ip of one model): it infers them once, and every asker gets
/// the same designs and the time that they took. Keyed by the samples as objects. Not thread-safe.
/// </summary>
/// <param name="infer">The network or heuristic, with work space of its own.</param>
public sealed class SharedInference(Inference infer)
{
    private IReadOnlyList<Sample> _samples = [];
    private IReadOnlyList<Design> _designs = [];
    private double _secondsPerSample;

    /// <summary>The designs, and the seconds of each: an equal part of the batch's. Stage: inference.</summary>
    public (IReadOnlyList<Design> Designs, double SecondsPerSample) Of(IReadOnlyList<Sample> samples, StageClock clock)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(clock);
        if (samples.Count == 0) return ([], 0);
        if (!samples.SequenceEqual(_samples, ReferenceEqualityComparer.Instance))
        {
            using StageScope stage = clock.Measure("inference");
            _designs = infer([.. samples.Select(sample => sample.Instance)]);
            (_samples, _secondsPerSample) = (samples, stage.End() / samples.Count);
        }

        return (_designs, _secondsPerSample);
    }

    /// <summary>Forgets the samples.</summary>
    public void Forget() => (_samples, _designs) = ([], []);
}
