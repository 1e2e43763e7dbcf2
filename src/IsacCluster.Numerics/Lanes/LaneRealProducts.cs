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

    /// <summary>y = A x, eight rows at a time.</summary>
    public static void Apply(ref Vector256<double> a, int rows, int columns, ref Vector256<double> x, ref Vector256<double> y)
    {
        for (int i = 0; i < rows; i += 8)
        {
            int last = rows - 1, count = Math.Min(8, rows - i);
            nuint step = Bytes(columns), r0 = (nuint)i * step, r1 = (nuint)Math.Min(i + 1, last) * step;
            nuint r2 = (nuint)Math.Min(i + 2, last) * step, r3 = (nuint)Math.Min(i + 3, last) * step;
            nuint r4 = (nuint)Math.Min(i + 4, last) * step, r5 = (nuint)Math.Min(i + 5, last) * step;
            nuint r6 = (nuint)Math.Min(i + 6, last) * step, r7 = (nuint)Math.Min(i + 7, last) * step;
            Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
            Vector256<double> s4 = default, s5 = default, s6 = default, s7 = default;
            nuint at = 0;
            for (int k = 0; k < columns; k++, at += 32)
            {
                Vector256<double> p = At(ref x, at);
                s0 = Add(p, At(ref a, r0 + at), s0);
                s1 = Add(p, At(ref a, r1 + at), s1);
                s2 = Add(p, At(ref a, r2 + at), s2);
                s3 = Add(p, At(ref a, r3 + at), s3);
                s4 = Add(p, At(ref a, r4 + at), s4);
                s5 = Add(p, At(ref a, r5 + at), s5);
                s6 = Add(p, At(ref a, r6 + at), s6);
                s7 = Add(p, At(ref a, r7 + at), s7);
            }

            ref Vector256<double> target = ref Unsafe.Add(ref y, i);
            target = s0;
            if (count > 1) Unsafe.Add(ref target, 1) = s1;
            if (count > 2) Unsafe.Add(ref target, 2) = s2;
            if (count > 3) Unsafe.Add(ref target, 3) = s3;
            if (count > 4) Unsafe.Add(ref target, 4) = s4;
            if (count > 5) Unsafe.Add(ref target, 5) = s5;
            if (count > 6) Unsafe.Add(ref target, 6) = s6;
            if (count > 7) Unsafe.Add(ref target, 7) = s7;
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

    /// <summary>y_n = -sum_j x_j A_jn, four n at a time.</summary>
    public static void NegatedTransposed(ref Vector256<double> a, int rows, int columns, ref Vector256<double> x, ref Vector256<double> y)
    {
        nuint step = Bytes(columns);
        for (int n = 0; n < columns; n += 4)
        {
            int last = columns - 1;
            nuint n0 = Bytes(n), n1 = Bytes(Math.Min(n + 1, last)), n2 = Bytes(Math.Min(n + 2, last));
            nuint n3 = Bytes(Math.Min(n + 3, last)), at = 0;
            Vector256<double> s0 = default, s1 = default, s2 = default, s3 = default;
            for (int j = 0; j < rows; j++, at += step)
            {
                Vector256<double> p = At(ref x, Bytes(j));
                s0 = Subtract(p, At(ref a, at + n0), s0);
                s1 = Subtract(p, At(ref a, at + n1), s1);
                s2 = Subtract(p, At(ref a, at + n2), s2);
                s3 = Subtract(p, At(ref a, at + n3), s3);
            }

            (At(ref y, n0), At(ref y, n1)) = (s0, s1);
            (At(ref y, n2), At(ref y, n3)) = (s2, s3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref Vector256<double> row, int j, int next, Vector256<double> first, Vector256<double> second)
    {
        Unsafe.Add(ref row, j) = first;
        if (next > j) Unsafe.Add(ref row, next) = second;
    }
}
