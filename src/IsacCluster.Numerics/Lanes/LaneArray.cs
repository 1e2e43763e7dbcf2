using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IsacCluster.Numerics.Lanes;

/// <summary>
/// Numbers of four problems of one shape, a problem in each lane of 256-bit vectors. Every operation on lanes is the IEEE one on each
/// number of its own: a problem's bits depend neither on its lane, nor on its neighbours, nor on the width of the machine's registers.
/// Starts at a multiple of 64 bytes, so that no vector lies across two cache lines.
/// </summary>
public sealed class LaneArray
{
    /// <summary>Problems side by side.</summary>
    public const int Lanes = 4;

    private const int Alignment = 64;

    private readonly double[] _data;
    private readonly int _start;

    /// <param name="count">Vectors; zeros at first.</param>
    public LaneArray(int count)
    {
        Count = count;
        _data = GC.AllocateArray<double>(Lanes * count + Alignment / sizeof(double), pinned: true);
        nint address = Marshal.UnsafeAddrOfPinnedArrayElement(_data, 0);
        _start = (int)((Alignment - address % Alignment) % Alignment) / sizeof(double);
    }

    /// <summary>The number of vectors.</summary>
    public int Count { get; }

    /// <summary>The first vector; the others follow.</summary>
    public ref Vector256<double> First =>
        ref Unsafe.As<double, Vector256<double>>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_data), _start));

    public ref Vector256<double> this[int index] => ref Vectors[index];

    /// <summary>All vectors.</summary>
    public Span<Vector256<double>> Vectors => MemoryMarshal.CreateSpan(ref First, Count);

    /// <summary>The number of one problem.</summary>
    public ref double At(int index, int lane) => ref _data.AsSpan(_start, Lanes * Count)[index * Lanes + lane];

    public void Clear() => Vectors.Clear();
}
