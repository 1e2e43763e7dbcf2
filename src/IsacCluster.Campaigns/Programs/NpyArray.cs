using System.Numerics;
using System.Runtime.InteropServices;
using IsacCluster.Files.Numpy;

namespace IsacCluster.Campaigns.Programs;

/// <summary>
/// Arrays of complex128 and float64 in NumPy's .npy format. In memory the last index varies fastest; what comes in Fortran's order is
/// turned. The numbers of the format and of every machine that .NET runs on here are little-endian.
/// </summary>
internal static class NpyArray
{
    public static byte[] ToBytes(IReadOnlyList<int> shape, ReadOnlySpan<double> data, bool fortran = false) =>
        Bytes(NpyHeader.RealElements, shape, data, fortran);

    public static byte[] ToBytes(IReadOnlyList<int> shape, ReadOnlySpan<Complex> data, bool fortran = false) =>
        Bytes(NpyHeader.ComplexElements, shape, data, fortran);

    /// <summary>Reads an array of complex128 of a known shape.</summary>
    /// <exception cref="InvalidDataException">It is no such array; the message goes on after its name.</exception>
    /// <exception cref="EndOfStreamException">The stream ends before it does.</exception>
    public static async Task<Complex[]> ReadComplexAsync(Stream stream, IReadOnlyList<int> shape, CancellationToken cancellation)
    {
        NpyHeader header = await NpyHeader.ReadAsync(stream, cancellation).ConfigureAwait(false);
        if (header.Type != NpyHeader.ComplexElements)
            throw new InvalidDataException($"holds {Words(header.Type)}; expected {Words(NpyHeader.ComplexElements)}");
        if (!header.Shape.SequenceEqual(shape))
            throw new InvalidDataException($"has the shape {Tuple(header.Shape)}; expected {Tuple(shape)}");
        var data = new Complex[Count(shape)];
        byte[] bytes = new byte[data.Length * Marshal.SizeOf<Complex>()];
        await stream.ReadExactlyAsync(bytes, cancellation).ConfigureAwait(false);
        bytes.AsSpan().CopyTo(MemoryMarshal.AsBytes(data.AsSpan()));
        return header.Fortran ? Turned(shape, data, toFortran: false) : data;
    }

    private static byte[] Bytes<T>(string type, IReadOnlyList<int> shape, ReadOnlySpan<T> data, bool fortran) where T : unmanaged
    {
        if (data.Length != Count(shape))
            throw new ArgumentException($"The shape {Tuple(shape)} has {Count(shape)} numbers, not {data.Length}.", nameof(data));
        byte[] header = new NpyHeader(type, fortran, shape).ToBytes();
        ReadOnlySpan<T> ordered = fortran ? Turned(shape, data, toFortran: true) : data;
        return [.. header, .. MemoryMarshal.AsBytes(ordered)];
    }

    /// <summary>From one order to the other.</summary>
    private static T[] Turned<T>(IReadOnlyList<int> shape, ReadOnlySpan<T> data, bool toFortran)
    {
        var turned = new T[data.Length];
        var index = new int[shape.Count];
        for (int c = 0; c < data.Length; c++)
        {
            int f = 0;
            for (int k = shape.Count - 1; k >= 0; k--) f = f * shape[k] + index[k];
            if (toFortran) turned[f] = data[c];
            else turned[c] = data[f];
            for (int k = shape.Count - 1; k >= 0 && ++index[k] == shape[k]; k--) index[k] = 0;
        }

        return turned;
    }

    private static int Count(IReadOnlyList<int> shape) => shape.Aggregate(1, static (product, size) => checked(product * size));

    private static string Tuple(IReadOnlyList<int> shape) => shape.Count == 1 ? $"({shape[0]},)" : $"({string.Join(", ", shape)})";

    private static string Words(string type) => type switch
    {
        NpyHeader.ComplexElements => "complex128 (<c16)",
        NpyHeader.RealElements => "float64 (<f8)",
        "<c8" => "complex64 (<c8)",
        "<f4" => "float32 (<f4)",
        _ => $"numbers of type '{type}'",
    };
}
