using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using IsacCluster.Files.Storage;

namespace IsacCluster.Files.Matlab;

/// <summary>
/// Writes a MAT-file of level 5 without packing, as `save -v6` does: arrays of double, complex or real, of at least two dimensions.
/// </summary>
public sealed class MatFile
{
    private const int HeaderText = 116, Subsystem = 8, ClassDouble = 6, ComplexFlag = 0x0800, Tag = 8;
    private const uint Int8 = 1, Int32 = 5, UInt32 = 6;

    private readonly ArrayBufferWriter<byte> _bytes = new();

    public MatFile()
    {
        Put(Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file, written by IsacCluster".PadRight(HeaderText)));
        Put(new byte[Subsystem]);
        Put([0x00, 0x01, (byte)'I', (byte)'M']);
    }

    /// <param name="shape">Two dimensions or more.</param>
    /// <param name="values">In C's order: the last index varies fastest.</param>
    public void Add(string name, IReadOnlyList<int> shape, ReadOnlySpan<double> values) => Add(name, shape, values, []);

    /// <inheritdoc cref="Add(string, IReadOnlyList{int}, ReadOnlySpan{double})"/>
    public void Add(string name, IReadOnlyList<int> shape, ReadOnlySpan<Complex> values)
    {
        double[] re = new double[values.Length], im = new double[values.Length];
        for (int i = 0; i < values.Length; i++) (re[i], im[i]) = (values[i].Real, values[i].Imaginary);
        Add(name, shape, re, im);
    }

    public byte[] ToBytes() => _bytes.WrittenSpan.ToArray();

    private void Add(string name, IReadOnlyList<int> shape, ReadOnlySpan<double> re, ReadOnlySpan<double> im)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(shape);
        if (shape.Count < 2) throw new ArgumentException("An array of MATLAB has two dimensions or more.", nameof(shape));
        byte[] text = Encoding.ASCII.GetBytes(name), sizes = new byte[shape.Count * sizeof(int)], flags = new byte[Tag];
        for (int k = 0; k < shape.Count; k++) BinaryPrimitives.WriteInt32LittleEndian(sizes.AsSpan(k * sizeof(int)), shape[k]);
        BinaryPrimitives.WriteUInt32LittleEndian(flags, ClassDouble | (im.IsEmpty ? 0u : ComplexFlag));
        int numbers = Tag + re.Length * sizeof(double);
        WriteTag((uint)MatType.Matrix, Size(flags) + Size(sizes) + Size(text) + numbers + (im.IsEmpty ? 0 : numbers));
        Write(UInt32, flags);
        Write(Int32, sizes);
        Write(Int8, text);
        WriteNumbers(shape, re);
        if (!im.IsEmpty) WriteNumbers(shape, im);
    }

    private static int Size(byte[] data) => Tag + (data.Length + Tag - 1) / Tag * Tag;

    private void Write(uint type, byte[] data)
    {
        WriteTag(type, data.Length);
        Put(data);
        Put(new byte[Size(data) - Tag - data.Length]);
    }

    /// <summary>The first index varies fastest.</summary>
    private void WriteNumbers(IReadOnlyList<int> shape, ReadOnlySpan<double> values)
    {
        WriteTag((uint)MatType.Double, values.Length * sizeof(double));
        byte[] data = new byte[values.Length * sizeof(double)];
        int[] places = RowMajor.Places([.. shape]);
        for (int f = 0; f < places.Length; f++)
            BinaryPrimitives.WriteDoubleLittleEndian(data.AsSpan(f * sizeof(double)), values[places[f]]);
        Put(data);
    }

    private void WriteTag(uint type, int bytes)
    {
        Span<byte> tag = stackalloc byte[Tag];
        BinaryPrimitives.WriteUInt32LittleEndian(tag, type);
        BinaryPrimitives.WriteInt32LittleEndian(tag[sizeof(uint)..], bytes);
        Put(tag);
    }

    private void Put(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);
}
