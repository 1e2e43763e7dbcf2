using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IsacCluster.Numerics;

/// <summary>
/// Dense products with register blocking: two rows of the left factor against one vector of columns of the right one, so that
/// eight independent sums hide the latency of the fused multiply-add. Every element is summed in the order of its inner index, on any
/// hardware and in any block: results do not depend on the width of the machine's vectors.
/// </summary>
public static class MatrixProducts
{
    /// <summary>C = A B.</summary>
    /// <param name="upper">Compute only columns from each row's own vector on.</param>
    /// <param name="lowerLeft">A is lower triangular.</param>
    /// <param name="upperRight">B is upper triangular.</param>
    public static void Multiply(
        PlanarMatrix a, PlanarMatrix b, PlanarMatrix c, bool upper = false, bool lowerLeft = false, bool upperRight = false)
    {
        int rows = a.Rows, stride = b.Stride;
        ref double ar = ref MemoryMarshal.GetArrayDataReference(a.Re), ai = ref MemoryMarshal.GetArrayDataReference(a.Im);
        ref double br = ref MemoryMarshal.GetArrayDataReference(b.Re), bi = ref MemoryMarshal.GetArrayDataReference(b.Im);
        ref double cr = ref MemoryMarshal.GetArrayDataReference(c.Re), ci = ref MemoryMarshal.GetArrayDataReference(c.Im);
        // Columns outside: a vector of columns of B stays in the nearest cache while A streams by.
        for (int j = 0; j < stride; j += PlanarMatrix.Lanes)
        {
            int end = upper ? Math.Min(rows, j + PlanarMatrix.Lanes) : rows;
            int depth = upperRight ? Math.Min(b.Rows, j + PlanarMatrix.Lanes) : b.Rows;
            for (int i = 0; i < end; i += 2)
            {
                bool pair = i + 1 < rows;
                nuint first = (nuint)(i * a.Stride), second = pair ? first + (nuint)a.Stride : first;
                int inner = lowerLeft ? Math.Min(i + 2, depth) : depth;
                Vector256<double> rr0 = default, ii0 = default, ri0 = default, ir0 = default;
                Vector256<double> rr1 = default, ii1 = default, ri1 = default, ir1 = default;
                nuint at = (nuint)j;
                for (nuint k = 0; k < (nuint)inner; k++, at += (nuint)stride)
                {
                    Vector256<double> r = Vector256.LoadUnsafe(ref br, at), s = Vector256.LoadUnsafe(ref bi, at);
                    Vector256<double> p = Vector256.Create(Unsafe.Add(ref ar, first + k)),
                        q = Vector256.Create(Unsafe.Add(ref ai, first + k));
                    rr0 = Vector256.FusedMultiplyAdd(p, r, rr0);
                    ii0 = Vector256.FusedMultiplyAdd(q, s, ii0);
                    ri0 = Vector256.FusedMultiplyAdd(p, s, ri0);
                    ir0 = Vector256.FusedMultiplyAdd(q, r, ir0);
                    Vector256<double> t = Vector256.Create(Unsafe.Add(ref ar, second + k)),
                        u = Vector256.Create(Unsafe.Add(ref ai, second + k));
                    rr1 = Vector256.FusedMultiplyAdd(t, r, rr1);
                    ii1 = Vector256.FusedMultiplyAdd(u, s, ii1);
                    ri1 = Vector256.FusedMultiplyAdd(t, s, ri1);
                    ir1 = Vector256.FusedMultiplyAdd(u, r, ir1);
                }

                nuint target = (nuint)(i * c.Stride + j);
                (rr0 - ii0).StoreUnsafe(ref cr, target);
                (ri0 + ir0).StoreUnsafe(ref ci, target);
                if (!pair) continue;
                target += (nuint)c.Stride;
                (rr1 - ii1).StoreUnsafe(ref cr, target);
                (ri1 + ir1).StoreUnsafe(ref ci, target);
            }
        }
    }

    /// <summary>x^H A x of row <paramref name="row"/> of the vectors; A is Hermitian.</summary>
    public static double Quadratic(PlanarMatrix a, PlanarMatrix vectors, int row)
    {
        int n = a.Rows, stride = a.Stride;
        ref double ar = ref MemoryMarshal.GetArrayDataReference(a.Re), ai = ref MemoryMarshal.GetArrayDataReference(a.Im);
        ref double xr = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(vectors.Re), row * vectors.Stride);
        ref double xi = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(vectors.Im), row * vectors.Stride);
        Vector256<double> sum = default;
        for (int j = 0; j < stride; j += PlanarMatrix.Lanes)
        {
            // Columns j.. of x^H A, then times x: conj(x_i) = p - i q.
            Vector256<double> pr = default, qs = default, ps = default, qr = default;
            nuint at = (nuint)j;
            for (int i = 0; i < n; i++, at += (nuint)stride)
            {
                Vector256<double> p = Vector256.Create(Unsafe.Add(ref xr, i)), q = Vector256.Create(Unsafe.Add(ref xi, i));
                Vector256<double> r = Vector256.LoadUnsafe(ref ar, at), s = Vector256.LoadUnsafe(ref ai, at);
                pr = Vector256.FusedMultiplyAdd(p, r, pr);
                qs = Vector256.FusedMultiplyAdd(q, s, qs);
                ps = Vector256.FusedMultiplyAdd(p, s, ps);
                qr = Vector256.FusedMultiplyAdd(q, r, qr);
            }

            sum = Vector256.FusedMultiplyAdd(pr + qs, Vector256.LoadUnsafe(ref xr, (nuint)j), sum);
            sum = Vector256.FusedMultiplyAdd(qr - ps, Vector256.LoadUnsafe(ref xi, (nuint)j), sum);
        }

        return Vector256.Sum(sum);
    }

    /// <summary>
    /// target += Re(A o conj(B)), row i from its own vector on: the entrywise product of two Hermitian matrices' upper parts.
    /// </summary>
    public static void AddEntrywise(PlanarMatrix a, PlanarMatrix b, double[] target)
    {
        int stride = a.Stride;
        ref double ar = ref MemoryMarshal.GetArrayDataReference(a.Re), ai = ref MemoryMarshal.GetArrayDataReference(a.Im);
        ref double br = ref MemoryMarshal.GetArrayDataReference(b.Re), bi = ref MemoryMarshal.GetArrayDataReference(b.Im);
        ref double t0 = ref MemoryMarshal.GetArrayDataReference(target);
        for (int i = 0; i < a.Rows; i++)
        {
            nuint end = (nuint)((i + 1) * stride);
            for (nuint at = (nuint)(i * stride + i / PlanarMatrix.Lanes * PlanarMatrix.Lanes); at < end; at += PlanarMatrix.Lanes)
            {
                Vector256<double> sum = Vector256.LoadUnsafe(ref t0, at);
                sum = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref ar, at), Vector256.LoadUnsafe(ref br, at), sum);
                Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref ai, at), Vector256.LoadUnsafe(ref bi, at), sum).StoreUnsafe(ref t0, at);
            }
        }
    }
}
