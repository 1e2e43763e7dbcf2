using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static IsacCluster.Numerics.Lanes.LaneArithmetic;

namespace IsacCluster.Numerics.Lanes;

/// <summary>The coordinates of <see cref="HermitianLink"/> in lanes.</summary>
public static class LaneLink
{
    private static readonly double Half = Math.Sqrt(0.5);

    /// <summary>target[i] += weight Tr(E_i A).</summary>
    public static void Add(LaneMatrix a, Vector256<double> weight, ref Vector256<double> target)
    {
        int n = a.Rows, next = n;
        Vector256<double> root = 2 * Half * weight;
        for (int p = 0; p < n; p++)
        {
            Unsafe.Add(ref target, p) += weight * a.Re(p, p);
            for (int q = p + 1; q < n; q++, next += 2)
            {
                Unsafe.Add(ref target, next) += root * a.Re(p, q);
                Unsafe.Add(ref target, next + 1) += root * a.Im(p, q);
            }
        }
    }

    /// <summary>A = sum_i c_i E_i.</summary>
    public static void ToMatrix(ref Vector256<double> coordinates, LaneMatrix a)
    {
        int n = a.Rows, next = n;
        for (int p = 0; p < n; p++)
        {
            (a.Re(p, p), a.Im(p, p)) = (Unsafe.Add(ref coordinates, p), Vector256<double>.Zero);
            for (int q = p + 1; q < n; q++, next += 2)
            {
                Vector256<double> re = Half * Unsafe.Add(ref coordinates, next), im = Half * Unsafe.Add(ref coordinates, next + 1);
                (a.Re(p, q), a.Im(p, q)) = (re, im);
                (a.Re(q, p), a.Im(q, p)) = (re, -im);
            }
        }
    }

    /// <summary>target[i][k] = Re(x_k^H E_i z_k) for every column k of x and z (L x count).</summary>
    public static void Forms(LaneMatrix x, LaneMatrix z, LaneArray target)
    {
        int n = x.Rows, count = x.Columns, next = n;
        Vector256<double> half = Vector256.Create(Half);
        for (int p = 0; p < n; p++)
        {
            ref Vector256<double> xp = ref x.Re(p, 0), zp = ref z.Re(p, 0), diagonal = ref target[p * count];
            for (int k = 0; k < count; k++)
            {
                nuint at = Bytes(2 * k);
                At(ref diagonal, Bytes(k)) = LaneArithmetic.Add(At(ref xp, at, 1), At(ref zp, at, 1), At(ref xp, at) * At(ref zp, at));
            }

            for (int q = p + 1; q < n; q++, next += 2)
            {
                ref Vector256<double> xq = ref x.Re(q, 0), zq = ref z.Re(q, 0), first = ref target[next * count],
                    second = ref target[(next + 1) * count];
                for (int k = 0; k < count; k++)
                {
                    nuint at = Bytes(2 * k);
                    Vector256<double> xpr = At(ref xp, at), xpi = At(ref xp, at, 1), xqr = At(ref xq, at), xqi = At(ref xq, at, 1);
                    Vector256<double> zpr = At(ref zp, at), zpi = At(ref zp, at, 1), zqr = At(ref zq, at), zqi = At(ref zq, at, 1);
                    Vector256<double> even = LaneArithmetic.Add(xpi, zqi, xpr * zqr), odd = Subtract(xpi, zqr, xpr * zqi);
                    even = LaneArithmetic.Add(xqi, zpi, LaneArithmetic.Add(xqr, zpr, even));
                    odd = LaneArithmetic.Add(xqi, zpr, Subtract(xqr, zpi, odd));
                    At(ref first, Bytes(k)) = half * even;
                    At(ref second, Bytes(k)) = -half * odd;
                }
            }
        }
    }

    /// <summary>
    /// matrix[j, i] += Re Tr(E_i P E_j W), j >= i, for Hermitian P and W: the transpose of what
    /// <see cref="HermitianLink.AddProducts"/> does.
    /// </summary>
    /// <param name="matrix">Entry (0, 0) of the block.</param>
    /// <param name="stride">Distance of two rows.</param>
    public static void AddProducts(LaneMatrix p, LaneMatrix w, ref Vector256<double> matrix, int stride)
    {
        int n = p.Rows, pair = n;
        for (int r = 0; r < n; r++)
        {
            AddDiagonal(p, w, r, ref matrix, stride);
            for (int c = r + 1; c < n; c++, pair += 2) AddPair(p, w, r, c, ref matrix, stride, pair);
        }
    }

    private static void AddDiagonal(LaneMatrix p, LaneMatrix w, int r, ref Vector256<double> matrix, int stride)
    {
        int n = p.Rows, next = n;
        for (int a = r; a < n; a++) Unsafe.Add(ref matrix, a * stride + r) += Product(p, r, a, w, a, r).Re;
        for (int a = 0; a < n; a++)
        {
            for (int b = a + 1; b < n; b++, next += 2)
            {
                var (x, y) = (Product(p, r, a, w, b, r), Product(p, r, b, w, a, r));
                Unsafe.Add(ref matrix, next * stride + r) += Half * (x.Re + y.Re);
                Unsafe.Add(ref matrix, (next + 1) * stride + r) -= Half * (x.Im - y.Im);
            }
        }
    }

    /// <summary>The two columns of the pair (r, c), from its own rows on.</summary>
    private static void AddPair(LaneMatrix p, LaneMatrix w, int r, int c, ref Vector256<double> matrix, int stride, int pair)
    {
        int n = p.Rows, row = pair;
        for (int a = r; a < n; a++)
        {
            for (int b = a == r ? c : a + 1; b < n; b++, row += 2)
            {
                var (x, y) = (Product(p, c, a, w, b, r), Product(p, c, b, w, a, r));
                var (u, v) = (Product(p, r, a, w, b, c), Product(p, r, b, w, a, c));
                ref Vector256<double> even = ref Unsafe.Add(ref matrix, row * stride + pair), odd = ref Unsafe.Add(ref even, stride);
                even += 0.5 * (x.Re + y.Re + u.Re + v.Re);
                odd -= 0.5 * (x.Im - y.Im + u.Im - v.Im);
                Unsafe.Add(ref even, 1) -= 0.5 * (x.Im + y.Im - u.Im - v.Im);
                Unsafe.Add(ref odd, 1) -= 0.5 * (x.Re - y.Re - u.Re + v.Re);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> Re, Vector256<double> Im) Product(
        LaneMatrix p, int row, int column, LaneMatrix w, int otherRow, int otherColumn)
    {
        Vector256<double> xr = p.Re(row, column), xi = p.Im(row, column);
        Vector256<double> yr = w.Re(otherRow, otherColumn), yi = w.Im(otherRow, otherColumn);
        return (Subtract(xi, yi, xr * yr), LaneArithmetic.Add(xi, yr, xr * yi));
    }
}
