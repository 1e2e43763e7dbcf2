using System.IO.Compression;
using IsacCluster.Files.Storage;

namespace IsacCluster.Files.Numpy;

/// <summary>Files of NumPy: .npy holds one array, .npz is a zip of such files. A member of a zip is unpacked once.</summary>
internal static class NpyArrays
{
    private const string Extension = ".npy";

    public static StoredArray Open(string path)
    {
        using var stream = File.OpenRead(path);
        NpyHeader header = Header(stream);
        return Array(StoredBytes.Open(path), "", header, stream.Position);
    }

    /// <summary>The names of the arrays of an .npz.</summary>
    public static IReadOnlyList<string> Names(string path)
    {
        using ZipArchive zip = Zip(path);
        return [.. zip.Entries.Where(entry => entry.FullName.EndsWith(Extension, StringComparison.Ordinal))
            .Select(entry => entry.FullName[..^Extension.Length])];
    }

    public static StoredArray OpenMember(string path, string name)
    {
        using ZipArchive zip = Zip(path);
        using Stream packed = zip.GetEntry(name + Extension)!.Open();
        NpyHeader header = Header(packed);
        return Array(StoredBytes.Unpack(packed), name, header, 0);
    }

    private static ZipArchive Zip(string path)
    {
        try
        {
            return ZipFile.OpenRead(path);
        }
        catch (InvalidDataException damaged)
        {
            throw new InvalidDataException($"cannot be read as a zip file: {damaged.Message}", damaged);
        }
    }

    private static NpyHeader Header(Stream stream) => NpyHeader.ReadAsync(stream, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    private static RawArray Array(StoredBytes bytes, string name, NpyHeader header, long offset)
    {
        if (Parse(header.Type) is not { } type)
            throw new InvalidDataException($"holds numbers of type '{header.Type}'; complex, floating-point and whole ones are read");
        var array = new RawArray(
            bytes, name, header.Shape, type.IsComplex, header.Fortran, type.Number, header.Type[0] == '>', offset);
        long ends = offset + (long)header.Shape[0] * array.Width * Numbers.SizeOf(type.Number);
        return bytes.Length >= ends
            ? array
            : throw new InvalidDataException(
                $"has {bytes.Length - offset} bytes of numbers where its shape {array.ShapeText} takes {ends - offset}");
    }

    /// <summary>Such as &lt;c16: the order of bytes, the kind and the bytes of an element.</summary>
    private static (NumberType Number, bool IsComplex)? Parse(string descr) => descr.Length < 3 ? null : descr[1..] switch
    {
        "c16" => (NumberType.Float64, true),
        "c8" => (NumberType.Float32, true),
        "f8" => (NumberType.Float64, false),
        "f4" => (NumberType.Float32, false),
        "f2" => (NumberType.Float16, false),
        "i1" => (NumberType.Int8, false),
        "u1" => (NumberType.UInt8, false),
        "i2" => (NumberType.Int16, false),
        "u2" => (NumberType.UInt16, false),
        "i4" => (NumberType.Int32, false),
        "u4" => (NumberType.UInt32, false),
        "i8" => (NumberType.Int64, false),
        "u8" => (NumberType.UInt64, false),
        _ => null,
    };
}
