using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using IsacCluster.Files.Storage;

namespace IsacCluster.Files.Matlab;

/// <summary>
/// Numeric variables of a MAT-file of level 5 (`save -v7`, `-v6`): a header of 128 bytes, then an element for each variable, packed by zlib
/// or not. A packed one is unpacked once. Real and imaginary parts lie apart, the first index varies fastest.
/// </summary>
internal static class MatArrays
{
    private const int Header = 128, MostName = 4096, MostDimensions = 32, ComplexFlag = 0x0800;
    private const int FirstNumericClass = 6, LastNumericClass = 15;

    public static IReadOnlyList<string> Names(string path) => [.. Variables(path).Select(variable => variable.Name)];

    public static StoredArray Open(string path, string name) => Variables(path).First(variable => variable.Name == name).Array();

    private static IEnumerable<(string Name, Func<StoredArray> Array)> Variables(string path)
    {
        StoredBytes file = StoredBytes.Open(path);
        CheckHeader(file);
        for (long at = Header; at + 8 <= file.Length;)
        {
            MatElement element = MatElement.At(file, at);
            at = element.Next;
            (StoredBytes bytes, MatElement matrix) = element.Type == MatType.Compressed ? Unpacked(path, element) : (file, element);
            if (matrix.Type == MatType.Matrix && Variable(bytes, matrix) is { } variable) yield return variable;
        }
    }

    private static void CheckHeader(StoredBytes file)
    {
        byte[] header = new byte[Header];
        file.Read(0, header);
        string order = Encoding.ASCII.GetString(header, Header - 2, 2);
        if (order == "MI") throw new InvalidDataException("is a big-endian MAT-file; save it again on a machine of today");
        if (order != "IM") throw new InvalidDataException("is no MAT-file of level 5 or 7.3");
    }

    private static (StoredBytes Bytes, MatElement Matrix) Unpacked(string path, MatElement packed)
    {
        using FileStream file = File.OpenRead(path);
        file.Position = packed.Data;
        using var zlib = new ZLibStream(file, CompressionMode.Decompress);
        StoredBytes bytes = StoredBytes.Unpack(zlib);
        return (bytes, MatElement.At(bytes, 0));
    }

    /// <summary>Null: no numeric array, such as a struct, a cell or text.</summary>
    private static (string Name, Func<StoredArray> Array)? Variable(StoredBytes bytes, MatElement matrix)
    {
        MatElement flags = MatElement.At(bytes, matrix.Data);
        uint bits = BinaryPrimitives.ReadUInt32LittleEndian(flags.Read(bytes, 8));
        if ((bits & 0xFF) is < FirstNumericClass or > LastNumericClass) return null;
        MatElement dimensions = MatElement.At(bytes, flags.Next), name = MatElement.At(bytes, dimensions.Next);
        int[] shape = MemoryMarshal.Cast<byte, int>(dimensions.Read(bytes, MostDimensions * sizeof(int))).ToArray();
        string text = Encoding.UTF8.GetString(name.Read(bytes, MostName));
        return (text, () => Array(bytes, text, shape, (bits & ComplexFlag) != 0, name.Next));
    }

    private static RawArray Array(StoredBytes bytes, string name, int[] shape, bool isComplex, long parts)
    {
        MatElement real = MatElement.At(bytes, parts);
        NumberType type = Number(real, shape);
        if (!isComplex) return new RawArray(bytes, name, shape, false, true, type, false, real.Data);
        MatElement imaginary = MatElement.At(bytes, real.Next);
        return new RawArray(bytes, name, shape, true, true, type, false, real.Data, (Number(imaginary, shape), imaginary.Data));
    }

    /// <summary>What a part is stored as, which may be shorter than what it is: whole numbers are.</summary>
    private static NumberType Number(MatElement part, int[] shape)
    {
        NumberType type = part.Type switch
        {
            MatType.Int8 => NumberType.Int8,
            MatType.UInt8 => NumberType.UInt8,
            MatType.Int16 => NumberType.Int16,
            MatType.UInt16 => NumberType.UInt16,
            MatType.Int32 => NumberType.Int32,
            MatType.UInt32 => NumberType.UInt32,
            MatType.Single => NumberType.Float32,
            MatType.Double => NumberType.Float64,
            MatType.Int64 => NumberType.Int64,
            MatType.UInt64 => NumberType.UInt64,
            _ => throw new InvalidDataException($"has numbers of the unknown type {(int)part.Type}"),
        };
        long expected = shape.Aggregate((long)Numbers.SizeOf(type), static (product, size) => product * size);
        return part.Bytes == expected
            ? type
            : throw new InvalidDataException(
                $"has {part.Bytes} bytes of numbers where the shape {string.Join(" x ", shape)} takes {expected}");
    }
}
