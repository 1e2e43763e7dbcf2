using System.Runtime.InteropServices;

namespace IsacCluster.Networks.Inference;

/// <summary>
/// Float rows, one per user or sample, for <see cref="DenseKernel"/>: they do not move and start at a cache line, each row is padded to
/// whole panels and the rows to whole tiles, so that kernels have no edges. What stands in the padding is never used by a real row.
/// </summary>
internal sealed class RowBuffer
{
    private const int LineFloats = 16;
    private readonly float[] _data;
    private readonly int _first;

    public RowBuffer(int rows, int columns)
    {
        Stride = RoundUp(columns, DenseKernel.Panel);
        Length = RoundUp(rows, DenseKernel.TileRows) * Stride;
        _data = GC.AllocateArray<float>(Length + LineFloats, pinned: true);
        _first = FirstAligned(_data);
    }

    /// <summary>Distance of two rows in floats.</summary>
    public int Stride { get; }

    /// <summary>Floats in all rows with their padding.</summary>
    public int Length { get; }

    /// <summary>All rows with their padding.</summary>
    public Span<float> Data => _data.AsSpan(_first, Length);

    /// <summary>Row i with its padding.</summary>
    public Span<float> Row(int i) => _data.AsSpan(_first + i * Stride, Stride);

    /// <summary>The first rows with their padding.</summary>
    public Span<float> Rows(int count) => _data.AsSpan(_first, count * Stride);

    public static int RoundUp(int count, int multiple) => (count + multiple - 1) / multiple * multiple;

    private static unsafe int FirstAligned(float[] pinned)
    {
        nuint address = (nuint)(float*)Marshal.UnsafeAddrOfPinnedArrayElement(pinned, 0);
        nuint line = LineFloats * sizeof(float);
        return (int)((line - address % line) % line / sizeof(float));
    }
}
