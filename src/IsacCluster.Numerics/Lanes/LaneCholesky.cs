using System.Runtime.Intrinsics;
using static IsacCluster.Numerics.Lanes.LaneArithmetic;

namespace IsacCluster.Numerics.Lanes;

/// <summary>
/// Cholesky factors A = L L^H of Hermitian matrices in lanes, their inverses and A^-1, four rows of a column in eight registers. A pivot
/// that is not positive leaves its lane with meaningless numbers and the others alone.
/// </summary>
public sealed class LaneCholesky
{
    private readonly LaneMatrix _inverse;
    private readonly LaneArray _pivots;

    public LaneCholesky(int order)
    {
        (Factor, _inverse, _pivots) = (new LaneMatrix(order, order), new LaneMatrix(order, order), new LaneArray(order));
    }

    /// <summary>L, of which only the lower triangle is meant.</summary>
    public LaneMatrix Factor { get; }

    /// <summary>L^-1 after <see cref="Invert"/>, with zeros above the diagonal.</summary>
    public LaneMatrix InverseFactor => _inverse;

    /// <summary>Factors A, whose lower triangle is read.</summary>
    /// <returns>The lanes whose matrix is numerically positive definite.</returns>
    public Vector256<double> Of(LaneMatrix a)
    {
        int order = a.Rows;
        nuint step = a.RowBytes;
        ref Vector256<double> source = ref a.First, factor = ref Factor.First;
        Vector256<double> definite = AllLanes, one = Vector256<double>.One;
        for (int j = 0; j < order; j++)
        {
            nuint diagonal = (nuint)j * (step + 64);
            ref Vector256<double> row = ref At(ref factor, (nuint)j * step);
            Vector256<double> pivot = At(ref source, diagonal) - SquaredNorm(ref row, j), positive = Positive(pivot);
            definite &= positive;
            Vector256<double> root = Vector256.Sqrt(Vector256.ConditionalSelect(positive, pivot, one)), scale = one / root;
            (At(ref factor, diagonal), At(ref factor, diagonal, 1)) = (root, Vector256<double>.Zero);
            _pivots[j] = scale;
            for (int i = j + 1; i < order; i += 4) Column(ref source, ref factor, step, order - 1, i, j, ref row, scale);
        }

        return definite;
    }

    /// <summary>L^-1 from the factor.</summary>
    public void Invert()
    {
        int order = Factor.Rows;
        nuint step = _inverse.RowBytes;
        ref Vector256<double> factor = ref Factor.First, inverse = ref _inverse.First;
        for (int i = 0; i < order; i++)
        {
            ref Vector256<double> row = ref At(ref factor, (nuint)i * step), target = ref At(ref inverse, (nuint)i * step);
            Vector256<double> scale = _pivots[i];
            for (int j = 0; j < i; j += 4)
            {
                int j1 = Math.Min(j + 1, i - 1), j2 = Math.Min(j + 2, i - 1), j3 = Math.Min(j + 3, i - 1);
                ref Vector256<double> b0 = ref At(ref inverse, Bytes(2 * j)), b1 = ref At(ref inverse, Bytes(2 * j1));
                ref Vector256<double> b2 = ref At(ref inverse, Bytes(2 * j2)), b3 = ref At(ref inverse, Bytes(2 * j3));
                Vector256<double> r0 = default, i0 = default, r1 = default, i1 = default;
                Vector256<double> r2 = default, i2 = default, r3 = default, i3 = default;
                nuint at = step * (nuint)j, left = 64 * (nuint)j;
                for (int k = j; k < i; k++, at += step, left += 64)
                {
                    Vector256<double> x = At(ref row, left), y = At(ref row, left, 1);
                    r0 = Add(x, At(ref b0, at), r0);
                    i0 = Add(x, At(ref b0, at, 1), i0);
                    r1 = Add(x, At(ref b1, at), r1);
                    i1 = Add(x, At(ref b1, at, 1), i1);
                    r2 = Add(x, At(ref b2, at), r2);
                    i2 = Add(x, At(ref b2, at, 1), i2);
                    r3 = Add(x, At(ref b3, at), r3);
                    i3 = Add(x, At(ref b3, at, 1), i3);
                    r0 = Subtract(y, At(ref b0, at, 1), r0);
                    i0 = Add(y, At(ref b0, at), i0);
                    r1 = Subtract(y, At(ref b1, at, 1), r1);
                    i1 = Add(y, At(ref b1, at), i1);
                    r2 = Subtract(y, At(ref b2, at, 1), r2);
                    i2 = Add(y, At(ref b2, at), i2);
                    r3 = Subtract(y, At(ref b3, at, 1), r3);
                    i3 = Add(y, At(ref b3, at), i3);
                }

                nuint to = Bytes(2 * j);
                (At(ref target, to), At(ref target, to, 1)) = (-scale * r0, -scale * i0);
                if (j + 1 < i) (At(ref target, to, 2), At(ref target, to, 3)) = (-scale * r1, -scale * i1);
                if (j + 2 < i) (At(ref target, to, 4), At(ref target, to, 5)) = (-scale * r2, -scale * i2);
                if (j + 3 < i) (At(ref target, to, 6), At(ref target, to, 7)) = (-scale * r3, -scale * i3);
            }

            (At(ref target, Bytes(2 * i)), At(ref target, Bytes(2 * i), 1)) = (scale, Vector256<double>.Zero);
        }
    }

    /// <summary>A^-1 = L^-H L^-1 from <see cref="InverseFactor"/>, both triangles.</summary>
    public void InverseTo(LaneMatrix target)
    {
        int order = Factor.Rows;
        nuint step = _inverse.RowBytes;
        ref Vector256<double> inverse = ref _inverse.First, result = ref target.First;
        for (int i = 0; i < order; i++)
        {
            ref Vector256<double> a = ref At(ref inverse, Bytes(2 * i));
            for (int j = 0; j <= i; j += 2)
            {
                int next = Math.Min(j + 1, i);
                ref Vector256<double> b0 = ref At(ref inverse, Bytes(2 * j)), b1 = ref At(ref inverse, Bytes(2 * next));
                Vector256<double> rr0 = default, ii0 = default, ri0 = default, ir0 = default;
                Vector256<double> rr1 = default, ii1 = default, ri1 = default, ir1 = default;
                nuint at = step * (nuint)i;
                for (int k = i; k < order; k++, at += step)
                {
                    Vector256<double> x = At(ref a, at), y = At(ref a, at, 1);
                    Vector256<double> p = At(ref b0, at), q = At(ref b0, at, 1);
                    rr0 = Add(x, p, rr0);
                    ii0 = Add(y, q, ii0);
                    ri0 = Add(x, q, ri0);
                    ir0 = Add(y, p, ir0);
                    p = At(ref b1, at);
                    q = At(ref b1, at, 1);
                    rr1 = Add(x, p, rr1);
                    ii1 = Add(y, q, ii1);
                    ri1 = Add(x, q, ri1);
                    ir1 = Add(y, p, ir1);
                }

                Set(ref result, step, i, j, rr0 + ii0, ri0 - ir0);
                if (next > j) Set(ref result, step, i, next, rr1 + ii1, ri1 - ir1);
            }
        }
    }

    /// <summary>||row||^2 of the first entries.</summary>
    private static Vector256<double> SquaredNorm(ref Vector256<double> row, int count)
    {
        Vector256<double> re = default, im = default;
        nuint at = 0;
        for (int k = 0; k < count; k++, at += 64)
        {
            re = Add(At(ref row, at), At(ref row, at), re);
            im = Add(At(ref row, at, 1), At(ref row, at, 1), im);
        }

        return re + im;
    }

    /// <summary>L_ij = (A_ij - sum_k L_ik L_jk^*) / L_jj for rows i .. i + 3.</summary>
    private static void Column(
        ref Vector256<double> a, ref Vector256<double> factor, nuint step, int last, int i, int j, ref Vector256<double> row,
        Vector256<double> scale)
    {
        nuint f0 = (nuint)i * step, f1 = (nuint)Math.Min(i + 1, last) * step, f2 = (nuint)Math.Min(i + 2, last) * step;
        nuint f3 = (nuint)Math.Min(i + 3, last) * step, column = Bytes(2 * j);
        ref Vector256<double> l0 = ref At(ref factor, f0), l1 = ref At(ref factor, f1), l2 = ref At(ref factor, f2);
        ref Vector256<double> l3 = ref At(ref factor, f3);
        Vector256<double> r0 = At(ref a, f0 + column), m0 = At(ref a, f0 + column, 1);
        Vector256<double> r1 = At(ref a, f1 + column), m1 = At(ref a, f1 + column, 1);
        Vector256<double> r2 = At(ref a, f2 + column), m2 = At(ref a, f2 + column, 1);
        Vector256<double> r3 = At(ref a, f3 + column), m3 = At(ref a, f3 + column, 1);
        nuint at = 0;
        for (int k = 0; k < j; k++, at += 64)
        {
            Vector256<double> p = At(ref row, at), q = At(ref row, at, 1);
            r0 = Subtract(p, At(ref l0, at), r0);
            m0 = Subtract(p, At(ref l0, at, 1), m0);
            r1 = Subtract(p, At(ref l1, at), r1);
            m1 = Subtract(p, At(ref l1, at, 1), m1);
            r2 = Subtract(p, At(ref l2, at), r2);
            m2 = Subtract(p, At(ref l2, at, 1), m2);
            r3 = Subtract(p, At(ref l3, at), r3);
            m3 = Subtract(p, At(ref l3, at, 1), m3);
            r0 = Subtract(q, At(ref l0, at, 1), r0);
            m0 = Add(q, At(ref l0, at), m0);
            r1 = Subtract(q, At(ref l1, at, 1), r1);
            m1 = Add(q, At(ref l1, at), m1);
            r2 = Subtract(q, At(ref l2, at, 1), r2);
            m2 = Add(q, At(ref l2, at), m2);
            r3 = Subtract(q, At(ref l3, at, 1), r3);
            m3 = Add(q, At(ref l3, at), m3);
        }

        (At(ref l0, column), At(ref l0, column, 1)) = (scale * r0, scale * m0);
        (At(ref l1, column), At(ref l1, column, 1)) = (scale * r1, scale * m1);
        (At(ref l2, column), At(ref l2, column, 1)) = (scale * r2, scale * m2);
        (At(ref l3, column), At(ref l3, column, 1)) = (scale * r3, scale * m3);
    }

    private static void Set(ref Vector256<double> target, nuint step, int i, int j, Vector256<double> re, Vector256<double> im)
    {
        if (i == j) im = Vector256<double>.Zero;
        nuint lower = (nuint)i * step + Bytes(2 * j), upper = (nuint)j * step + Bytes(2 * i);
        (At(ref target, upper), At(ref target, upper, 1)) = (re, -im);
        (At(ref target, lower), At(ref target, lower, 1)) = (re, im);
    }
}
