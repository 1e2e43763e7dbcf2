using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IsacCluster.Numerics;

/// <summary>
/// Dense real products in padded rows, four rows of the left factor against eight columns of the right one. Every element is summed in the
/// order of its inner index, so that results depend neither on the blocks nor on the width of the machine's vectors.
/// </summary>
public static class RealProducts
{
    /// <summary>C = A B; C is rows x stride of B, A is rows x inner.</summary>
    /// <param name="upper">Compute only columns from each row's own vector on.</param>
    public static void Multiply(double[] a, int aStride, double[] b, int bStride, double[] c, int rows, int inner, bool upper)
    {
        ref double a0 = ref MemoryMarshal.GetArrayDataReference(a), b0 = ref MemoryMarshal.GetArrayDataReference(b);
        ref double c0 = ref MemoryMarshal.GetArrayDataReference(c);
        for (int i = 0; i < rows; i += 4)
        {
            int count = Math.Min(4, rows - i);
            nuint r0 = (nuint)(i * aStride), r1 = count > 1 ? r0 + (nuint)aStride : r0;
            nuint r2 = count > 2 ? r1 + (nuint)aStride : r1, r3 = count > 3 ? r2 + (nuint)aStride : r2;
            int j = upper ? i / PlanarMatrix.Lanes * PlanarMatrix.Lanes : 0;
            for (; j + 8 <= bStride; j += 8)
            {
                Vector256<double> s00 = default, s01 = default, s10 = default, s11 = default;
                Vector256<double> s20 = default, s21 = default, s30 = default, s31 = default;
                nuint at = (nuint)j;
                for (nuint k = 0; k < (nuint)inner; k++, at += (nuint)bStride)
                {
                    Vector256<double> p = Vector256.LoadUnsafe(ref b0, at), q = Vector256.LoadUnsafe(ref b0, at + 4);
                    Vector256<double> x = Vector256.Create(Unsafe.Add(ref a0, r0 + k));
                    s00 = Vector256.FusedMultiplyAdd(x, p, s00);
                    s01 = Vector256.FusedMultiplyAdd(x, q, s01);
                    x = Vector256.Create(Unsafe.Add(ref a0, r1 + k));
                    s10 = Vector256.FusedMultiplyAdd(x, p, s10);
                    s11 = Vector256.FusedMultiplyAdd(x, q, s11);
                    x = Vector256.Create(Unsafe.Add(ref a0, r2 + k));
                    s20 = Vector256.FusedMultiplyAdd(x, p, s20);
                    s21 = Vector256.FusedMultiplyAdd(x, q, s21);
                    x = Vector256.Create(Unsafe.Add(ref a0, r3 + k));
                    s30 = Vector256.FusedMultiplyAdd(x, p, s30);
                    s31 = Vector256.FusedMultiplyAdd(x, q, s31);
                }

                nuint target = (nuint)(i * bStride + j), step = (nuint)bStride;
                s00.StoreUnsafe(ref c0, target);
                s01.StoreUnsafe(ref c0, target + 4);
                if (count > 1) StorePair(s10, s11, ref c0, target + step);
                if (count > 2) StorePair(s20, s21, ref c0, target + 2 * step);
                if (count > 3) StorePair(s30, s31, ref c0, target + 3 * step);
            }

            if (j == bStride) continue;
            Vector256<double> t0 = default, t1 = default, t2 = default, t3 = default;
            nuint last = (nuint)j;
            for (nuint k = 0; k < (nuint)inner; k++, last += (nuint)bStride)
            {
                Vector256<double> p = Vector256.LoadUnsafe(ref b0, last);
                t0 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref a0, r0 + k)), p, t0);
                t1 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref a0, r1 + k)), p, t1);
                t2 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref a0, r2 + k)), p, t2);
                t3 = Vector256.FusedMultiplyAdd(Vector256.Create(Unsafe.Add(ref a0, r3 + k)), p, t3);
            }

            nuint end = (nuint)(i * bStride + j);
            t0.StoreUnsafe(ref c0, end);
            if (count > 1) t1.StoreUnsafe(ref c0, end + (nuint)bStride);
            if (count > 2) t2.StoreUnsafe(ref c0, end + 2 * (nuint)bStride);
            if (count > 3) t3.StoreUnsafe(ref c0, end + 3 * (nuint)bStride);
        }
    }

    /// <summary>target += x o y for padded ranges.</summary>
    public static void AddEntrywise(double[] x, int xOffset, double[] y, int yOffset, double[] target, int at, int count)
    {
        ref double x0 = ref MemoryMarshal.GetArrayDataReference(x), y0 = ref MemoryMarshal.GetArrayDataReference(y);
        ref double t0 = ref MemoryMarshal.GetArrayDataReference(target);
        for (int j = 0; j < count; j += PlanarMatrix.Lanes)
        {
            nuint to = (nuint)(at + j);
            Vector256.FusedMultiplyAdd(
                Vector256.LoadUnsafe(ref x0, (nuint)(xOffset + j)), Vector256.LoadUnsafe(ref y0, (nuint)(yOffset + j)),
                Vector256.LoadUnsafe(ref t0, to))
                .StoreUnsafe(ref t0, to);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StorePair(Vector256<double> first, Vector256<double> second, ref double target, nuint at)
    {
        first.StoreUnsafe(ref target, at);
        second.StoreUnsafe(ref target, at + 4);
    }
}
