using System.Buffers.Binary;
using System.Text.Json;

namespace IsacCluster.Networks.Models;

/// <summary>Writes <see cref="SafetensorsFile"/>.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;

    public static byte[] Write(
        IReadOnlyList<NamedTensor> tensors, IReadOnlyList<KeyValuePair<string, string>> metadata, WeightFormat format)
    {
        Check(tensors, metadata);
        byte[] header = Header(tensors, metadata, format);
        int padded = (header.Length + Alignment - 1) / Alignment * Alignment, data = SafetensorsFile.LengthBytes + padded;
        var file = new byte[checked(data + format.Bytes * tensors.Sum(tensor => tensor.Values.Length))];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)padded);
        header.CopyTo(file, SafetensorsFile.LengthBytes);
        file.AsSpan(SafetensorsFile.LengthBytes + header.Length, padded - header.Length).Fill((byte)' ');
        Span<byte> rest = file.AsSpan(data);
        foreach (NamedTensor tensor in tensors)
        {
            foreach (float value in tensor.Values.Span)
            {
                format.Write(value, rest);
                if (!float.IsFinite(format.Read(rest)))
                    throw new ArgumentException($"{tensor.Name} has a value that is not finite as {format.Name}.", nameof(tensors));
                rest = rest[format.Bytes..];
            }
        }

        return file;
    }

    private static void Check(IReadOnlyList<NamedTensor> tensors, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        IEnumerable<string> names = tensors.Select(tensor => tensor.Name).Append(SafetensorsFile.MetadataKey);
        if ((FirstTwice(names) ?? FirstTwice(metadata.Select(entry => entry.Key))) is { } twice)
            throw new ArgumentException($"'{twice}' stands twice.", nameof(tensors));
        foreach (NamedTensor tensor in tensors)
        {
            if (tensor.Shape.Aggregate(1L, (product, size) => product * size) != tensor.Values.Length)
                throw new ArgumentException($"{tensor.Name} has {tensor.Values.Length} values, which its shape does not.", nameof(tensors));
        }
    }

    private static string? FirstTwice(IEnumerable<string> names)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        return names.FirstOrDefault(name => !known.Add(name));
    }

    private static byte[] Header(
        IReadOnlyList<NamedTensor> tensors, IReadOnlyList<KeyValuePair<string, string>> metadata, WeightFormat format)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsFile.MetadataKey);
            foreach ((string key, string value) in metadata) json.WriteString(key, value);
            json.WriteEndObject();
            long offset = 0;
            foreach (NamedTensor tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", format.Name);
                json.WriteStartArray("shape");
                foreach (int size in tensor.Shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += (long)tensor.Values.Length * format.Bytes);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
