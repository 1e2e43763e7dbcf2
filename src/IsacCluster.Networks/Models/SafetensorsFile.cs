namespace IsacCluster.Networks.Models;

/// <summary>A tensor by name, its values row-major as floats.</summary>
public sealed record NamedTensor(string Name, IReadOnlyList<int> Shape, ReadOnlyMemory<float> Values);

/// <summary>
/// A file of the safetensors format (github.com/huggingface/safetensors): the length of the header as 8 bytes, little-endian; the header,
/// JSON that gives each tensor's dtype, shape and place in the data and has texts under __metadata__; then the data, little-endian, without
/// holes.
/// </summary>
public sealed class SafetensorsFile
{
    internal const string MetadataKey = "__metadata__";

    /// <summary>Bytes of the number that tells the header's length.</summary>
    internal const int LengthBytes = 8;

    /// <summary>Longest header that readers of the format take.</summary>
    internal const int LongestHeader = 100_000_000;

    internal SafetensorsFile(IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata) =>
        (Tensors, Metadata) = (tensors, metadata);

    /// <summary>In the order of their data.</summary>
    public IReadOnlyList<NamedTensor> Tensors { get; }

    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Reads tensors of the types F32, F16 and BF16.</summary>
    /// <exception cref="InvalidDataException">Not such a file, or a value is not finite; the message is one line.</exception>
    public static SafetensorsFile Parse(ReadOnlySpan<byte> file) => SafetensorsReader.Read(file);

    /// <summary>
    /// Writes tensors as F32, or rounded to the nearest F16 or BF16; the header is padded with spaces to 8 bytes, metadata first.
    /// </summary>
    /// <exception cref="ArgumentException">A name stands twice, a shape does not match its values, or a value is not finite as
    /// written.</exception>
    public static byte[] Write(
        IReadOnlyList<NamedTensor> tensors, IReadOnlyList<KeyValuePair<string, string>> metadata,
        WeightPrecision precision = WeightPrecision.Float32) =>
        SafetensorsWriter.Write(tensors, metadata, WeightFormat.All[(int)precision]);
}
