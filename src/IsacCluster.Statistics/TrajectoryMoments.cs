namespace IsacCluster.Statistics;

/// <summary>
/// Moments of d variables over trajectories of T dependent samples: sample i is slot i mod T of trajectory i / T. A trajectory enters
/// <see cref="UnitMoments"/> as one observation, its sums over the samples that count and their number, once all its slots have been told;
/// one without a sample that counts does not enter. With T = 1 every sample is a unit of its own.
/// </summary>
/// <remarks>
/// An exact commutative monoid for samples in any split and order, as long as each is told once: what is known of a trajectory before it is
/// complete is kept as exact sums, rounded to doubles when it enters. Byte form: the moments; of T > 1 then the number of open
/// trajectories, and for each its index (the first as it is, the others as the gap to the one before), slots told, samples that
/// count, sums.
/// </remarks>
public sealed class TrajectoryMoments
{
    private readonly int _dimension, _slots;
    private readonly SortedDictionary<long, OpenTrajectory> _open = [];
    private readonly UnitMoments _closed;

    /// <param name="dimension">d, from 1 to 256.</param>
    /// <param name="slots">T, at least 1.</param>
    public TrajectoryMoments(int dimension, int slots) : this(dimension, slots, new UnitMoments(dimension, slots > 1)) { }

    private TrajectoryMoments(int dimension, int slots, UnitMoments closed) => (_dimension, _slots, _closed) = (dimension, slots, closed);

    /// <summary>The units, those of trajectories still open included: a copy where there are such.</summary>
    public UnitMoments Units
    {
        get
        {
            if (_open.Count == 0) return _closed;
            var units = new UnitMoments(_dimension, weighted: true);
            units.Merge(_closed);
            foreach (OpenTrajectory trajectory in _open.Values) trajectory.EnterInto(units);
            return units;
        }
    }

    /// <summary>Adds a sample that counts.</summary>
    /// <param name="sample">Its index.</param>
    /// <param name="values">Length d, finite.</param>
    public void Add(long sample, ReadOnlySpan<double> values)
    {
        if (_slots == 1)
        {
            _closed.Add(values);
            return;
        }

        OpenTrajectory trajectory = Open(sample / _slots);
        trajectory.Add(values);
        CloseIfComplete(sample / _slots, trajectory);
    }

    /// <summary>Tells of a sample that does not count.</summary>
    public void Skip(long sample)
    {
        if (_slots == 1) return;
        OpenTrajectory trajectory = Open(sample / _slots);
        trajectory.Told++;
        CloseIfComplete(sample / _slots, trajectory);
    }

    public void Merge(TrajectoryMoments other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._slots != _slots) throw new ArgumentException("Trajectories of different lengths do not merge.", nameof(other));
        _closed.Merge(other._closed);
        foreach ((long index, OpenTrajectory part) in other._open)
        {
            OpenTrajectory trajectory = Open(index);
            trajectory.Merge(part);
            CloseIfComplete(index, trajectory);
        }
    }

    /// <summary>Appends all but the fourth moments.</summary>
    public void WriteMoments(CanonicalWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _closed.WriteMoments(writer);
        if (_slots == 1) return;
        writer.WriteCount(_open.Count);
        long before = 0;
        foreach ((long index, OpenTrajectory trajectory) in _open)
        {
            writer.WriteCount(index - before);
            before = index;
            trajectory.WriteTo(writer);
        }
    }

    /// <summary>Reads what <see cref="WriteMoments"/> wrote; the fourth moments are not known until they are read.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such moments.</exception>
    public static TrajectoryMoments ReadMoments(ref CanonicalReader reader, int dimension, int slots)
    {
        var read = new TrajectoryMoments(dimension, slots, UnitMoments.ReadMoments(ref reader, dimension, slots > 1));
        long open = slots == 1 ? 0 : reader.ReadCount(), index = 0;
        for (long i = 0; i < open; i++)
        {
            long gap = reader.ReadCount();
            index += i == 0 || gap > 0 ? gap : throw new InvalidDataException("An open trajectory stands twice.");
            read._open.Add(index, OpenTrajectory.ReadFrom(ref reader, dimension, slots));
        }

        return read;
    }

    /// <summary>Whether the fourth moments are known.</summary>
    public bool HasQuartics => _closed.HasQuartics;

    /// <summary>Appends the fourth moments; nothing where they are not known.</summary>
    public void WriteQuartics(CanonicalWriter writer) => _closed.WriteQuartics(writer);

    /// <summary>Reads what <see cref="WriteQuartics"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such sums.</exception>
    public void ReadQuartics(ref CanonicalReader reader) => _closed.ReadQuartics(ref reader);

    private OpenTrajectory Open(long index) =>
        _open.TryGetValue(index, out OpenTrajectory? open) ? open : _open[index] = new OpenTrajectory(_dimension);

    private void CloseIfComplete(long index, OpenTrajectory trajectory)
    {
        if (trajectory.Told > _slots) throw new InvalidOperationException($"A sample of trajectory {index} was told twice.");
        if (trajectory.Told < _slots) return;
        trajectory.EnterInto(_closed);
        _open.Remove(index);
    }
}
