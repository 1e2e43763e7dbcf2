using System.Runtime.InteropServices;
using IsacCluster.Files.Storage;
using PureHDF;
using PureHDF.Selections;
using PureHDF.VOL.Native;

namespace IsacCluster.Files.Hdf5;

/// <summary>A dataset of numbers; a complex one is a compound of two floating-point members, r and i or real and imag.</summary>
/// <param name="reversed">Whether the file lists the dimensions last to first.</param>
internal sealed class Hdf5Array(NativeDataset dataset, string name, bool reversed)
    : StoredArray(name, ShapeOf(dataset, reversed), Checked(dataset.Type).Class == H5DataTypeClass.Compound)
{
    private readonly Lazy<int[]> _places = new(() => RowMajor.Places([.. ShapeOf(dataset, reversed).Skip(1)]));
    private readonly Lock _lock = new();

    public static bool IsNumeric(IH5DataType type) => type.Class switch
    {
        H5DataTypeClass.FloatingPoint => type.Size is 2 or 4 or 8,
        H5DataTypeClass.FixedPoint => type.Size is 1 or 2 or 4 or 8,
        H5DataTypeClass.Compound => IsComplexType(type),
        _ => false,
    };

    public override void ReadRows(long first, int count, Span<double> values)
    {
        double[] read = Read(Selected(first, count));
        if (!reversed)
        {
            read.CopyTo(values);
            return;
        }

        // What lies as (..., users, samples): the element of all rows, then the next element.
        int together = IsComplex ? 2 : 1;
        int[] places = _places.Value;
        for (int f = 0; f < places.Length; f++)
        {
            for (int row = 0; row < count; row++)
            {
                for (int k = 0; k < together; k++)
                    values[row * Width + places[f] * together + k] = read[(f * count + row) * together + k];
            }
        }
    }

    private static bool IsComplexType(IH5DataType type) =>
        type.Compound?.Members is [var real, var imaginary]
        && real.Name.StartsWith('r') && imaginary.Name.StartsWith('i')
        && real.Type.Class == H5DataTypeClass.FloatingPoint && imaginary.Type.Class == H5DataTypeClass.FloatingPoint
        && real.Type.Size == imaginary.Type.Size && real.Type.Size is 4 or 8
        && real.Offset == 0 && imaginary.Offset == real.Type.Size && type.Size == 2 * real.Type.Size;

    private static IH5DataType Checked(IH5DataType type) => IsNumeric(type)
        ? type
        : throw new InvalidDataException($"holds no numbers but {type.Class} of {type.Size} bytes; complex ones are a compound of r and i");

    private static int[] ShapeOf(NativeDataset dataset, bool reversed)
    {
        int[] shape = [.. dataset.Space.Dimensions.Select(size => checked((int)size))];
        if (reversed) Array.Reverse(shape);
        return shape;
    }

    private HyperslabSelection Selected(long first, int count)
    {
        ulong[] starts = new ulong[Shape.Count], blocks = [.. dataset.Space.Dimensions];
        int rows = reversed ? Shape.Count - 1 : 0;
        (starts[rows], blocks[rows]) = ((ulong)first, (ulong)count);
        return new HyperslabSelection(Shape.Count, starts, blocks);
    }

    private double[] Read(HyperslabSelection selected)
    {
        lock (_lock)
        {
            return Hdf5Arrays.Guarded(() => dataset.Type.Class switch
            {
                H5DataTypeClass.Compound => dataset.Type.Size == 16
                    ? MemoryMarshal.Cast<DoublePair, double>(dataset.Read<DoublePair[]>(selected)).ToArray()
                    : Widened(MemoryMarshal.Cast<SinglePair, float>(dataset.Read<SinglePair[]>(selected))),
                H5DataTypeClass.FloatingPoint => dataset.Type.Size switch
                {
                    8 => dataset.Read<double[]>(selected),
                    4 => Widened(dataset.Read<float[]>(selected)),
                    _ => [.. dataset.Read<Half[]>(selected).Select(value => (double)value)],
                },
                _ => Whole(selected),
            });
        }
    }

    private double[] Whole(HyperslabSelection selected) => (dataset.Type.Size, dataset.Type.FixedPoint!.IsSigned) switch
    {
        (1, true) => [.. dataset.Read<sbyte[]>(selected).Select(value => (double)value)],
        (1, false) => [.. dataset.Read<byte[]>(selected).Select(value => (double)value)],
        (2, true) => [.. dataset.Read<short[]>(selected).Select(value => (double)value)],
        (2, false) => [.. dataset.Read<ushort[]>(selected).Select(value => (double)value)],
        (4, true) => [.. dataset.Read<int[]>(selected).Select(value => (double)value)],
        (4, false) => [.. dataset.Read<uint[]>(selected).Select(value => (double)value)],
        (_, true) => [.. dataset.Read<long[]>(selected).Select(value => (double)value)],
        (_, false) => [.. dataset.Read<ulong[]>(selected).Select(value => (double)value)],
    };

    private static double[] Widened(ReadOnlySpan<float> values)
    {
        var wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++) wide[i] = values[i];
        return wide;
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct DoublePair(double Real, double Imaginary);

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct SinglePair(float Real, float Imaginary);
}
