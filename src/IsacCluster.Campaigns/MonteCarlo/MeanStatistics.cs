using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>A metric of one algorithm at one point over the counted samples on which it is defined.</summary>
/// <remarks>Byte form: of trajectories the moments over samples; the moments over units.</remarks>
public sealed class MeanStatistics
{
    private readonly TrajectoryMoments _units;
    private readonly Moments? _samples; // of trajectories: where samples are units, these hold them

    /// <param name="slots">Samples of a trajectory.</param>
    public MeanStatistics(int slots) : this(new TrajectoryMoments(1, slots), slots == 1 ? null : new Moments()) { }

    private MeanStatistics(TrajectoryMoments units, Moments? samples) => (_units, _samples) = (units, samples);

    /// <summary>Over samples, to read.</summary>
    public Moments Samples => _samples ?? _units.Units.Variables[0];

    public RatioEstimate Mean => _units.Units.Mean(0, MseStatistics.Resolution);

    /// <param name="sample">Its index.</param>
    /// <param name="value">Null where the sample does not count or the metric is not defined on it.</param>
    public void Add(long sample, double? value)
    {
        if (value is not { } defined)
        {
            _units.Skip(sample);
            return;
        }

        _units.Add(sample, [defined]);
        _samples?.Add(defined);
    }

    public void Merge(MeanStatistics other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _units.Merge(other._units);
        if (other._samples is { } samples) _samples?.Merge(samples);
    }

    public void WriteTo(CanonicalWriter writer)
    {
        _samples?.WriteTo(writer);
        _units.WriteMoments(writer);
    }

    /// <exception cref="InvalidDataException">The bytes are no such statistics.</exception>
    public static MeanStatistics ReadFrom(ref CanonicalReader reader, int slots)
    {
        Moments? samples = slots == 1 ? null : Moments.ReadFrom(ref reader);
        return new MeanStatistics(TrajectoryMoments.ReadMoments(ref reader, 1, slots), samples);
    }

    /// <summary>Appends the fourth moments, which no digest covers; nothing where they are not known.</summary>
    public void WriteQuartics(CanonicalWriter writer) => _units.WriteQuartics(writer);

    /// <summary>Reads what <see cref="WriteQuartics"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such sums.</exception>
    public void ReadQuartics(ref CanonicalReader reader) => _units.ReadQuartics(ref reader);
}
