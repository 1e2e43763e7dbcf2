using System.Runtime.Intrinsics;
using static IsacCluster.Numerics.Lanes.LaneArithmetic;

namespace IsacCluster.Numerics.Lanes;

/// <summary>
/// Cholesky factors A = L L^H of Hermitian matrices in lanes, their inverses and A^-1, four rows of a column in eight registers. A pivot that
/// is not positive leaves its lane with meaningless numbers and the others alone.
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
        Vector256<double> definite = AllLanes, one = Vector256<double>.One;
        for (int j = 0; j < order; j++)
        {
            ref Vector256<double> row = ref Factor.Re(j, 0);
            Vector256<double> pivot = a.Re(j, j) - SquaredNorm(ref row, j), positive = Positive(pivot);
            definite &= positive;
            Vector256<double> root = Vector256.Sqrt(Vector256.ConditionalSelect(positive, pivot, one)), scale = one / root;
            (Factor.Re(j, j), Factor.Im(j, j), _pivots[j]) = (root, Vector256<double>.Zero, scale);
            for (int i = j + 1; i < order; i += 4) Column(a, i, j, ref row, scale);
        }

        return definite;
    }

    /// <summary>L^-1 from the factor.</summary>
    public void Invert()
    {
        int order = Factor.Rows;
        nuint step = _inverse.RowBytes;
        for (int i = 0; i < order; i++)
        {
            ref Vector256<double> row = ref Factor.Re(i, 0);
            Vector256<double> scale = _pivots[i];
            for (int j = 0; j < i; j += 4)
            {
                int j1 = Math.Min(j + 1, i - 1), j2 = Math.Min(j + 2, i - 1), j3 = Math.Min(j + 3, i - 1);
                ref Vector256<double> b0 = ref _inverse.Re(0, j), b1 = ref _inverse.Re(0, j1), b2 = ref _inverse.Re(0, j2),
                    b3 = ref _inverse.Re(0, j3);
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

                (_inverse.Re(i, j), _inverse.Im(i, j)) = (-scale * r0, -scale * i0);
                if (j + 1 < i) (_inverse.Re(i, j + 1), _inverse.Im(i, j + 1)) = (-scale * r1, -scale * i1);
                if (j + 2 < i) (_inverse.Re(i, j + 2), _inverse.Im(i, j + 2)) = (-scale * r2, -scale * i2);
                if (j + 3 < i) (_inverse.Re(i, j + 3), _inverse.Im(i, j + 3)) = (-scale * r3, -scale * i3);
            }

            (_inverse.Re(i, i), _inverse.Im(i, i)) = (scale, Vector256<double>.Zero);
        }
    }

    /// <summary>A^-1 = L^-H L^-1 from <see cref="InverseFactor"/>, both triangles.</summary>
    public void InverseTo(LaneMatrix target)
    {
        int order = Factor.Rows;
        nuint step = _inverse.RowBytes;
        for (int i = 0; i < order; i++)
        {
            ref Vector256<double> a = ref _inverse.Re(0, i);
            for (int j = 0; j <= i; j += 2)
            {
                int next = Math.Min(j + 1, i);
                ref Vector256<double> b0 = ref _inverse.Re(0, j), b1 = ref _inverse.Re(0, next);
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

                Set(target, i, j, rr0 + ii0, ri0 - ir0);
                if (next > j) Set(target, i, next, rr1 + ii1, ri1 - ir1);
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
    private void Column(LaneMatrix a, int i, int j, ref Vector256<double> row, Vector256<double> scale)
    {
        int last = a.Rows - 1, i1 = Math.Min(i + 1, last), i2 = Math.Min(i + 2, last), i3 = Math.Min(i + 3, last);
        ref Vector256<double> l0 = ref Factor.Re(i, 0), l1 = ref Factor.Re(i1, 0), l2 = ref Factor.Re(i2, 0), l3 = ref Factor.Re(i3, 0);
        Vector256<double> r0 = a.Re(i, j), m0 = a.Im(i, j), r1 = a.Re(i1, j), m1 = a.Im(i1, j);
        Vector256<double> r2 = a.Re(i2, j), m2 = a.Im(i2, j), r3 = a.Re(i3, j), m3 = a.Im(i3, j);
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

        (Factor.Re(i, j), Factor.Im(i, j)) = (scale * r0, scale * m0);
        (Factor.Re(i1, j), Factor.Im(i1, j)) = (scale * r1, scale * m1);
        (Factor.Re(i2, j), Factor.Im(i2, j)) = (scale * r2, scale * m2);
        (Factor.Re(i3, j), Factor.Im(i3, j)) = (scale * r3, scale * m3);
    }

    private static void Set(LaneMatrix target, int i, int j, Vector256<double> re, Vector256<double> im)
    {
        (target.Re(i, j), target.Im(i, j)) = (re, i == j ? Vector256<double>.Zero : im);
        (target.Re(j, i), target.Im(j, i)) = (re, i == j ? Vector256<double>.Zero : -im);
    }
}
