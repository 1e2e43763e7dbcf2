using System.Buffers.Binary;
using IsacCluster.Files.Storage;

namespace IsacCluster.Files.Matlab;

/// <summary>An element of a MAT-file of level 5: a tag of type and length, then data, up to the next eight bytes.</summary>
/// <param name="Data">Offset of the data.</param>
/// <param name="Next">Offset of what follows.</param>
internal readonly record struct MatElement(MatType Type, long Data, long Bytes, long Next)
{
    private const int Tag = 8, SmallTag = 4;

    public static MatElement At(StoredBytes bytes, long offset)
    {
        Span<byte> tag = stackalloc byte[Tag];
        bytes.Read(offset, tag);
        uint first = BinaryPrimitives.ReadUInt32LittleEndian(tag), second = BinaryPrimitives.ReadUInt32LittleEndian(tag[SmallTag..]);
        if (first >> 16 != 0) return new MatElement((MatType)(first & 0xFFFF), offset + SmallTag, first >> 16, offset + Tag);
        long data = offset + Tag, end = data + second;
        return new MatElement((MatType)first, data, second, (MatType)first == MatType.Compressed ? end : (end + 7) / 8 * 8);
    }

    public byte[] Read(StoredBytes bytes, int most)
    {
        if (Bytes > most) throw new InvalidDataException($"has an element of {Bytes} bytes where {most} are allowed");
        byte[] data = new byte[Bytes];
        bytes.Read(Data, data);
        return data;
    }
}

/// <summary>Data types of elements, by their numbers in the format.</summary>
internal enum MatType
{
    Int8 = 1,
    UInt8 = 2,
    Int16 = 3,
    UInt16 = 4,
    Int32 = 5,
    UInt32 = 6,
    Single = 7,
    Double = 9,
    Int64 = 12,
    UInt64 = 13,
    Matrix = 14,
    Compressed = 15,
}
