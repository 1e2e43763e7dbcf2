using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace IsacCluster.Training;

/// <summary>
/// Everything that a training carries from one epoch to the next. Bytes: a signature, the run's identity, the fields, and a SHA-256 of all
/// before it.
/// </summary>
internal sealed record TrainingState
{
    private const string Signature = "isac-checkpoint-v1";

    /// <summary>Finished epochs.</summary>
    public required int Epoch { get; init; }

    public required long Steps { get; init; }

    public required float[] Parameters { get; init; }

    public required float[] First { get; init; }

    public required float[] Second { get; init; }

    public required float[] Best { get; init; }

    public required int BestEpoch { get; init; }

    public required double BestLoss { get; init; }

    /// <summary>Halved by every rollback.</summary>
    public required double RateFactor { get; init; }

    public required int Rollbacks { get; init; }

    public required IReadOnlyList<CurvePoint> Curve { get; init; }

    public byte[] ToBytes(string identity)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Signature);
            writer.Write(identity);
            writer.Write(Epoch);
            writer.Write(Steps);
            foreach (float[] vector in (float[][])[Parameters, First, Second, Best]) Write(writer, vector);
            writer.Write(BestEpoch);
            writer.Write(BestLoss);
            writer.Write(RateFactor);
            writer.Write(Rollbacks);
            writer.Write(Curve.Count);
            foreach (CurvePoint point in Curve) Write(writer, point);
        }

        stream.Write(SHA256.HashData(stream.ToArray()));
        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are damaged or of another training.</exception>
    public static TrainingState FromBytes(byte[] bytes, string identity)
    {
        int content = bytes.Length - SHA256.HashSizeInBytes;
        if (content < 0 || !SHA256.HashData(bytes.AsSpan(0, content)).AsSpan().SequenceEqual(bytes.AsSpan(content)))
            throw new InvalidDataException("the checkpoint is damaged; delete it to train from the start.");
        using var reader = new BinaryReader(new MemoryStream(bytes, 0, content), Encoding.UTF8);
        if (reader.ReadString() != Signature || reader.ReadString() != identity)
            throw new InvalidDataException("the checkpoint belongs to another training; choose another output folder or delete it.");
        return new TrainingState
        {
            Epoch = reader.ReadInt32(),
            Steps = reader.ReadInt64(),
            Parameters = ReadVector(reader),
            First = ReadVector(reader),
            Second = ReadVector(reader),
            Best = ReadVector(reader),
            BestEpoch = reader.ReadInt32(),
            BestLoss = reader.ReadDouble(),
            RateFactor = reader.ReadDouble(),
            Rollbacks = reader.ReadInt32(),
            Curve = [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => ReadPoint(reader))],
        };
    }

    private static void Write(BinaryWriter writer, float[] vector)
    {
        writer.Write(vector.Length);
        writer.Write(MemoryMarshal.AsBytes(vector.AsSpan()));
    }

    private static float[] ReadVector(BinaryReader reader)
    {
        var vector = new float[reader.ReadInt32()];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(vector.AsSpan()));
        return vector;
    }

    private static void Write(BinaryWriter writer, CurvePoint point)
    {
        writer.Write(point.Epoch);
        foreach (double value in (double[])[point.TrainingLoss, point.ValidationLoss, point.Mse, point.Satisfaction, point.LearningRate])
            writer.Write(value);
    }

    private static CurvePoint ReadPoint(BinaryReader reader) => new(
        reader.ReadInt32(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
}
