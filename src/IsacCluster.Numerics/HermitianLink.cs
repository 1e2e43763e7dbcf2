using System.Runtime.CompilerServices;

namespace IsacCluster.Numerics;

/// <summary>
/// Real coordinates of an L x L Hermitian matrix A, Tr(E_i A) in the orthonormal basis E of the diagonals E_aa, then for each pair a &lt; b
/// (E_ab + E_ba) / 2^1/2 and i (E_ab - E_ba) / 2^1/2: A_aa, 2^1/2 Re A_ab, 2^1/2 Im A_ab.
/// </summary>
public static class HermitianLink
{
    private static readonly double Half = Math.Sqrt(0.5);

    public static int Count(int order) => order * order;

    /// <summary>target[at..] += weight Tr(E_i A).</summary>
    public static void Add(PlanarMatrix a, double weight, double[] target, int at)
    {
        int n = a.Rows, stride = a.Stride, next = at + n;
        double root = 2 * Half * weight;
        for (int p = 0; p < n; p++)
        {
            target[at + p] += weight * a.Re[p * (stride + 1)];
            for (int q = p + 1; q < n; q++, next += 2)
            {
                target[next] += root * a.Re[p * stride + q];
                target[next + 1] += root * a.Im[p * stride + q];
            }
        }
    }

    /// <summary>A = sum_i c_i E_i.</summary>
    public static void ToMatrix(double[] coordinates, int at, PlanarMatrix a)
    {
        int n = a.Rows, stride = a.Stride, next = at + n;
        for (int p = 0; p < n; p++)
        {
            (a.Re[p * (stride + 1)], a.Im[p * (stride + 1)]) = (coordinates[at + p], 0);
            for (int q = p + 1; q < n; q++, next += 2)
            {
                double re = Half * coordinates[next], im = Half * coordinates[next + 1];
                (a.Re[p * stride + q], a.Im[p * stride + q]) = (re, im);
                (a.Re[q * stride + p], a.Im[q * stride + p]) = (re, -im);
            }
        }
    }

    /// <summary>
    /// target[i][k] += weight Re(x_k^H E_i z_k) for every column k of x and z (L x count); row i of the target at first + i rows.
    /// </summary>
    public static void AddForms(PlanarMatrix x, PlanarMatrix z, double weight, double[] target, int first, int targetStride, int count)
    {
        int n = x.Rows, next = first + n;
        double half = weight * Half;
        for (int p = 0; p < n; p++)
        {
            ReadOnlySpan<double> xpr = x.Re.AsSpan(p * x.Stride, count), xpi = x.Im.AsSpan(p * x.Stride, count);
            ReadOnlySpan<double> zpr = z.Re.AsSpan(p * z.Stride, count), zpi = z.Im.AsSpan(p * z.Stride, count);
            Span<double> diagonal = target.AsSpan((first + p) * targetStride, count);
            for (int k = 0; k < count; k++) diagonal[k] += weight * (xpr[k] * zpr[k] + xpi[k] * zpi[k]);
            for (int q = p + 1; q < n; q++, next += 2)
            {
                ReadOnlySpan<double> xqr = x.Re.AsSpan(q * x.Stride, count), xqi = x.Im.AsSpan(q * x.Stride, count);
                ReadOnlySpan<double> zqr = z.Re.AsSpan(q * z.Stride, count), zqi = z.Im.AsSpan(q * z.Stride, count);
                Span<double> even = target.AsSpan(next * targetStride, count), odd = target.AsSpan((next + 1) * targetStride, count);
                for (int k = 0; k < count; k++)
                {
                    even[k] += half * (xpr[k] * zqr[k] + xpi[k] * zqi[k] + xqr[k] * zpr[k] + xqi[k] * zpi[k]);
                    odd[k] -= half * (xpr[k] * zqi[k] - xpi[k] * zqr[k] - xqr[k] * zpi[k] + xqi[k] * zpr[k]);
                }
            }
        }
    }

    /// <summary>
    /// matrix[at + i, at + j] += Re Tr(E_i P E_j W), j >= i, for Hermitian P and W, from Tr(e_r e_c^T P e_a e_b^T W) = P_ca W_br.
    /// </summary>
    public static void AddProducts(PlanarMatrix p, PlanarMatrix w, double[] matrix, int stride, int at)
    {
        int n = p.Rows, pair = at + n;
        for (int r = 0; r < n; r++)
        {
            AddDiagonalRow(p, w, r, matrix, (at + r) * stride + at);
            for (int c = r + 1; c < n; c++, pair += 2) AddPairRows(p, w, r, c, matrix, pair * stride, stride, pair);
        }
    }

    private static void AddDiagonalRow(PlanarMatrix p, PlanarMatrix w, int r, double[] matrix, int row)
    {
        int n = p.Rows, next = row + n;
        for (int a = r; a < n; a++) matrix[row + a] += Product(p, r, a, w, a, r).Re;
        for (int a = 0; a < n; a++)
        {
            for (int b = a + 1; b < n; b++, next += 2)
            {
                var (x, y) = (Product(p, r, a, w, b, r), Product(p, r, b, w, a, r));
                matrix[next] += Half * (x.Re + y.Re);
                matrix[next + 1] -= Half * (x.Im - y.Im);
            }
        }
    }

    /// <summary>The two rows of the pair (r, c), from its own columns on.</summary>
    private static void AddPairRows(PlanarMatrix p, PlanarMatrix w, int r, int c, double[] matrix, int row, int stride, int column)
    {
        int n = p.Rows, even = row + column, odd = even + stride;
        for (int a = r; a < n; a++)
        {
            for (int b = a == r ? c : a + 1; b < n; b++, even += 2, odd += 2)
            {
                var (x, y) = (Product(p, c, a, w, b, r), Product(p, c, b, w, a, r));
                var (u, v) = (Product(p, r, a, w, b, c), Product(p, r, b, w, a, c));
                matrix[even] += 0.5 * (x.Re + y.Re + u.Re + v.Re);
                matrix[even + 1] -= 0.5 * (x.Im - y.Im + u.Im - v.Im);
                matrix[odd] -= 0.5 * (x.Im + y.Im - u.Im - v.Im);
                matrix[odd + 1] -= 0.5 * (x.Re - y.Re - u.Re + v.Re);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Re, double Im) Product(PlanarMatrix p, int row, int column, PlanarMatrix w, int otherRow, int otherColumn)
    {
        int x = row * p.Stride + column, y = otherRow * w.Stride + otherColumn;
        return (p.Re[x] * w.Re[y] - p.Im[x] * w.Im[y], p.Re[x] * w.Im[y] + p.Im[x] * w.Re[y]);
    }
}
