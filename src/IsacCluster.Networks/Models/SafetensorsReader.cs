using System.Buffers.Binary;
using System.Text.Json;

namespace IsacCluster.Networks.Models;

/// <summary>Reads <see cref="SafetensorsFile"/>; whatever the format does not allow is refused.</summary>
internal static class SafetensorsReader
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private static readonly string AllowedTypes = string.Join(", ", WeightFormat.All.Select(format => format.Name));

    public static SafetensorsFile Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < SafetensorsFile.LengthBytes) throw Bad($"{file.Length} bytes are too few");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (length > SafetensorsFile.LongestHeader) throw Bad($"a header of {length} bytes is too long");
        if (length > (ulong)(file.Length - SafetensorsFile.LengthBytes)) throw Bad($"the header of {length} bytes is cut off");
        ReadOnlySpan<byte> header = file.Slice(SafetensorsFile.LengthBytes, (int)length);
        ReadOnlySpan<byte> data = file[(SafetensorsFile.LengthBytes + header.Length)..];
        if (header.IsEmpty || header[0] != (byte)'{') throw Bad("the header does not start with '{'");
        using JsonDocument json = ParseJson(header);
        var places = new List<Place>();
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty property in json.RootElement.EnumerateObject())
        {
            if (property.Name == SafetensorsFile.MetadataKey) ReadMetadata(property.Value, metadata);
            else places.Add(ReadPlace(property));
        }

        places.Sort((a, b) => (a.Start, a.End).CompareTo((b.Start, b.End)));
        CheckCover(places, data.Length);
        var tensors = new List<NamedTensor>(places.Count);
        foreach (Place place in places) tensors.Add(place.Read(data));
        return new SafetensorsFile(tensors, metadata);
    }

    private static JsonDocument ParseJson(ReadOnlySpan<byte> header)
    {
        try
        {
            return JsonDocument.Parse(header.ToArray(), Strict);
        }
        catch (JsonException cause)
        {
            throw Bad($"the header is not JSON: {cause.Message.ReplaceLineEndings(" ")}");
        }
    }

    private static void ReadMetadata(JsonElement element, Dictionary<string, string> metadata)
    {
        if (element.ValueKind != JsonValueKind.Object) throw Bad($"{SafetensorsFile.MetadataKey} is not an object");
        foreach (JsonProperty entry in element.EnumerateObject())
        {
            metadata[entry.Name] = entry.Value.ValueKind == JsonValueKind.String
                ? entry.Value.GetString()!
                : throw Bad($"metadata '{entry.Name}' is not a text");
        }
    }

    private static Place ReadPlace(JsonProperty property)
    {
        (string name, JsonElement value) = (property.Name, property.Value);
        if (value.ValueKind != JsonValueKind.Object) throw Bad($"tensor '{name}' is not an object");
        string[] keys = [.. value.EnumerateObject().Select(entry => entry.Name).Order(StringComparer.Ordinal)];
        if (!keys.SequenceEqual(["data_offsets", "dtype", "shape"]))
            throw Bad($"tensor '{name}' has {string.Join(", ", keys)}; allowed: exactly data_offsets, dtype, shape");
        JsonElement type = value.GetProperty("dtype");
        string? typeName = type.ValueKind == JsonValueKind.String ? type.GetString() : null;
        WeightFormat format = WeightFormat.All.FirstOrDefault(known => known.Name == typeName)
            ?? throw Bad($"tensor '{name}' is of type {type.GetRawText()}; allowed: {AllowedTypes}");
        long[] shape = Integers(name, "shape", value), offsets = Integers(name, "data_offsets", value);
        if (offsets.Length != 2 || offsets[1] < offsets[0]) throw Bad($"tensor '{name}' needs two data_offsets, ascending");
        long bytes = format.Bytes;
        foreach (long size in shape)
        {
            if (size > int.MaxValue || (size > 0 && bytes > long.MaxValue / size)) throw Bad($"tensor '{name}' is too large");
            bytes *= size;
        }

        if (bytes != offsets[1] - offsets[0]) throw Bad($"tensor '{name}' needs {bytes} bytes and has {offsets[1] - offsets[0]}");
        return new Place(name, format, [.. shape.Select(size => (int)size)], offsets[0], offsets[1]);
    }

    private static long[] Integers(string name, string key, JsonElement tensor)
    {
        JsonElement list = tensor.GetProperty(key);
        var values = new List<long>();
        foreach (JsonElement entry in list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : default)
        {
            if (entry.ValueKind != JsonValueKind.Number || !entry.TryGetInt64(out long value) || value < 0)
                throw Bad($"tensor '{name}': {key} holds {entry.GetRawText()}; allowed: integers from 0");
            values.Add(value);
        }

        return list.ValueKind == JsonValueKind.Array ? [.. values] : throw Bad($"tensor '{name}': {key} is not a list");
    }

    /// <summary>Tensors lie one behind the other over the whole of the data.</summary>
    private static void CheckCover(List<Place> places, long length)
    {
        long end = 0;
        foreach (Place place in places)
        {
            if (place.Start < end) throw Bad($"tensor '{place.Name}' overlaps the one before it");
            if (place.Start > end) throw Bad($"there is a hole in the data before tensor '{place.Name}'");
            if (place.End > length) throw Bad($"the data is cut off: tensor '{place.Name}' ends at byte {place.End} of {length}");
            end = place.End;
        }

        if (end != length) throw Bad($"{length - end} bytes of data belong to no tensor");
    }

    private static InvalidDataException Bad(string reason) => new($"Not a safetensors file: {reason}.");

    private sealed record Place(string Name, WeightFormat Format, int[] Shape, long Start, long End)
    {
        public NamedTensor Read(ReadOnlySpan<byte> data)
        {
            ReadOnlySpan<byte> own = data[(int)Start..(int)End];
            var values = new float[own.Length / Format.Bytes];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = Format.Read(own[(i * Format.Bytes)..]);
                if (!float.IsFinite(values[i])) throw Bad($"tensor '{Name}' holds {values[i]}");
            }

            return new NamedTensor(Name, Shape, values);
        }
    }
}
