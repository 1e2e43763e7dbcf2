using System.Buffers.Binary;

namespace IsacCluster.Statistics;

/// <summary>Reads what <see cref="CanonicalWriter"/> wrote, and refuses every other spelling of the same values.</summary>
/// <remarks>Every method throws <see cref="InvalidDataException"/> when the bytes end early or are not canonical.</remarks>
public ref struct CanonicalReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Bytes not yet read.</summary>
    public readonly int Remaining => _rest.Length;

    public ulong ReadUnsigned()
    {
        ulong value = 0;
        for (int i = 0; i < 10; i++)
        {
            if (i >= _rest.Length) throw CutShort();
            byte part = _rest[i];
            if (i == 9 && part > 1) throw new InvalidDataException("An integer has more than 64 bits.");
            value |= (ulong)(part & 0x7F) << (7 * i);
            if (part >= 0x80) continue;
            if (part == 0 && i > 0) throw new InvalidDataException("An integer is not in its shortest form.");
            _rest = _rest[(i + 1)..];
            return value;
        }

        throw new InvalidDataException("An integer has more than 64 bits.");
    }

    /// <summary>A count of at most <paramref name="maximum"/>.</summary>
    public long ReadCount(long maximum = long.MaxValue)
    {
        ulong value = ReadUnsigned();
        if (value > (ulong)maximum) throw new InvalidDataException($"The count {value} is greater than {maximum}.");
        return (long)value;
    }

    public long ReadSigned()
    {
        ulong value = ReadUnsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    /// <summary>A finite double. Negative zero is refused: the statistics write zero in one way.</summary>
    public double ReadFinite()
    {
        double value = BinaryPrimitives.ReadDoubleLittleEndian(ReadBytes(sizeof(double)));
        if (!double.IsFinite(value) || (value == 0 && double.IsNegative(value)))
            throw new InvalidDataException("A number is not finite, or is a negative zero.");
        return value;
    }

    /// <summary>The next <paramref name="length"/> bytes, as a view of the input.</summary>
    public ReadOnlySpan<byte> ReadBytes(int length)
    {
        if (length > _rest.Length) throw CutShort();
        ReadOnlySpan<byte> read = _rest[..length];
        _rest = _rest[length..];
        return read;
    }

    /// <summary>States that nothing follows.</summary>
    public readonly void EnsureEnd()
    {
        if (_rest.Length > 0) throw new InvalidDataException($"{_rest.Length} bytes follow the end of the data.");
    }

    private static InvalidDataException CutShort() => new("The data is cut short.");
}
