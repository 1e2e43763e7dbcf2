using IsacCluster.Jobs;
using IsacCluster.Training;

namespace IsacCluster.Campaigns.Trainings;

/// <summary>What a finished training left: the file by its digest, and how it went. Times are no part of it.</summary>
/// <param name="Sha256">Of the model file, 64 lower-case hexadecimal digits.</param>
/// <param name="Bytes">Length of the model file.</param>
/// <param name="Curve">All validations, in order.</param>
/// <param name="Test">Its validation loss is the loss on the test set.</param>
public sealed record TrainedModel(
    string Sha256, long Bytes, IReadOnlyList<CurvePoint> Curve, int BestEpoch, CurvePoint Test, int Rollbacks, bool StoppedEarly)
{
    /// <summary>sha256:... of the model file.</summary>
    public string Digest => "sha256:" + Sha256;
}

/// <summary>
/// The partial result of a training lane: the set of its finished trainings. Merging is the union; two different results of one training
/// cannot both be right, since a task is a pure function, and are refused.
/// </summary>
public sealed class TrainedModels : ILaneResult
{
    private const byte FormatVersion = 1;
    private const int Sha256Bytes = 32, CurvePointBytes = 5 * sizeof(double) + 1;
    private readonly SortedDictionary<long, (TrainedModel Model, byte[] Bytes)> _models = [];

    /// <summary>By index.</summary>
    public IReadOnlyDictionary<long, TrainedModel> Models => _models.ToDictionary(entry => entry.Key, entry => entry.Value.Model);

    /// <exception cref="InvalidDataException">Another result of the same training is already here.</exception>
    public void Add(long index, TrainedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        Add(index, (model, Encode(model)));
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The two hold different results of one training; this result is then unchanged.</exception>
    public void Merge(ILaneResult other)
    {
        if (other is not TrainedModels models) throw new InvalidDataException($"A {other?.GetType().Name} is not a set of trained models.");
        if (ReferenceEquals(this, models)) return;
        foreach (long index in models._models.Keys.Where(_models.ContainsKey)) Add(index, models._models[index]);
        foreach ((long index, (TrainedModel, byte[]) entry) in models._models) _models[index] = entry;
    }

    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(FormatVersion);
        writer.Write7BitEncodedInt(_models.Count);
        foreach ((long index, (_, byte[] bytes)) in _models)
        {
            writer.Write7BitEncodedInt64(index);
            writer.Write(bytes);
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are not the canonical bytes of such a set.</exception>
    public static TrainedModels FromBytes(ReadOnlySpan<byte> bytes)
    {
        var models = new TrainedModels();
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes.ToArray()));
            if (reader.ReadByte() != FormatVersion) throw new InvalidDataException("Unknown version of trained models.");
            int count = reader.Read7BitEncodedInt();
            for (int k = 0; k < count; k++) models.Add(reader.Read7BitEncodedInt64(), Decode(reader));
        }
        catch (Exception cause) when (cause is IOException or FormatException or ArgumentException)
        {
            throw new InvalidDataException("The bytes are not trained models.", cause);
        }

        return models.ToBytes().AsSpan().SequenceEqual(bytes)
            ? models
            : throw new InvalidDataException("The bytes are not canonical trained models.");
    }

    private void Add(long index, (TrainedModel Model, byte[] Bytes) entry)
    {
        if (_models.TryAdd(index, entry) || _models[index].Bytes.AsSpan().SequenceEqual(entry.Bytes)) return;
        throw new InvalidDataException(
            $"Training {index} ended twice with different results: {_models[index].Model.Digest} and {entry.Model.Digest}. "
            + "The silos may run different versions or devices.");
    }

    private static byte[] Encode(TrainedModel model)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write(Convert.FromHexString(model.Sha256));
        writer.Write7BitEncodedInt64(model.Bytes);
        writer.Write7BitEncodedInt(model.BestEpoch);
        writer.Write7BitEncodedInt(model.Rollbacks);
        writer.Write(model.StoppedEarly);
        Encode(writer, model.Test);
        writer.Write7BitEncodedInt(model.Curve.Count);
        foreach (CurvePoint point in model.Curve) Encode(writer, point);
        writer.Flush();
        return stream.ToArray();
    }

    private static void Encode(BinaryWriter writer, CurvePoint point)
    {
        writer.Write7BitEncodedInt(point.Epoch);
        foreach (double value in (double[])[point.TrainingLoss, point.ValidationLoss, point.Mse, point.Satisfaction, point.LearningRate])
            writer.Write(double.IsNaN(value) ? double.NaN : value + 0.0); // one spelling of zero and of NaN
    }

    private static TrainedModel Decode(BinaryReader reader)
    {
        byte[] sha256 = reader.ReadBytes(Sha256Bytes);
        if (sha256.Length != Sha256Bytes) throw new InvalidDataException("The bytes are not trained models.");
        long bytes = reader.Read7BitEncodedInt64();
        int best = reader.Read7BitEncodedInt(), rollbacks = reader.Read7BitEncodedInt();
        bool stopped = reader.ReadBoolean();
        CurvePoint test = DecodePoint(reader);
        int points = reader.Read7BitEncodedInt();
        if (points < 0 || points > (reader.BaseStream.Length - reader.BaseStream.Position) / CurvePointBytes)
            throw new InvalidDataException("The bytes are not trained models.");
        var curve = new CurvePoint[points];
        for (int k = 0; k < points; k++) curve[k] = DecodePoint(reader);
        return new TrainedModel(Convert.ToHexStringLower(sha256), bytes, curve, best, test, rollbacks, stopped);
    }

    private static CurvePoint DecodePoint(BinaryReader reader) => new(
        reader.Read7BitEncodedInt(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(),
        reader.ReadDouble());
}
