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
        nuint step = b.RowBytes;
        for (int i = 0; i < rows; i += 2)
        {
            int second = Math.Min(i + 1, rows - 1), inner = lowerLeft ? Math.Min(i + 2, a.Columns) : a.Columns;
            ref Vector256<double> a0 = ref a.Re(i, 0), a1 = ref a.Re(second, 0);
            for (int j = 0; j < columns; j += 2)
            {
                int next = Math.Min(j + 1, columns - 1);
                ref Vector256<double> b0 = ref b.Re(0, j), b1 = ref b.Re(0, next);
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

                (c.Re(i, j), c.Im(i, j)) = (r00, i00);
                (c.Re(i, next), c.Im(i, next)) = next > j ? (r01, i01) : (r00, i00);
                (c.Re(second, j), c.Im(second, j)) = second > i ? (r10, i10) : (r00, i00);
                if (second > i && next > j) (c.Re(second, next), c.Im(second, next)) = (r11, i11);
            }
        }
    }

    /// <summary>C = A L^H, Hermitian: the lower part is computed and mirrored.</summary>
    /// <param name="lower">L, lower triangular with zeros above.</param>
    public static void MultiplyAdjoint(LaneMatrix a, LaneMatrix lower, LaneMatrix c)
    {
        int order = a.Rows;
        for (int i = 0; i < order; i += 2)
        {
            int second = Math.Min(i + 1, order - 1);
            ref Vector256<double> a0 = ref a.Re(i, 0), a1 = ref a.Re(second, 0);
            for (int j = 0; j <= i; j += 2)
            {
                int next = Math.Min(j + 1, order - 1), inner = next + 1;
                ref Vector256<double> b0 = ref lower.Re(j, 0), b1 = ref lower.Re(next, 0);
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

                Mirror(c, i, j, r00, i00);
                if (next <= i) Mirror(c, i, next, r01, i01);
                if (second == i) continue;
                Mirror(c, second, j, r10, i10);
                if (next > j) Mirror(c, second, next, r11, i11);
            }
        }
    }

    /// <summary>target -= (A + A^H) / 2.</summary>
    public static void SubtractHermitianPart(LaneMatrix a, LaneMatrix target)
    {
        Vector256<double> half = Vector256.Create(0.5);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Vector256<double> re = half * (a.Re(i, j) + a.Re(j, i)), im = half * (a.Im(i, j) - a.Im(j, i));
                target.Re(i, j) -= re;
                target.Im(i, j) -= im;
                target.Re(j, i) -= re;
                target.Im(j, i) += im;
            }

            target.Re(i, i) -= a.Re(i, i);
        }
    }

    /// <summary>Re Tr(A B) of Hermitian matrices, from their lower parts.</summary>
    public static Vector256<double> Inner(LaneMatrix a, LaneMatrix b)
    {
        Vector256<double> diagonal = default, first = default, second = default;
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < i; j++)
            {
                first = Add(a.Re(i, j), b.Re(i, j), first);
                second = Add(a.Im(i, j), b.Im(i, j), second);
            }

            diagonal = Add(a.Re(i, i), b.Re(i, i), diagonal);
        }

        return diagonal + (first + second) + (first + second);
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

    private static void Mirror(LaneMatrix c, int i, int j, Vector256<double> re, Vector256<double> im)
    {
        if (i == j)
        {
            (c.Re(i, i), c.Im(i, i)) = (re, Vector256<double>.Zero);
            return;
        }

        (c.Re(i, j), c.Im(i, j)) = (re, im);
        (c.Re(j, i), c.Im(j, i)) = (re, -im);
    }
}
