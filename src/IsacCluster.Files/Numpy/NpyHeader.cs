using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace IsacCluster.Files.Numpy;

/// <summary>
/// The head of an array in NumPy's .npy format: "\x93NUMPY", the version, the length of the dictionary (two bytes in version 1, four from
/// version 2 on), then a Python dictionary of descr, fortran_order and shape, which ends in a line break and fills up to 64 bytes.
/// </summary>
/// <param name="Type">As descr says: &lt;c16 is complex128, &lt;f8 float64.</param>
/// <param name="Fortran">Whether the first index varies fastest.</param>
public sealed partial record NpyHeader(string Type, bool Fortran, IReadOnlyList<int> Shape)
{
    public const string ComplexElements = "<c16", RealElements = "<f8";

    private const int Alignment = 64, MostHeader = 1 << 20, Preamble = 8;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>The head's bytes: version 1, or 2 where its dictionary is too long for that.</summary>
    public byte[] ToBytes()
    {
        string dimensions = string.Join(", ", Shape.Select(size => size.ToString(CultureInfo.InvariantCulture)));
        string tuple = Shape.Count == 1 ? $"({dimensions},)" : $"({dimensions})";
        string dictionary = $"{{'descr': '{Type}', 'fortran_order': {(Fortran ? "True" : "False")}, 'shape': {tuple}, }}";
        bool isLong = dictionary.Length + Alignment > ushort.MaxValue;
        int lengthBytes = isLong ? sizeof(uint) : sizeof(ushort);
        int total = (Preamble + lengthBytes + dictionary.Length + 1 + Alignment - 1) / Alignment * Alignment;
        byte[] bytes = new byte[total];
        Magic.CopyTo(bytes);
        bytes[Magic.Length] = (byte)(isLong ? 2 : 1);
        int text = Preamble + lengthBytes, length = total - text;
        if (isLong) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(Preamble), (uint)length);
        else BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(Preamble), (ushort)length);
        bytes.AsSpan(text).Fill((byte)' ');
        Encoding.ASCII.GetBytes(dictionary, bytes.AsSpan(text));
        bytes[^1] = (byte)'\n';
        return bytes;
    }

    /// <summary>Reads a head; the data follows.</summary>
    /// <exception cref="InvalidDataException">It is none; the message says why.</exception>
    /// <exception cref="EndOfStreamException">The stream ends before it does.</exception>
    public static async ValueTask<NpyHeader> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        byte[] preamble = new byte[Preamble];
        await stream.ReadExactlyAsync(preamble, cancellation).ConfigureAwait(false);
        if (!preamble.AsSpan().StartsWith(Magic)) throw new InvalidDataException("does not begin as an .npy array does, with \\x93NUMPY");
        int version = preamble[Magic.Length];
        if (version is < 1 or > 3) throw new InvalidDataException($"is of version {version} of the .npy format; versions 1 to 3 are read");
        byte[] length = new byte[version == 1 ? sizeof(ushort) : sizeof(uint)];
        await stream.ReadExactlyAsync(length, cancellation).ConfigureAwait(false);
        uint bytes = version == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(length) : BinaryPrimitives.ReadUInt32LittleEndian(length);
        if (bytes > MostHeader) throw new InvalidDataException($"has a header of {bytes} bytes; {MostHeader} are allowed");
        byte[] text = new byte[bytes];
        await stream.ReadExactlyAsync(text, cancellation).ConfigureAwait(false);
        return Parse(Encoding.UTF8.GetString(text));
    }

    private static NpyHeader Parse(string dictionary)
    {
        Match type = TypeEntry.Match(dictionary), order = OrderEntry.Match(dictionary), shape = ShapeEntry.Match(dictionary);
        if (!type.Success || !order.Success || !shape.Success)
            throw new InvalidDataException("has a header without one of descr, fortran_order and shape");
        string[] sizes = shape.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var read = new int[sizes.Length];
        for (int k = 0; k < read.Length; k++)
        {
            if (!int.TryParse(sizes[k], NumberStyles.None, CultureInfo.InvariantCulture, out read[k]))
                throw new InvalidDataException($"has the size '{sizes[k]}' in its shape; sizes are whole numbers below 2^31");
        }

        return new NpyHeader(type.Groups[1].Value, order.Groups[1].Value == "True", read);
    }

    [GeneratedRegex("""['"]descr['"]\s*:\s*['"]([^'"]*)['"]""", RegexOptions.CultureInvariant)]
    private static partial Regex TypeEntry { get; }

    [GeneratedRegex("""['"]fortran_order['"]\s*:\s*(True|False)""", RegexOptions.CultureInvariant)]
    private static partial Regex OrderEntry { get; }

    [GeneratedRegex("""['"]shape['"]\s*:\s*\(([^)]*)\)""", RegexOptions.CultureInvariant)]
    private static partial Regex ShapeEntry { get; }
}
