using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static IsacCluster.Numerics.Lanes.LaneArithmetic;

namespace IsacCluster.Numerics.Lanes;

/// <summary>Products of real matrices in lanes, row-major, four rows against two in eight registers.</summary>
public static class LaneRealProducts
{
    /// <summary>C_ij = sum_k A_ik B_jk.</summary>
    /// <param name="a">First of rows of <paramref name="inner"/> numbers.</param>
    /// <param name="b">First of such columns of C.</param>
    /// <param name="c">First entry of C.</param>
    /// <param name="stride">Distance of two rows of C.</param>
    /// <param name="lower">Whether only j &lt;= i is meant.</param>
    public static void RowsByRows(
        ref Vector256<double> a, int rows, ref Vector256<double> b, int columns, int inner, ref Vector256<double> c, int stride, bool lower)
    {
        for (int i = 0; i < rows; i += 4)
        {
            int last = rows - 1;
            ref Vector256<double> a0 = ref Unsafe.Add(ref a, i * inner), a1 = ref Unsafe.Add(ref a, Math.Min(i + 1, last) * inner);
            ref Vector256<double> a2 = ref Unsafe.Add(ref a, Math.Min(i + 2, last) * inner);
            ref Vector256<double> a3 = ref Unsafe.Add(ref a, Math.Min(i + 3, last) * inner);
            int end = lower ? Math.Min(i + 4, columns) : columns;
            for (int j = 0; j < end; j += 2)
            {
                int next = Math.Min(j + 1, columns - 1);
                ref Vector256<double> b0 = ref Unsafe.Add(ref b, j * inner), b1 = ref Unsafe.Add(ref b, next * inner);
                Vector256<double> s00 = default, s01 = default, s10 = default, s11 = default;
                Vector256<double> s20 = default, s21 = default, s30 = default, s31 = default;
                nuint at = 0;
                for (int k = 0; k < inner; k++, at += 32)
                {
                    Vector256<double> p = At(ref b0, at), q = At(ref b1, at), x = At(ref a0, at);
                    s00 = Add(x, p, s00);
                    s01 = Add(x, q, s01);
                    x = At(ref a1, at);
                    s10 = Add(x, p, s10);
                    s11 = Add(x, q, s11);
                    x = At(ref a2, at);
                    s20 = Add(x, p, s20);
                    s21 = Add(x, q, s21);
                    x = At(ref a3, at);
                    s30 = Add(x, p, s30);
                    s31 = Add(x, q, s31);
                }

                ref Vector256<double> target = ref Unsafe.Add(ref c, i * stride);
                Store(ref target, j, next, s00, s01);
                if (i + 1 < rows) Store(ref Unsafe.Add(ref target, stride), j, next, s10, s11);
                if (i + 2 < rows) Store(ref Unsafe.Add(ref target, 2 * stride), j, next, s20, s21);
                if (i + 3 < rows) Store(ref Unsafe.Add(ref target, 3 * stride), j, next, s30, s31);
            }
        }
    }

    /// <summary>x^T y.</summary>
    public static Vector256<double> Dot(ref Vector256<double> x, ref Vector256<double> y, int count)
    {
        Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
        int k = 0;
        for (; k + 3 < count; k += 4)
        {
            nuint at = Bytes(k);
            s0 = Add(At(ref x, at), At(ref y, at), s0);
            s1 = Add(At(ref x, at, 1), At(ref y, at, 1), s1);
            s2 = Add(At(ref x, at, 2), At(ref y, at, 2), s2);
            s3 = Add(At(ref x, at, 3), At(ref y, at, 3), s3);
        }

        for (; k < count; k++) s0 = Add(At(ref x, Bytes(k)), At(ref y, Bytes(k)), s0);
        return s0 + s1 + (s2 + s3);
    }

    /// <summary>y += a x.</summary>
    public static void AddScaled(Vector256<double> a, ref Vector256<double> x, ref Vector256<double> y, int count)
    {
        nuint at = 0;
        for (int k = 0; k < count; k++, at += 32) At(ref y, at) = Add(a, At(ref x, at), At(ref y, at));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref Vector256<double> row, int j, int next, Vector256<double> first, Vector256<double> second)
    {
        Unsafe.Add(ref row, j) = first;
        if (next > j) Unsafe.Add(ref row, next) = second;
    }
}
