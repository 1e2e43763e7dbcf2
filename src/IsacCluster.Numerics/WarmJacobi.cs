using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IsacCluster.Numerics;

/// <summary>
/// Eigenvalues of A = Y Y^H by Jacobi's cyclic rotations, for a sequence of Y that change little: each begins with the eigenvectors of the
/// one before, after which one or two sweeps suffice. No allocation after construction. Not thread-safe.
/// </summary>
/// <param name="order">L, the rows of Y.</param>
/// <param name="columns">M, the columns of Y.</param>
public sealed class WarmJacobi(int order, int columns)
{
    private const int MostSweeps = 40;

    /// <summary>Largest cosine of two rows that count as orthogonal; what is left of A is its square.</summary>
    private const double OrthogonalCosine = 1e-10;

    private readonly PlanarMatrix _gram = new(order, order);

    /// <summary>P = V^H, L x L: row k is the conjugate of the k-th eigenvector.</summary>
    public PlanarMatrix Rows { get; } = new(order, order);

    /// <summary>Z = V^H Y, L x M, with orthogonal rows.</summary>
    public PlanarMatrix Images { get; } = new(order, columns);

    /// <summary>The eigenvalues |z_k|^2 of A, in no order.</summary>
    public double[] Values { get; } = new double[order];

    /// <summary>Forgets what was before.</summary>
    public void Reset() => Rows.SetIdentity(1);

    /// <summary>Decomposes Y Y^H; false if Y is not finite.</summary>
    public bool Decompose(PlanarMatrix y)
    {
        MatrixProducts.Multiply(Rows, y, Images);
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                System.Numerics.Complex inner = PlanarKernels.DotConjugate(Images, j, Images, i);
                int lower = i * _gram.Stride + j, upper = j * _gram.Stride + i;
                (_gram.Re[lower], _gram.Im[lower]) = (inner.Real, inner.Imaginary);
                (_gram.Re[upper], _gram.Im[upper]) = (inner.Real, -inner.Imaginary);
            }
        }

        for (int sweep = 0; sweep < MostSweeps && Sweep(); sweep++) { }
        bool finite = true;
        for (int k = 0; k < order; k++)
        {
            Values[k] = Math.Max(0, _gram.Re[k * (_gram.Stride + 1)]);
            finite &= double.IsFinite(_gram.Re[k * (_gram.Stride + 1)]);
        }

        return finite;
    }

    private bool Sweep()
    {
        bool rotated = false;
        double[] re = _gram.Re, im = _gram.Im;
        int stride = _gram.Stride;
        for (int p = 0; p < order; p++)
        {
            for (int q = p + 1; q < order; q++)
            {
                double x = re[p * stride + q], y = im[p * stride + q], squared = x * x + y * y;
                double a = re[p * stride + p], b = re[q * stride + q];
                if (!(squared > OrthogonalCosine * OrthogonalCosine * Math.Abs(a * b)) || !(squared > 1e-300)) continue;
                rotated = true;
                double size = Math.Sqrt(squared), cotangent = (b - a) / (2 * size);
                double t = (cotangent < 0 ? -1 : 1) / (Math.Abs(cotangent) + Math.Sqrt(1 + cotangent * cotangent));
                double c = 1 / Math.Sqrt(1 + t * t), s = t * c / size;
                Rotate(_gram, p, q, c, s * x, s * y);
                Rotate(Rows, p, q, c, s * x, s * y);
                Rotate(Images, p, q, c, s * x, s * y);
                Mirror(p, q, a - t * size, b + t * size);
            }
        }

        return rotated;
    }

    /// <summary>Columns p and q of A from its rows, and the block of both.</summary>
    private void Mirror(int p, int q, double a, double b)
    {
        double[] re = _gram.Re, im = _gram.Im;
        int stride = _gram.Stride;
        for (int j = 0; j < order; j++)
        {
            (re[j * stride + p], im[j * stride + p]) = (re[p * stride + j], -im[p * stride + j]);
            (re[j * stride + q], im[j * stride + q]) = (re[q * stride + j], -im[q * stride + j]);
        }

        (re[p * stride + p], im[p * stride + p]) = (a, 0);
        (re[q * stride + q], im[q * stride + q]) = (b, 0);
        (re[p * stride + q], im[p * stride + q], re[q * stride + p], im[q * stride + p]) = (0, 0, 0, 0);
    }

    /// <summary>(x_p, x_q) := (c x_p - s x_q, conj(s) x_p + c x_q) for two rows.</summary>
    private static void Rotate(PlanarMatrix matrix, int p, int q, double c, double sRe, double sIm)
    {
        ref double re = ref MemoryMarshal.GetArrayDataReference(matrix.Re), im = ref MemoryMarshal.GetArrayDataReference(matrix.Im);
        Vector256<double> cosine = Vector256.Create(c), u = Vector256.Create(sRe), v = Vector256.Create(sIm);
        nuint first = (nuint)(p * matrix.Stride), second = (nuint)(q * matrix.Stride);
        for (int j = 0; j < matrix.Stride; j += PlanarMatrix.Lanes, first += PlanarMatrix.Lanes, second += PlanarMatrix.Lanes)
        {
            Vector256<double> a = Vector256.LoadUnsafe(ref re, first), b = Vector256.LoadUnsafe(ref im, first);
            Vector256<double> d = Vector256.LoadUnsafe(ref re, second), e = Vector256.LoadUnsafe(ref im, second);
            Vector256.FusedMultiplyAdd(v, e, Vector256.FusedMultiplyAdd(-u, d, cosine * a)).StoreUnsafe(ref re, first);
            Vector256.FusedMultiplyAdd(-v, d, Vector256.FusedMultiplyAdd(-u, e, cosine * b)).StoreUnsafe(ref im, first);
            Vector256.FusedMultiplyAdd(v, b, Vector256.FusedMultiplyAdd(u, a, cosine * d)).StoreUnsafe(ref re, second);
            Vector256.FusedMultiplyAdd(-v, a, Vector256.FusedMultiplyAdd(u, b, cosine * e)).StoreUnsafe(ref im, second);
        }
    }
}
