namespace IsacCluster.Statistics;

/// <summary>What is known of a trajectory of which some slots have not been told yet.</summary>
/// <remarks>Byte form: slots told, samples that count, the exact sums.</remarks>
internal sealed class OpenTrajectory(int dimension)
{
    private readonly ExactSum[] _sums = [.. Enumerable.Range(0, dimension).Select(_ => new ExactSum())];
    private long _counted;

    /// <summary>Slots told of.</summary>
    public long Told { get; set; }

    /// <summary>Adds a sample that counts.</summary>
    public void Add(ReadOnlySpan<double> values)
    {
        if (values.Length != _sums.Length)
            throw new ArgumentException($"Expected {_sums.Length} values, got {values.Length}.", nameof(values));
        for (int i = 0; i < values.Length; i++) _sums[i].Add(values[i]);
        Told++;
        _counted++;
    }

    public void Merge(OpenTrajectory other)
    {
        for (int i = 0; i < _sums.Length; i++) _sums[i].Merge(other._sums[i]);
        Told += other.Told;
        _counted += other._counted;
    }

    /// <summary>Adds the sums as one unit, if there is a sample that counts.</summary>
    public void EnterInto(UnitMoments units)
    {
        if (_counted > 0) units.Add([.. _sums.Select(sum => sum.ToDouble())], _counted);
    }

    public void WriteTo(CanonicalWriter writer)
    {
        writer.WriteCount(Told);
        writer.WriteCount(_counted);
        foreach (ExactSum sum in _sums) sum.WriteTo(writer);
    }

    /// <exception cref="InvalidDataException">The bytes are no open trajectory of so many slots.</exception>
    public static OpenTrajectory ReadFrom(ref CanonicalReader reader, int dimension, int slots)
    {
        var read = new OpenTrajectory(dimension) { Told = reader.ReadCount(slots - 1) };
        read._counted = reader.ReadCount(read.Told);
        if (read.Told == 0) throw new InvalidDataException("A trajectory is open of which nothing is known.");
        for (int i = 0; i < dimension; i++) read._sums[i] = ExactSum.ReadFrom(ref reader);
        return read;
    }
}
