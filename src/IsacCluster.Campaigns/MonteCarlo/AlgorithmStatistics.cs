using IsacCluster.Solvers;
using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>
/// The exact statistics of one algorithm at one point, beside the moments that <see cref="PointStatistics.Mse"/> keeps for all of them.
/// </summary>
/// <param name="inParts">Whether it is a learned algorithm, whose time has parts.</param>
/// <param name="metrics">Metrics besides the mean squared error.</param>
/// <param name="slots">Samples of a trajectory.</param>
public sealed class AlgorithmStatistics(bool inParts = false, int metrics = 0, int slots = 1)
{
    private ProportionStatistics _satisfaction = new(slots), _projection = new(slots);

    /// <summary>L(R) of the counted samples, units of power squared.</summary>
    public QuantileSketch MseQuantiles { get; private set; } = new();

    /// <summary>Each metric over those of the counted samples where it is defined.</summary>
    public IReadOnlyList<MeanStatistics> Metrics { get; private set; } =
        [.. Enumerable.Range(0, metrics).Select(_ => new MeanStatistics(slots))];

    /// <summary>Samples with a feasible channel on which the design meets every threshold.</summary>
    public long Satisfied { get; private set; }

    /// <summary>Samples that this algorithm found infeasible.</summary>
    public long OwnInfeasible { get; private set; }

    /// <summary>Samples on which this algorithm failed.</summary>
    public long OwnFailed { get; private set; }

    /// <summary>
    /// Samples on which this algorithm alone returned no design, outside every digest; null where some were counted by a version that did
    /// not say.
    /// </summary>
    public long? MissingAlone { get; private set; } = 0;

    /// <summary>Samples on which the algorithm says whether it projected, and those on which it did.</summary>
    public long ProjectionKnown { get; private set; }

    public long Projected { get; private set; }

    /// <summary>Seconds of each call, outside every digest.</summary>
    public Moments Seconds { get; private set; } = new();

    public QuantileSketch SecondsQuantiles { get; private set; } = new();

    /// <summary>Seconds of the parts; null for a baseline, whose bytes are then those of versions without parts.</summary>
    public PartStatistics? Parts { get; private set; } = inParts ? new PartStatistics() : null;

    /// <summary>Designs that meet every threshold among samples with a feasible channel.</summary>
    /// <param name="feasibleChannels">Of the point.</param>
    public Proportion Satisfaction(long feasibleChannels) => _satisfaction.Of(Satisfied, feasibleChannels);

    /// <summary>Samples on which the algorithm projected among those on which it says whether it did.</summary>
    public Proportion Projection => _projection.Of(Projected, ProjectionKnown);

    /// <param name="sample">Its index.</param>
    /// <param name="counted">Whether the sample enters this algorithm's means.</param>
    /// <param name="othersComplete">Whether every other algorithm of the point returned a design.</param>
    public void Add(long sample, AlgorithmEvaluation evaluation, bool feasibleChannel, bool counted, bool othersComplete)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        if (counted) MseQuantiles.Add(evaluation.Mse);
        for (int m = 0; m < Metrics.Count; m++)
            Metrics[m].Add(sample, counted && double.IsFinite(evaluation.Metrics[m]) ? evaluation.Metrics[m] : null);
        _satisfaction.Add(sample, feasibleChannel ? evaluation.Satisfied : null);
        _projection.Add(sample, evaluation.Projected);
        if (feasibleChannel && evaluation.Satisfied) Satisfied++;
        if (evaluation.Status == SolveStatus.Infeasible) OwnInfeasible++;
        if (evaluation.Status.IsFailure()) OwnFailed++;
        if (othersComplete && evaluation.Design is null) MissingAlone++;
        if (evaluation.Projected is bool projected)
        {
            ProjectionKnown++;
            if (projected) Projected++;
        }

        Seconds.Add(evaluation.Seconds);
        SecondsQuantiles.Add(evaluation.Seconds);
        if (evaluation.Parts is { } parts) Parts?.Add(parts);
    }

    public void Merge(AlgorithmStatistics other)
    {
        ArgumentNullException.ThrowIfNull(other);
        MseQuantiles.Merge(other.MseQuantiles);
        for (int m = 0; m < Metrics.Count; m++) Metrics[m].Merge(other.Metrics[m]);
        _satisfaction.Merge(other._satisfaction);
        _projection.Merge(other._projection);
        Satisfied += other.Satisfied;
        OwnInfeasible += other.OwnInfeasible;
        OwnFailed += other.OwnFailed;
        MissingAlone += other.MissingAlone;
        ProjectionKnown += other.ProjectionKnown;
        Projected += other.Projected;
        Seconds.Merge(other.Seconds);
        SecondsQuantiles.Merge(other.SecondsQuantiles);
        if (other.Parts is { } parts) Parts?.Merge(parts);
    }

    public void WriteDigested(CanonicalWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        MseQuantiles.WriteTo(writer);
        writer.WriteCount(Satisfied);
        writer.WriteCount(OwnInfeasible);
        writer.WriteCount(OwnFailed);
        writer.WriteCount(ProjectionKnown);
        writer.WriteCount(Projected);
        foreach (MeanStatistics metric in Metrics) metric.WriteTo(writer);
        _satisfaction.WriteTo(writer);
        _projection.WriteTo(writer);
    }

    public void ReadDigested(ref CanonicalReader reader)
    {
        MseQuantiles = QuantileSketch.ReadFrom(ref reader);
        Satisfied = reader.ReadCount();
        OwnInfeasible = reader.ReadCount();
        OwnFailed = reader.ReadCount();
        ProjectionKnown = reader.ReadCount();
        Projected = reader.ReadCount();
        var read = new MeanStatistics[Metrics.Count];
        for (int m = 0; m < read.Length; m++) read[m] = MeanStatistics.ReadFrom(ref reader, slots);
        Metrics = read;
        _satisfaction = ProportionStatistics.ReadFrom(ref reader, slots);
        _projection = ProportionStatistics.ReadFrom(ref reader, slots);
    }

    /// <summary>Appends the fourth moments, which no digest covers.</summary>
    public void WriteQuartics(CanonicalWriter writer)
    {
        foreach (MeanStatistics metric in Metrics) metric.WriteQuartics(writer);
        _satisfaction.WriteQuartics(writer);
        _projection.WriteQuartics(writer);
    }

    public void ReadQuartics(ref CanonicalReader reader)
    {
        foreach (MeanStatistics metric in Metrics) metric.ReadQuartics(ref reader);
        _satisfaction.ReadQuartics(ref reader);
        _projection.ReadQuartics(ref reader);
    }

    /// <summary>Reads what only points with an excluded sample have.</summary>
    /// <param name="most">Excluded samples of the point.</param>
    public void ReadMissingAlone(ref CanonicalReader reader, long most) => MissingAlone = reader.ReadCount(most);

    /// <summary>For bytes of a version that did not count them.</summary>
    public void ForgetMissingAlone() => MissingAlone = null;

    public void WriteTimes(CanonicalWriter writer)
    {
        Seconds.WriteTo(writer);
        SecondsQuantiles.WriteTo(writer);
        Parts?.WriteTo(writer);
    }

    public void ReadTimes(ref CanonicalReader reader)
    {
        Seconds = Moments.ReadFrom(ref reader);
        SecondsQuantiles = QuantileSketch.ReadFrom(ref reader);
        if (Parts is not null) Parts = PartStatistics.ReadFrom(ref reader);
    }
}
