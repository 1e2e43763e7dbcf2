using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static IsacCluster.Numerics.Lanes.LaneArithmetic;

namespace IsacCluster.Numerics.Lanes;

/// <summary>Complex matrices of four problems, row-major: the real and then the imaginary parts of each entry.</summary>
public sealed class LaneMatrix
{
    private readonly LaneArray _entries;

    public LaneMatrix(int rows, int columns)
    {
        (Rows, Columns) = (rows, columns);
        _entries = new LaneArray(2 * rows * columns);
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Distance of two rows in bytes.</summary>
    public nuint RowBytes => Bytes(2 * Columns);

    /// <summary>Real part of the first entry.</summary>
    public ref Vector256<double> First => ref _entries.First;

    /// <summary>Real and imaginary parts in turn.</summary>
    public Span<Vector256<double>> Vectors => _entries.Vectors;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Vector256<double> Re(int row, int column) => ref Unsafe.Add(ref First, 2 * (row * Columns + column));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref Vector256<double> Im(int row, int column) => ref Unsafe.Add(ref First, 2 * (row * Columns + column) + 1);

    public void Clear() => _entries.Clear();

    public void CopyFrom(LaneMatrix other) => other.Vectors.CopyTo(Vectors);

    /// <summary>Takes the lanes of a set from another matrix.</summary>
    public void CopyFrom(LaneMatrix other, Vector256<double> set)
    {
        Span<Vector256<double>> to = Vectors, from = other.Vectors;
        for (int i = 0; i < to.Length; i++) to[i] = Vector256.ConditionalSelect(set, from[i], to[i]);
    }

    /// <summary>Sets one problem's entry.</summary>
    public void Set(int lane, int row, int column, double re, double im)
    {
        int entry = 2 * (row * Columns + column);
        (_entries.At(entry, lane), _entries.At(entry + 1, lane)) = (re, im);
    }

    /// <summary>Sets one problem's matrix.</summary>
    public void Load(int lane, PlanarMatrix source)
    {
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                int entry = 2 * (i * Columns + j), at = i * source.Stride + j;
                (_entries.At(entry, lane), _entries.At(entry + 1, lane)) = (source.Re[at], source.Im[at]);
            }
        }
    }

    /// <summary>One problem's matrix.</summary>
    public PlanarMatrix Of(int lane)
    {
        var result = new PlanarMatrix(Rows, Columns);
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++)
            {
                int entry = 2 * (i * Columns + j), at = i * result.Stride + j;
                (result.Re[at], result.Im[at]) = (_entries.At(entry, lane), _entries.At(entry + 1, lane));
            }
        }

        return result;
    }
}
