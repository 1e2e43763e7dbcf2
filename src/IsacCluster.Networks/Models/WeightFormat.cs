using System.Buffers.Binary;

namespace IsacCluster.Networks.Models;

/// <summary>How a number is stored in a file.</summary>
internal abstract class WeightFormat
{
    private WeightFormat(string name, int bytes) => (Name, Bytes) = (name, bytes);

    /// <summary>IEEE 754 binary32.</summary>
    public static WeightFormat Float32 { get; } = new Single();

    /// <summary>IEEE 754 binary16.</summary>
    public static WeightFormat Float16 { get; } = new Half16();

    /// <summary>The upper half of a binary32.</summary>
    public static WeightFormat BrainFloat16 { get; } = new Brain16();

    public static IReadOnlyList<WeightFormat> All { get; } = [Float32, Float16, BrainFloat16];

    /// <summary>The dtype of the safetensors format.</summary>
    public string Name { get; }

    /// <summary>Of one number.</summary>
    public int Bytes { get; }

    public abstract float Read(ReadOnlySpan<byte> source);

    /// <summary>Rounds to nearest, ties to even.</summary>
    public abstract void Write(float value, Span<byte> target);

    private sealed class Single() : WeightFormat("F32", 4)
    {
        public override float Read(ReadOnlySpan<byte> source) => BinaryPrimitives.ReadSingleLittleEndian(source);

        public override void Write(float value, Span<byte> target) => BinaryPrimitives.WriteSingleLittleEndian(target, value);
    }

    private sealed class Half16() : WeightFormat("F16", 2)
    {
        public override float Read(ReadOnlySpan<byte> source) => (float)BinaryPrimitives.ReadHalfLittleEndian(source);

        public override void Write(float value, Span<byte> target) => BinaryPrimitives.WriteHalfLittleEndian(target, (Half)value);
    }

    private sealed class Brain16() : WeightFormat("BF16", 2)
    {
        private const int DroppedBits = 16;

        public override float Read(ReadOnlySpan<byte> source) =>
            BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(source) << DroppedBits);

        public override void Write(float value, Span<byte> target)
        {
            uint bits = BitConverter.SingleToUInt32Bits(value);
            uint half = 0x7FFF + ((bits >> DroppedBits) & 1);
            BinaryPrimitives.WriteUInt16LittleEndian(target, (ushort)((bits + half) >> DroppedBits));
        }
    }
}
