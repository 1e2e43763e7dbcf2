using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static IsacCluster.Numerics.Lanes.LaneArithmetic;

namespace IsacCluster.Numerics.Lanes;

/// <summary>
/// Products of complex matrices in lanes, two rows against two columns in eight registers. Every entry is summed in the order of its inner
/// index; at an odd edge the last row or column is computed twice.
/// </summary>
public static class LaneProducts
{
    /// <summary>C = A B.</summary>
    /// <param name="lowerLeft">A is lower triangular, with zeros above.</param>
    public static void Multiply(LaneMatrix a, LaneMatrix b, LaneMatrix c, bool lowerLeft = false)
    {
        int rows = a.Rows, columns = b.Columns;
        nuint step = b.RowBytes, beyond = c.RowBytes;
        ref Vector256<double> left0 = ref a.First, right0 = ref b.First, target0 = ref c.First;
        for (int i = 0; i < rows; i += 2)
        {
            int second = Math.Min(i + 1, rows - 1), inner = lowerLeft ? Math.Min(i + 2, a.Columns) : a.Columns;
            ref Vector256<double> a0 = ref At(ref left0, (nuint)i * a.RowBytes), a1 = ref At(ref left0, (nuint)second * a.RowBytes);
            ref Vector256<double> c0 = ref At(ref target0, (nuint)i * beyond);
            for (int j = 0; j < columns; j += 2)
            {
                int next = Math.Min(j + 1, columns - 1);
                ref Vector256<double> b0 = ref At(ref right0, Bytes(2 * j)), b1 = ref At(ref right0, Bytes(2 * next));
                Vector256<double> r00 = default, i00 = default, r01 = default, i01 = default;
                Vector256<double> r10 = default, i10 = default, r11 = default, i11 = default;
                nuint at = 0, left = 0;
                for (int k = 0; k < inner; k++, at += step, left += 64)
                {
                    Vector256<double> p = At(ref b0, at), q = At(ref b0, at, 1), r = At(ref b1, at), s = At(ref b1, at, 1);
                    Vector256<double> x = At(ref a0, left), y = At(ref a0, left, 1);
                    r00 = Add(x, p, r00);
                    i00 = Add(x, q, i00);
                    r01 = Add(x, r, r01);
                    i01 = Add(x, s, i01);
                    r00 = Subtract(y, q, r00);
                    i00 = Add(y, p, i00);
                    r01 = Subtract(y, s, r01);
                    i01 = Add(y, r, i01);
                    x = At(ref a1, left);
                    y = At(ref a1, left, 1);
                    r10 = Add(x, p, r10);
                    i10 = Add(x, q, i10);
                    r11 = Add(x, r, r11);
                    i11 = Add(x, s, i11);
                    r10 = Subtract(y, q, r10);
                    i10 = Add(y, p, i10);
                    r11 = Subtract(y, s, r11);
                    i11 = Add(y, r, i11);
                }

                nuint to = Bytes(2 * j);
                Put(ref At(ref c0, to), r00, i00);
                if (next > j) Put(ref At(ref c0, to, 2), r01, i01);
                if (second == i) continue;
                Put(ref At(ref c0, to + beyond), r10, i10);
                if (next > j) Put(ref At(ref c0, to + beyond, 2), r11, i11);
            }
        }
    }

    /// <summary>C = A L^H, Hermitian: the lower part is computed and mirrored.</summary>
    /// <param name="lower">L, lower triangular with zeros above.</param>
    public static void MultiplyAdjoint(LaneMatrix a, LaneMatrix lower, LaneMatrix c)
    {
        int order = a.Rows;
        nuint row = c.RowBytes;
        ref Vector256<double> left0 = ref a.First, right0 = ref lower.First, target0 = ref c.First;
        for (int i = 0; i < order; i += 2)
        {
            int second = Math.Min(i + 1, order - 1);
            ref Vector256<double> a0 = ref At(ref left0, (nuint)i * row), a1 = ref At(ref left0, (nuint)second * row);
            for (int j = 0; j <= i; j += 2)
            {
                int next = Math.Min(j + 1, order - 1), inner = next + 1;
                ref Vector256<double> b0 = ref At(ref right0, (nuint)j * row), b1 = ref At(ref right0, (nuint)next * row);
                Vector256<double> r00 = default, i00 = default, r01 = default, i01 = default;
                Vector256<double> r10 = default, i10 = default, r11 = default, i11 = default;
                nuint at = 0;
                for (int k = 0; k < inner; k++, at += 64)
                {
                    Vector256<double> p = At(ref b0, at), q = At(ref b0, at, 1), r = At(ref b1, at), s = At(ref b1, at, 1);
                    Vector256<double> x = At(ref a0, at), y = At(ref a0, at, 1);
                    r00 = Add(x, p, r00);
                    i00 = Subtract(x, q, i00);
                    r01 = Add(x, r, r01);
                    i01 = Subtract(x, s, i01);
                    r00 = Add(y, q, r00);
                    i00 = Add(y, p, i00);
                    r01 = Add(y, s, r01);
                    i01 = Add(y, r, i01);
                    x = At(ref a1, at);
                    y = At(ref a1, at, 1);
                    r10 = Add(x, p, r10);
                    i10 = Subtract(x, q, i10);
                    r11 = Add(x, r, r11);
                    i11 = Subtract(x, s, i11);
                    r10 = Add(y, q, r10);
                    i10 = Add(y, p, i10);
                    r11 = Add(y, s, r11);
                    i11 = Add(y, r, i11);
                }

                Mirror(ref target0, row, i, j, r00, i00);
                if (next <= i && next > j) Mirror(ref target0, row, i, next, r01, i01);
                if (second == i) continue;
                Mirror(ref target0, row, second, j, r10, i10);
                if (next > j) Mirror(ref target0, row, second, next, r11, i11);
            }
        }
    }

    /// <summary>target -= A B for Hermitian products, of which the lower part is computed and mirrored.</summary>
    public static void SubtractProduct(LaneMatrix a, LaneMatrix b, LaneMatrix target)
    {
        int inner = a.Columns;
        nuint row = target.RowBytes, left = a.RowBytes, right = b.RowBytes;
        ref Vector256<double> left0 = ref a.First, right0 = ref b.First, target0 = ref target.First;
        for (int i = 0; i < target.Rows; i++)
        {
            ref Vector256<double> a0 = ref At(ref left0, (nuint)i * left);
            for (int j = 0; j <= i; j += 2)
            {
                int next = Math.Min(j + 1, i);
                nuint to = (nuint)i * row + Bytes(2 * j), beside = (nuint)i * row + Bytes(2 * next), at = 0;
                ref Vector256<double> b0 = ref At(ref right0, Bytes(2 * j)), b1 = ref At(ref right0, Bytes(2 * next));
                Vector256<double> r0 = At(ref target0, to), i0 = At(ref target0, to, 1);
                Vector256<double> r1 = At(ref target0, beside), i1 = At(ref target0, beside, 1);
                for (int k = 0; k < inner; k++, at += right)
                {
                    Vector256<double> x = At(ref a0, Bytes(2 * k)), y = At(ref a0, Bytes(2 * k), 1);
                    r0 = Subtract(x, At(ref b0, at), r0);
                    i0 = Subtract(x, At(ref b0, at, 1), i0);
                    r1 = Subtract(x, At(ref b1, at), r1);
                    i1 = Subtract(x, At(ref b1, at, 1), i1);
                    r0 = Add(y, At(ref b0, at, 1), r0);
                    i0 = Subtract(y, At(ref b0, at), i0);
                    r1 = Add(y, At(ref b1, at, 1), r1);
                    i1 = Subtract(y, At(ref b1, at), i1);
                }

                Mirror(ref target0, row, i, j, r0, i0);
                if (next > j) Mirror(ref target0, row, i, next, r1, i1);
            }
        }
    }

    /// <summary>target -= (A + A^H) / 2.</summary>
    public static void SubtractHermitianPart(LaneMatrix a, LaneMatrix target)
    {
        Vector256<double> half = Vector256.Create(0.5);
        nuint row = a.RowBytes;
        ref Vector256<double> from = ref a.First, to = ref target.First;
        for (int i = 0; i < a.Rows; i++)
        {
            nuint lower = (nuint)i * row, upper = Bytes(2 * i);
            for (int j = 0; j < i; j++, lower += 64, upper += row)
            {
                Vector256<double> re = Subtract(half, At(ref from, lower) + At(ref from, upper), At(ref to, lower));
                Vector256<double> im = Subtract(half, At(ref from, lower, 1) - At(ref from, upper, 1), At(ref to, lower, 1));
                Put(ref At(ref to, lower), re, im);
                Put(ref At(ref to, upper), re, -im);
            }

            At(ref to, lower) -= At(ref from, lower);
        }
    }

    /// <summary>Re Tr(A B) of Hermitian matrices, from their lower parts.</summary>
    public static Vector256<double> Inner(LaneMatrix a, LaneMatrix b)
    {
        Vector256<double> diagonal = default, s0 = default, s1 = default, s2 = default, s3 = default;
        ref Vector256<double> x = ref a.First, y = ref b.First;
        for (int i = 0; i < a.Rows; i++)
        {
            nuint at = (nuint)i * a.RowBytes;
            int j = 0;
            for (; j + 1 < i; j += 2, at += 128)
            {
                s0 = Add(At(ref x, at), At(ref y, at), s0);
                s1 = Add(At(ref x, at, 1), At(ref y, at, 1), s1);
                s2 = Add(At(ref x, at, 2), At(ref y, at, 2), s2);
                s3 = Add(At(ref x, at, 3), At(ref y, at, 3), s3);
            }

            if (j < i)
            {
                s0 = Add(At(ref x, at), At(ref y, at), s0);
                s1 = Add(At(ref x, at, 1), At(ref y, at, 1), s1);
                at += 64;
            }

            diagonal = Add(At(ref x, at), At(ref y, at), diagonal);
        }

        Vector256<double> off = s0 + s1 + (s2 + s3);
        return diagonal + off + off;
    }

    /// <summary>x^H A x with x row <paramref name="row"/> of the vectors; A is Hermitian.</summary>
    public static Vector256<double> Quadratic(LaneMatrix a, LaneMatrix vectors, int row)
    {
        Vector256<double> sum = default;
        for (int i = 0; i < a.Rows; i++)
        {
            // Twice the entries left of the diagonal: x_i^* A_ij x_j.
            Vector256<double> re = default, im = default, p = vectors.Re(row, i), q = vectors.Im(row, i);
            for (int j = 0; j < i; j++)
            {
                Vector256<double> r = a.Re(i, j), s = a.Im(i, j), t = vectors.Re(row, j), u = vectors.Im(row, j);
                re = Subtract(s, u, Add(r, t, re));
                im = Add(s, t, Add(r, u, im));
            }

            Vector256<double> off = Add(q, im, p * re);
            sum = sum + off + off + a.Re(i, i) * Add(q, q, p * p);
        }

        return sum;
    }

    /// <summary>target += factor x x^H with x row <paramref name="row"/> of the vectors.</summary>
    public static void AddOuter(Vector256<double> factor, LaneMatrix vectors, int row, LaneMatrix target)
    {
        for (int i = 0; i < target.Rows; i++)
        {
            Vector256<double> p = factor * vectors.Re(row, i), q = factor * vectors.Im(row, i);
            target.Re(i, i) = Add(q, vectors.Im(row, i), Add(p, vectors.Re(row, i), target.Re(i, i)));
            for (int j = 0; j < i; j++)
            {
                Vector256<double> r = vectors.Re(row, j), s = vectors.Im(row, j);
                target.Re(i, j) = target.Re(j, i) = Add(q, s, Add(p, r, target.Re(i, j)));
                target.Im(i, j) = Subtract(p, s, Add(q, r, target.Im(i, j)));
                target.Im(j, i) = -target.Im(i, j);
            }
        }
    }

    /// <summary>An entry of a Hermitian matrix with rows of so many bytes, and its mirror.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Mirror(ref Vector256<double> matrix, nuint row, int i, int j, Vector256<double> re, Vector256<double> im)
    {
        if (i == j) im = Vector256<double>.Zero;
        Put(ref At(ref matrix, (nuint)j * row + Bytes(2 * i)), re, -im);
        Put(ref At(ref matrix, (nuint)i * row + Bytes(2 * j)), re, im);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(ref Vector256<double> entry, Vector256<double> re, Vector256<double> im)
    {
        entry = re;
        Unsafe.Add(ref entry, 1) = im;
    }
}
