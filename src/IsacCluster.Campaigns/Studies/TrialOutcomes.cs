using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Jobs;
using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies;

/// <summary>
/// The partial result of a study: how its trials ended, by number. Merging is the union of disjoint sets, so it is exact in any order.
/// </summary>
public sealed class TrialOutcomes : IDivisibleResult
{
    private const byte WithParts = 5, FormatVersion = 4, WithoutDuration = 3, WithoutConstraints = 2, WithoutIgnored = 1;
    private readonly SortedDictionary<long, TrialOutcome> _trials = [];

    /// <summary>By number.</summary>
    public IReadOnlyDictionary<long, TrialOutcome> Trials => _trials;

    /// <exception cref="InvalidDataException">The trial is there already.</exception>
    public void Add(long number, TrialOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        if (!_trials.TryAdd(number, outcome)) throw new InvalidDataException($"Trial {number} is there already.");
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">Both hold a trial; this result is then unchanged.</exception>
    public void Merge(ILaneResult other)
    {
        if (other is not TrialOutcomes more) throw new InvalidDataException($"A {other?.GetType().Name} is not a set of trials.");
        if (more._trials.Keys.FirstOrDefault(_trials.ContainsKey, -1) is var twice and >= 0)
            throw new InvalidDataException($"Trial {twice} is there already.");
        foreach ((long number, TrialOutcome outcome) in more._trials) _trials.Add(number, outcome);
    }

    public ILaneResult Part(long first, long end)
    {
        var part = new TrialOutcomes();
        foreach ((long number, TrialOutcome outcome) in _trials)
        {
            if (number >= first && number < end) part._trials.Add(number, outcome);
        }

        return part;
    }

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        bool parts = _trials.Values.Any(outcome => outcome.Part is not null);
        writer.Write(parts ? WithParts : FormatVersion);
        writer.Write7BitEncodedInt(_trials.Count);
        foreach ((long number, TrialOutcome outcome) in _trials)
        {
            writer.Write7BitEncodedInt64(number);
            Write(writer, outcome);
            if (!parts) continue;
            writer.Write(outcome.Part is not null);
            outcome.Part?.Write(writer);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not such a set.</exception>
    public static TrialOutcomes FromBytes(ReadOnlySpan<byte> bytes)
    {
        var trials = new TrialOutcomes();
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()));
            byte version = reader.ReadByte();
            if (version is < WithoutIgnored or > WithParts) throw new InvalidDataException("Unknown version of trials.");
            int count = reader.Read7BitEncodedInt();
            for (int k = 0; k < count; k++) trials.Add(reader.Read7BitEncodedInt64(), Read(reader, version));
            if (reader.BaseStream.Position != reader.BaseStream.Length) throw new InvalidDataException("More bytes than trials.");
            return trials;
        }
        catch (Exception cause) when (cause is IOException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("The bytes are not trials.", cause);
        }
    }

    private static void Write(BinaryWriter writer, TrialOutcome outcome)
    {
        writer.Write(outcome.Parameters);
        writer.Write((byte)outcome.State);
        Write(writer, outcome.Values);
        writer.Write7BitEncodedInt(outcome.Intermediate.Count);
        foreach (IntermediateValue value in outcome.Intermediate)
        {
            writer.Write7BitEncodedInt64(value.Step);
            writer.Write(Canonical(value.Value));
        }

        Write(writer, outcome.Replicates);
        writer.Write7BitEncodedInt(outcome.Attempts);
        writer.Write(outcome.Error ?? "");
        writer.Write7BitEncodedInt(outcome.Ignored);
        Write(writer, outcome.Constraints);
        Write(writer, outcome.Measured);
        writer.Write(Canonical(outcome.DurationS ?? double.NaN));
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<double> values)
    {
        writer.Write7BitEncodedInt(values.Count);
        foreach (double value in values) writer.Write(Canonical(value));
    }

    private static TrialOutcome Read(BinaryReader reader, byte version)
    {
        string parameters = reader.ReadString();
        var state = (TrialState)reader.ReadByte();
        if (state is not (TrialState.Complete or TrialState.Pruned or TrialState.Failed)) throw new InvalidDataException("Unknown state.");
        double[] values = ReadValues(reader);
        var steps = new IntermediateValue[Count(reader)];
        for (int k = 0; k < steps.Length; k++) steps[k] = new IntermediateValue(reader.Read7BitEncodedInt64(), reader.ReadDouble());
        double[] replicates = ReadValues(reader);
        int attempts = reader.Read7BitEncodedInt();
        string error = reader.ReadString();
        return new TrialOutcome
        {
            Parameters = parameters,
            State = state,
            Values = values,
            Intermediate = steps,
            Replicates = replicates,
            Attempts = attempts,
            Error = error.Length == 0 ? null : error,
            Ignored = version == WithoutIgnored ? 0 : reader.Read7BitEncodedInt(),
            Constraints = version <= WithoutConstraints ? [] : ReadValues(reader),
            Measured = version <= WithoutConstraints ? [] : ReadValues(reader),
            DurationS = version > WithoutDuration && reader.ReadDouble() is >= 0 and var seconds ? seconds : null,
            Part = version == WithParts && reader.ReadBoolean() ? TrialPart.Read(reader) : null,
        };
    }

    private static double[] ReadValues(BinaryReader reader)
    {
        var values = new double[Count(reader)];
        for (int k = 0; k < values.Length; k++) values[k] = reader.ReadDouble();
        return values;
    }

    /// <summary>A number of items that the rest of the bytes can hold.</summary>
    private static int Count(BinaryReader reader)
    {
        int count = reader.Read7BitEncodedInt();
        return count >= 0 && count <= (reader.BaseStream.Length - reader.BaseStream.Position) / sizeof(double)
            ? count
            : throw new InvalidDataException("The bytes are not trials.");
    }

    /// <summary>One spelling of zero and of NaN.</summary>
    private static double Canonical(double value) => double.IsNaN(value) ? double.NaN : value + 0.0;
}
