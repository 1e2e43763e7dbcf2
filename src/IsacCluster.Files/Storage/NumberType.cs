using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace IsacCluster.Files.Storage;

/// <summary>Types of the numbers in a file. Every machine that .NET runs on here is little-endian.</summary>
internal enum NumberType
{
    Float16,
    Float32,
    Float64,
    Int8,
    UInt8,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
}

/// <summary>From bytes to float64, which holds all but some 64-bit integers exactly.</summary>
internal static class Numbers
{
    public static int SizeOf(NumberType type) => type switch
    {
        NumberType.Int8 or NumberType.UInt8 => 1,
        NumberType.Float16 or NumberType.Int16 or NumberType.UInt16 => 2,
        NumberType.Float32 or NumberType.Int32 or NumberType.UInt32 => 4,
        _ => 8,
    };

    /// <param name="bytes">Of the numbers, one after another; swapped in place where they are big-endian.</param>
    /// <param name="values">As many.</param>
    public static void ToDoubles(NumberType type, bool bigEndian, Span<byte> bytes, Span<double> values)
    {
        if (bigEndian) Swap(SizeOf(type), bytes);
        switch (type)
        {
            case NumberType.Float64: MemoryMarshal.Cast<byte, double>(bytes).CopyTo(values); break;
            case NumberType.Float32: Convert<float>(bytes, values, static value => value); break;
            case NumberType.Float16: Convert<Half>(bytes, values, static value => (double)value); break;
            case NumberType.Int8: Convert<sbyte>(bytes, values, static value => value); break;
            case NumberType.UInt8: Convert<byte>(bytes, values, static value => value); break;
            case NumberType.Int16: Convert<short>(bytes, values, static value => value); break;
            case NumberType.UInt16: Convert<ushort>(bytes, values, static value => value); break;
            case NumberType.Int32: Convert<int>(bytes, values, static value => value); break;
            case NumberType.UInt32: Convert<uint>(bytes, values, static value => value); break;
            case NumberType.Int64: Convert<long>(bytes, values, static value => value); break;
            case NumberType.UInt64: Convert<ulong>(bytes, values, static value => value); break;
            default: throw new ArgumentOutOfRangeException(nameof(type), type, null);
        }
    }

    private static void Convert<T>(Span<byte> bytes, Span<double> values, Func<T, double> convert) where T : unmanaged
    {
        Span<T> numbers = MemoryMarshal.Cast<byte, T>(bytes);
        for (int i = 0; i < numbers.Length; i++) values[i] = convert(numbers[i]);
    }

    private static void Swap(int size, Span<byte> bytes)
    {
        switch (size)
        {
            case 2:
                Span<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(bytes);
                BinaryPrimitives.ReverseEndianness(shorts, shorts);
                break;
            case 4:
                Span<uint> words = MemoryMarshal.Cast<byte, uint>(bytes);
                BinaryPrimitives.ReverseEndianness(words, words);
                break;
            case 8:
                Span<ulong> longs = MemoryMarshal.Cast<byte, ulong>(bytes);
                BinaryPrimitives.ReverseEndianness(longs, longs);
                break;
            default: break;
        }
    }
}
