using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Search.Pruning;
using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies;

/// <summary>
/// Everything that a trial needs to know of the trials before it: its parameters, the bounds at which it is pruned, and whom it has to beat
/// to be worth another seed.
/// </summary>
/// <param name="Parameters">Text of the parameters.</param>
/// <param name="Bounds">Costs: less is better, whatever the direction.</param>
internal sealed record TrialArgument(string Parameters, PruneBounds Bounds, ReplicationEvidence Evidence)
{
    private const byte FormatVersion = 1, WithKnown = 2, WithKnownConstraints = 3, WithDiscards = 4, WithPart = 5;

    /// <summary>Values of an earlier trial with the same parameters, which are then those of this one; empty: it is evaluated.</summary>
    public IReadOnlyList<double> Known { get; init; } = [];

    /// <summary>Its constraints and what was measured, where there are any.</summary>
    public IReadOnlyList<double> KnownConstraints { get; init; } = [];

    /// <inheritdoc cref="KnownConstraints"/>
    public IReadOnlyList<double> KnownMeasured { get; init; } = [];

    /// <summary>Trials that have ended and whose files are of no more use, by number and text of the parameters.</summary>
    public IReadOnlyList<KeyValuePair<long, string>> Discards { get; init; } = [];

    /// <summary>Where its values are known: how it ends.</summary>
    public TrialOutcome KnownOutcome() => new()
    {
        Parameters = Parameters,
        State = TrialState.Complete,
        Values = Known,
        Constraints = KnownConstraints,
        Measured = KnownMeasured,
        Replicates = [Known[0]],
    };

    /// <summary>Where trials pause and go on: the part that is evaluated.</summary>
    public TrialPart? Part { get; init; }

    /// <summary>The trial whose checkpoint the part goes on from.</summary>
    public KeyValuePair<long, string>? Source { get; init; }

    private bool KnowsMore => Part is not null || KnownConstraints.Count > 0 || KnownMeasured.Count > 0 || Discards.Count > 0;

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(
            Part is not null ? WithPart
            : Discards.Count > 0 ? WithDiscards
            : KnowsMore ? WithKnownConstraints
            : Known.Count > 0 ? WithKnown : FormatVersion);
        writer.Write(Parameters);
        writer.Write(Bounds.PrunesNaN);
        writer.Write7BitEncodedInt(Bounds.Rungs.Count);
        foreach ((long rung, PruneBound bound) in Bounds.Rungs)
        {
            writer.Write7BitEncodedInt64(rung);
            writer.Write(bound.Cost);
            writer.Write(bound.OfBest);
        }

        writer.Write(Evidence.BestMean);
        writer.Write7BitEncodedInt(Evidence.BestCount);
        writer.Write(Evidence.SumOfSquares);
        writer.Write7BitEncodedInt(Evidence.Freedom);
        IReadOnlyList<double>[] lists = KnowsMore ? [Known, KnownConstraints, KnownMeasured] : Known.Count > 0 ? [Known] : [];
        foreach (IReadOnlyList<double> known in lists)
        {
            writer.Write7BitEncodedInt(known.Count);
            foreach (double value in known) writer.Write(value);
        }

        if (Discards.Count > 0 || Part is not null) Write(writer, Discards);
        if (Part is not null)
        {
            Part.Write(writer);
            Write(writer, Source is { } source ? [source] : []);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">Not such bytes.</exception>
    public static TrialArgument FromBytes(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()));
            byte version = reader.ReadByte();
            if (version is < FormatVersion or > WithPart) throw new InvalidDataException("Unknown version of an argument.");
            string parameters = reader.ReadString();
            bool prunesNaN = reader.ReadBoolean();
            int count = reader.Read7BitEncodedInt();
            var rungs = new List<KeyValuePair<long, PruneBound>>();
            for (int k = 0; k < count; k++)
                rungs.Add(new(reader.Read7BitEncodedInt64(), new PruneBound(reader.ReadDouble(), reader.ReadBoolean())));
            var evidence = new ReplicationEvidence(
                reader.ReadDouble(), reader.Read7BitEncodedInt(), reader.ReadDouble(), reader.Read7BitEncodedInt());
            return new TrialArgument(parameters, new PruneBounds(prunesNaN, rungs), evidence)
            {
                Known = version >= WithKnown ? Numbers(reader) : [],
                KnownConstraints = version >= WithKnownConstraints ? Numbers(reader) : [],
                KnownMeasured = version >= WithKnownConstraints ? Numbers(reader) : [],
                Discards = version >= WithDiscards ? Trials(reader) : [],
                Part = version == WithPart ? TrialPart.Read(reader) : null,
                Source = version == WithPart && Trials(reader) is [var source] ? source : null,
            };
        }
        catch (Exception cause) when (cause is IOException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("The bytes are not the argument of a trial.", cause);
        }
    }

    private static void Write(BinaryWriter writer, IReadOnlyList<KeyValuePair<long, string>> trials)
    {
        writer.Write7BitEncodedInt(trials.Count);
        foreach ((long number, string parameters) in trials)
        {
            writer.Write7BitEncodedInt64(number);
            writer.Write(parameters);
        }
    }

    private static double[] Numbers(BinaryReader reader)
    {
        double[] numbers = new double[reader.Read7BitEncodedInt()];
        for (int k = 0; k < numbers.Length; k++) numbers[k] = reader.ReadDouble();
        return numbers;
    }

    private static KeyValuePair<long, string>[] Trials(BinaryReader reader)
    {
        var trials = new KeyValuePair<long, string>[reader.Read7BitEncodedInt()];
        for (int k = 0; k < trials.Length; k++) trials[k] = new(reader.Read7BitEncodedInt64(), reader.ReadString());
        return trials;
    }
}
