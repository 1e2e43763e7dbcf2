namespace IsacCluster.Files.Storage;

/// <summary>Numbers that lie in a file as they are, in C's order or Fortran's.</summary>
/// <param name="offset">Of the first number; for separate parts that of the real one.</param>
/// <param name="imaginary">Where the imaginary parts lie on their own, their type and offset; null: beside the real ones, or none.</param>
internal sealed class RawArray(
    StoredBytes bytes, string name, IReadOnlyList<int> shape, bool isComplex, bool fortran, NumberType type, bool bigEndian, long offset,
    (NumberType Type, long Offset)? imaginary = null) : StoredArray(name, shape, isComplex)
{
    private readonly Lazy<int[]> _places = new(() => RowMajor.Places([.. shape.Skip(1)]));

    public override void ReadRows(long first, int count, Span<double> values)
    {
        if (imaginary is { } part)
        {
            ReadColumns(type, offset, 1, first, count, values, 2, 0);
            ReadColumns(part.Type, part.Offset, 1, first, count, values, 2, 1);
        }
        else if (fortran)
        {
            int together = IsComplex ? 2 : 1;
            ReadColumns(type, offset, together, first, count, values, together, 0);
        }
        else
        {
            long size = Numbers.SizeOf(type);
            byte[] raw = new byte[count * Width * size];
            bytes.Read(offset + first * Width * size, raw);
            Numbers.ToDoubles(type, bigEndian, raw, values);
        }
    }

    /// <summary>Reads what varies fastest, an element of so many rows, for each element of a row.</summary>
    /// <param name="together">Numbers that lie beside each other: 2 for a complex one.</param>
    /// <param name="stride">Numbers of an element in the result.</param>
    /// <param name="at">Place of the first of them.</param>
    private void ReadColumns(
        NumberType numbers, long start, int together, long first, int count, Span<double> values, int stride, int at)
    {
        long size = (long)Numbers.SizeOf(numbers) * together;
        byte[] raw = new byte[count * size];
        var column = new double[count * together];
        int[] places = _places.Value;
        for (int f = 0; f < places.Length; f++)
        {
            bytes.Read(start + (first + (long)f * Shape[0]) * size, raw);
            Numbers.ToDoubles(numbers, bigEndian, raw, column);
            for (int row = 0; row < count; row++)
            {
                for (int k = 0; k < together; k++)
                    values[row * Width + places[f] * stride + at + k] = column[row * together + k];
            }
        }
    }
}
