using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace IsacCluster.Numerics;

/// <summary>
/// Factorisation, inverse and products of planar matrices. Every inner loop runs along rows: a Hermitian matrix is factored
/// as U^H U with U upper triangular, which is the Cholesky factorisation L L^H with L = U^H read by rows.
/// </summary>
public static class HermitianKernels
{
    /// <summary>
    /// U with A = U^H U in the upper triangle of <paramref name="factor"/> (its strict lower triangle is arbitrary).
    /// False if A is not numerically positive definite: a pivot is not above relativeFloor times its diagonal entry.
    /// </summary>
    public static bool Cholesky(PlanarMatrix a, PlanarMatrix factor, double relativeFloor = 0)
    {
        factor.CopyFrom(a);
        int n = a.Rows, stride = a.Stride;
        double[] re = factor.Re, im = factor.Im;
        for (int k = 0; k < n; k++)
        {
            int row = k * stride;
            double pivot = re[row + k];
            if (!(pivot > relativeFloor * a.Re[row + k]) || !(pivot > 0) || !double.IsFinite(pivot)) return false;
            double scale = 1 / Math.Sqrt(pivot);
            for (int j = k; j < n; j++)
            {
                re[row + j] *= scale;
                im[row + j] *= scale;
            }

            im[row + k] = 0;
            for (int i = k + 1; i < n; i++)
            {
                int start = i / PlanarMatrix.Lanes * PlanarMatrix.Lanes;
                PlanarKernels.AddScaled(
                    -re[row + i], im[row + i], re, im, row + start, re, im, i * stride + start, stride - start);
            }
        }

        return true;
    }

    /// <summary>L^-1 (lower triangular, zero above) from the factor of <see cref="Cholesky"/>.</summary>
    public static void InvertFactor(PlanarMatrix factor, PlanarMatrix inverse)
    {
        int n = factor.Rows, stride = factor.Stride;
        inverse.Clear();
        for (int i = 0; i < n; i++)
        {
            int row = i * stride;
            inverse.Re[row + i] = 1;
            for (int k = 0; k < i; k++)
            {
                PlanarKernels.AddScaled(
                    -factor.Re[k * stride + i], factor.Im[k * stride + i], inverse.Re, inverse.Im, k * stride,
                    inverse.Re, inverse.Im, row, PlanarMatrix.Padded(k + 1));
            }

            double scale = 1 / factor.Re[row + i];
            for (int j = 0; j <= i; j++)
            {
                inverse.Re[row + j] *= scale;
                inverse.Im[row + j] *= scale;
            }
        }
    }

    /// <summary>A^-1 = L^-H L^-1 from L^-1.</summary>
    public static void InverseFromFactor(PlanarMatrix inverseFactor, PlanarMatrix inverse)
    {
        int n = inverseFactor.Rows, stride = inverseFactor.Stride;
        double[] re = inverseFactor.Re, im = inverseFactor.Im;
        inverse.Clear();
        for (int k = 0; k < n; k++)
        {
            int row = k * stride, count = PlanarMatrix.Padded(k + 1);
            for (int i = 0; i <= k; i++)
                PlanarKernels.AddScaled(re[row + i], -im[row + i], re, im, row, inverse.Re, inverse.Im, i * stride, count);
        }
    }

    /// <summary>A^-1 where buffers are not kept; false if A is not numerically positive definite.</summary>
    public static bool TryInvert(PlanarMatrix a, PlanarMatrix inverse, double relativeFloor = 0)
    {
        PlanarMatrix factor = new(a.Rows, a.Rows), inverseFactor = new(a.Rows, a.Rows);
        if (!Cholesky(a, factor, relativeFloor)) return false;
        InvertFactor(factor, inverseFactor);
        InverseFromFactor(inverseFactor, inverse);
        return true;
    }

    /// <summary>result = A^H.</summary>
    public static void Adjoint(PlanarMatrix a, PlanarMatrix result)
    {
        ref double ar = ref MemoryMarshal.GetArrayDataReference(a.Re), ai = ref MemoryMarshal.GetArrayDataReference(a.Im);
        ref double tr = ref MemoryMarshal.GetArrayDataReference(result.Re), ti = ref MemoryMarshal.GetArrayDataReference(result.Im);
        for (int i = 0; i < a.Rows; i++)
        {
            nint from = i * a.Stride, to = i;
            for (int j = 0; j < a.Columns; j++, from++, to += result.Stride)
            {
                Unsafe.Add(ref tr, to) = Unsafe.Add(ref ar, from);
                Unsafe.Add(ref ti, to) = -Unsafe.Add(ref ai, from);
            }
        }
    }

    /// <summary>result = conj(A).</summary>
    public static void Conjugate(PlanarMatrix a, PlanarMatrix result)
    {
        for (int i = 0; i < a.Re.Length; i++) (result.Re[i], result.Im[i]) = (a.Re[i], -a.Im[i]);
    }

    /// <summary>target += factor (A + A^H) / 2.</summary>
    public static void AddHermitianPart(double factor, PlanarMatrix a, PlanarMatrix target)
    {
        int n = a.Rows, stride = a.Stride;
        double half = factor / 2;
        ref double ar = ref MemoryMarshal.GetArrayDataReference(a.Re), ai = ref MemoryMarshal.GetArrayDataReference(a.Im);
        ref double tr = ref MemoryMarshal.GetArrayDataReference(target.Re), ti = ref MemoryMarshal.GetArrayDataReference(target.Im);
        for (int i = 0; i < n; i++)
        {
            nint lower = i * stride, upper = i;
            for (int j = 0; j < i; j++, lower++, upper += stride)
            {
                double re = half * (Unsafe.Add(ref ar, lower) + Unsafe.Add(ref ar, upper));
                double im = half * (Unsafe.Add(ref ai, lower) - Unsafe.Add(ref ai, upper));
                Unsafe.Add(ref tr, lower) += re;
                Unsafe.Add(ref ti, lower) += im;
                Unsafe.Add(ref tr, upper) += re;
                Unsafe.Add(ref ti, upper) -= im;
            }

            Unsafe.Add(ref tr, lower) += factor * Unsafe.Add(ref ar, lower);
        }
    }

    /// <summary>target += factor x x^H with x row <paramref name="row"/> of the vectors.</summary>
    public static void AddOuter(double factor, PlanarMatrix vectors, int row, PlanarMatrix target)
    {
        int x = row * vectors.Stride;
        for (int i = 0; i < target.Rows; i++)
        {
            PlanarKernels.AddScaledConjugate(
                factor * vectors.Re[x + i], factor * vectors.Im[x + i], vectors.Re, vectors.Im, x,
                target.Re, target.Im, i * target.Stride, target.Stride);
        }
    }

    /// <summary>Row a of the result is A h_a, for every row h_a of <paramref name="vectors"/>; A is Hermitian.</summary>
    public static void Apply(PlanarMatrix a, PlanarMatrix vectors, PlanarMatrix result)
    {
        result.Clear();
        for (int l = 0; l < vectors.Rows; l++) ApplyRow(a, vectors, l, result, l);
    }

    /// <summary>Row <paramref name="to"/> of the result += A x with x row <paramref name="from"/> of the vectors; A is Hermitian.</summary>
    public static void ApplyRow(PlanarMatrix a, PlanarMatrix vectors, int from, PlanarMatrix result, int to)
    {
        int x = from * vectors.Stride;
        for (int j = 0; j < a.Rows; j++)
        {
            PlanarKernels.AddScaledConjugate(
                vectors.Re[x + j], vectors.Im[x + j], a.Re, a.Im, j * a.Stride, result.Re, result.Im, to * result.Stride, a.Stride);
        }
    }
}
