using IsacCluster.Statistics;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>How often something was so, over the samples where that is a question: independent ones, or within trajectories.</summary>
/// <remarks>Byte form of the trajectories: their moments; none where every sample is independent, whose counts say all.</remarks>
public sealed class ProportionStatistics
{
    private readonly int _slots;
    private readonly TrajectoryMoments? _trajectories;

    /// <param name="slots">Samples of a trajectory.</param>
    public ProportionStatistics(int slots) : this(slots, slots == 1 ? null : new TrajectoryMoments(1, slots)) { }

    private ProportionStatistics(int slots, TrajectoryMoments? trajectories) => (_slots, _trajectories) = (slots, trajectories);

    /// <param name="sample">Its index.</param>
    /// <param name="success">Null where the sample is none of the trials.</param>
    public void Add(long sample, bool? success)
    {
        if (success is { } value) _trajectories?.Add(sample, [value ? 1 : 0]);
        else _trajectories?.Skip(sample);
    }

    /// <summary>With the counts that stand elsewhere.</summary>
    public Proportion Of(long successes, long trials) => _trajectories is null
        ? new Proportion(successes, trials)
        : new Proportion(successes, trials, _trajectories.Units.Mean(0), _slots);

    public void Merge(ProportionStatistics other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._trajectories is { } trajectories) _trajectories?.Merge(trajectories);
    }

    public void WriteTo(CanonicalWriter writer) => _trajectories?.WriteMoments(writer);

    /// <exception cref="InvalidDataException">The bytes are no such statistics.</exception>
    public static ProportionStatistics ReadFrom(ref CanonicalReader reader, int slots) =>
        new(slots, slots == 1 ? null : TrajectoryMoments.ReadMoments(ref reader, 1, slots));

    /// <summary>Appends the fourth moments, which no digest covers; nothing where there are no trajectories.</summary>
    public void WriteQuartics(CanonicalWriter writer) => _trajectories?.WriteQuartics(writer);

    /// <summary>Reads what <see cref="WriteQuartics"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such sums.</exception>
    public void ReadQuartics(ref CanonicalReader reader) => _trajectories?.ReadQuartics(ref reader);
}
