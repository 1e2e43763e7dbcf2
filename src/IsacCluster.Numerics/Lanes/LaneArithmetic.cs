using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace IsacCluster.Numerics.Lanes;

/// <summary>Operations on the lanes of a vector, and sets of lanes as masks: all bits of a lane that belongs to the set.</summary>
public static class LaneArithmetic
{
    /// <summary>The set of all lanes.</summary>
    public static Vector256<double> AllLanes => Vector256<double>.AllBitsSet;

    /// <summary>sum + a b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Add(Vector256<double> a, Vector256<double> b, Vector256<double> sum) =>
        Vector256.FusedMultiplyAdd(a, b, sum);

    /// <summary>sum - a b, with one rounding as <see cref="Add"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Subtract(Vector256<double> a, Vector256<double> b, Vector256<double> sum) =>
        Fma.IsSupported ? Fma.MultiplyAddNegated(a, b, sum) : Vector256.FusedMultiplyAdd(-a, b, sum);

    /// <summary>The vector so many bytes and vectors behind a place: what addresses of the machine can say without arithmetic.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref Vector256<double> At(ref Vector256<double> place, nuint bytes, int vectors = 0) =>
        ref Unsafe.Add(ref Unsafe.AddByteOffset(ref place, bytes), vectors);

    /// <summary>Bytes of so many vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static nuint Bytes(int vectors) => (nuint)vectors * 32;

    /// <summary>Lanes with a finite positive number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Positive(Vector256<double> x) =>
        Vector256.GreaterThan(x, Vector256<double>.Zero) & Vector256.LessThan(x, Vector256.Create(double.PositiveInfinity));

    /// <summary>Whether the set has a lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Any(Vector256<double> set) => Vector256.ExtractMostSignificantBits(set) != 0;

    /// <summary>Whether the set has this lane.</summary>
    public static bool Has(Vector256<double> set, int lane) => (Vector256.ExtractMostSignificantBits(set) >> lane & 1) != 0;

    /// <summary>The set of one lane.</summary>
    public static Vector256<double> Lane(int lane) =>
        Vector256<double>.Zero.AsInt64().WithElement(lane, -1L).AsDouble();
}
