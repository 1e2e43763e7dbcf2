using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>Seconds of the parts of a learned algorithm at one point, each over the samples that needed it; outside every digest.</summary>
public sealed class PartStatistics
{
    public Moments Inference { get; private init; } = new();

    /// <summary>The test of the network's designs; empty for an algorithm without repair.</summary>
    public Moments Feasibility { get; private init; } = new();

    /// <summary>Over the projected samples.</summary>
    public Moments Projection { get; private init; } = new();

    public void Add(PartTimes times)
    {
        ArgumentNullException.ThrowIfNull(times);
        Inference.Add(times.Inference);
        if (times.Feasibility is { } feasibility) Feasibility.Add(feasibility);
        if (times.Projection is { } projection) Projection.Add(projection);
    }

    public void Merge(PartStatistics other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Inference.Merge(other.Inference);
        Feasibility.Merge(other.Feasibility);
        Projection.Merge(other.Projection);
    }

    public void WriteTo(CanonicalWriter writer)
    {
        Inference.WriteTo(writer);
        Feasibility.WriteTo(writer);
        Projection.WriteTo(writer);
    }

    public static PartStatistics ReadFrom(ref CanonicalReader reader) => new()
    {
        Inference = Moments.ReadFrom(ref reader),
        Feasibility = Moments.ReadFrom(ref reader),
        Projection = Moments.ReadFrom(ref reader),
    };
}
