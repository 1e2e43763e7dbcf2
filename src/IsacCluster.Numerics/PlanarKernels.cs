using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace IsacCluster.Numerics;

/// <summary>
/// Vector operations on planar complex rows. Counts are multiples of <see cref="PlanarMatrix.Lanes"/>; offsets need no alignment.
/// </summary>
public static class PlanarKernels
{
    /// <summary>y += a x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaled(
        double ar, double ai, double[] xr, double[] xi, int x, double[] yr, double[] yi, int y, int count)
    {
        Vector256<double> vr = Vector256.Create(ar), vi = Vector256.Create(ai);
        ref double xr0 = ref MemoryMarshal.GetArrayDataReference(xr), xi0 = ref MemoryMarshal.GetArrayDataReference(xi);
        ref double yr0 = ref MemoryMarshal.GetArrayDataReference(yr), yi0 = ref MemoryMarshal.GetArrayDataReference(yi);
        for (int j = 0; j < count; j += PlanarMatrix.Lanes)
        {
            nuint source = (nuint)(x + j), target = (nuint)(y + j);
            Vector256<double> p = Vector256.LoadUnsafe(ref xr0, source), q = Vector256.LoadUnsafe(ref xi0, source);
            Vector256<double> r = Vector256.LoadUnsafe(ref yr0, target), s = Vector256.LoadUnsafe(ref yi0, target);
            r = Vector256.FusedMultiplyAdd(vr, p, r);
            s = Vector256.FusedMultiplyAdd(vr, q, s);
            Vector256.FusedMultiplyAdd(-vi, q, r).StoreUnsafe(ref yr0, target);
            Vector256.FusedMultiplyAdd(vi, p, s).StoreUnsafe(ref yi0, target);
        }
    }

    /// <summary>y += a conj(x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddScaledConjugate(
        double ar, double ai, double[] xr, double[] xi, int x, double[] yr, double[] yi, int y, int count)
    {
        Vector256<double> vr = Vector256.Create(ar), vi = Vector256.Create(ai);
        ref double xr0 = ref MemoryMarshal.GetArrayDataReference(xr), xi0 = ref MemoryMarshal.GetArrayDataReference(xi);
        ref double yr0 = ref MemoryMarshal.GetArrayDataReference(yr), yi0 = ref MemoryMarshal.GetArrayDataReference(yi);
        for (int j = 0; j < count; j += PlanarMatrix.Lanes)
        {
            nuint source = (nuint)(x + j), target = (nuint)(y + j);
            Vector256<double> p = Vector256.LoadUnsafe(ref xr0, source), q = Vector256.LoadUnsafe(ref xi0, source);
            Vector256<double> r = Vector256.LoadUnsafe(ref yr0, target), s = Vector256.LoadUnsafe(ref yi0, target);
            r = Vector256.FusedMultiplyAdd(vr, p, r);
            s = Vector256.FusedMultiplyAdd(-vr, q, s);
            Vector256.FusedMultiplyAdd(vi, q, r).StoreUnsafe(ref yr0, target);
            Vector256.FusedMultiplyAdd(vi, p, s).StoreUnsafe(ref yi0, target);
        }
    }

    /// <summary>Row <paramref name="to"/> of y += a times row <paramref name="from"/> of x; not for inner loops.</summary>
    public static void AddScaled(Complex a, PlanarMatrix x, int from, PlanarMatrix y, int to) =>
        AddScaled(a.Real, a.Imaginary, x.Re, x.Im, from * x.Stride, y.Re, y.Im, to * y.Stride, x.Stride);

    /// <summary>The conjugate of row i of x times row j of y.</summary>
    public static Complex DotConjugate(PlanarMatrix x, int i, PlanarMatrix y, int j) =>
        DotConjugate(x.Re, x.Im, i * x.Stride, y.Re, y.Im, j * y.Stride, x.Stride);

    /// <summary>The squared norm of a row.</summary>
    public static double SquaredNorm(PlanarMatrix x, int row) =>
        Dot(x.Re, row * x.Stride, x.Re, row * x.Stride, x.Stride) + Dot(x.Im, row * x.Stride, x.Im, row * x.Stride, x.Stride);

    /// <summary>sum_j conj(x_j) y_j.</summary>
    public static Complex DotConjugate(double[] xr, double[] xi, int x, double[] yr, double[] yi, int y, int count)
    {
        Vector256<double> re = default, im = default;
        ref double xr0 = ref MemoryMarshal.GetArrayDataReference(xr), xi0 = ref MemoryMarshal.GetArrayDataReference(xi);
        ref double yr0 = ref MemoryMarshal.GetArrayDataReference(yr), yi0 = ref MemoryMarshal.GetArrayDataReference(yi);
        for (int j = 0; j < count; j += PlanarMatrix.Lanes)
        {
            nuint first = (nuint)(x + j), second = (nuint)(y + j);
            Vector256<double> p = Vector256.LoadUnsafe(ref xr0, first), q = Vector256.LoadUnsafe(ref xi0, first);
            Vector256<double> r = Vector256.LoadUnsafe(ref yr0, second), s = Vector256.LoadUnsafe(ref yi0, second);
            re = Vector256.FusedMultiplyAdd(q, s, Vector256.FusedMultiplyAdd(p, r, re));
            im = Vector256.FusedMultiplyAdd(-q, r, Vector256.FusedMultiplyAdd(p, s, im));
        }

        return new Complex(Vector256.Sum(re), Vector256.Sum(im));
    }

    /// <summary>products_a += Re sum_m conj(X_ma) Y_ma for every column a.</summary>
    public static void AddColumnProducts(PlanarMatrix x, PlanarMatrix y, double[] products)
    {
        int stride = x.Stride;
        ref double xr0 = ref MemoryMarshal.GetArrayDataReference(x.Re), xi0 = ref MemoryMarshal.GetArrayDataReference(x.Im);
        ref double yr0 = ref MemoryMarshal.GetArrayDataReference(y.Re), yi0 = ref MemoryMarshal.GetArrayDataReference(y.Im);
        ref double p0 = ref MemoryMarshal.GetArrayDataReference(products);
        for (int j = 0; j < stride; j += PlanarMatrix.Lanes)
        {
            Vector256<double> sum = Vector256.LoadUnsafe(ref p0, (nuint)j);
            nuint at = (nuint)j;
            for (int m = 0; m < x.Rows; m++, at += (nuint)stride)
            {
                sum = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref xr0, at), Vector256.LoadUnsafe(ref yr0, at), sum);
                sum = Vector256.FusedMultiplyAdd(Vector256.LoadUnsafe(ref xi0, at), Vector256.LoadUnsafe(ref yi0, at), sum);
            }

            sum.StoreUnsafe(ref p0, (nuint)j);
        }
    }

    /// <summary>y += a x for whole real arrays of padded length.</summary>
    public static void AddReal(double a, double[] x, double[] y) => AddReal(a, x, 0, y, 0, x.Length);

    /// <summary>y += a x for a range of real arrays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void AddReal(double a, double[] x, int xOffset, double[] y, int yOffset, int count)
    {
        Vector256<double> va = Vector256.Create(a);
        ref double x0 = ref MemoryMarshal.GetArrayDataReference(x), y0 = ref MemoryMarshal.GetArrayDataReference(y);
        for (int j = 0; j < count; j += PlanarMatrix.Lanes)
        {
            nuint target = (nuint)(yOffset + j);
            Vector256.FusedMultiplyAdd(va, Vector256.LoadUnsafe(ref x0, (nuint)(xOffset + j)), Vector256.LoadUnsafe(ref y0, target))
                .StoreUnsafe(ref y0, target);
        }
    }

    /// <summary>x^T y for whole real arrays of padded length.</summary>
    public static double Dot(double[] x, double[] y) => Dot(x, 0, y, 0, x.Length);

    /// <summary>x^T y for a range of real arrays.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Dot(double[] x, int xOffset, double[] y, int yOffset, int count)
    {
        Vector256<double> sum = default;
        ref double x0 = ref MemoryMarshal.GetArrayDataReference(x), y0 = ref MemoryMarshal.GetArrayDataReference(y);
        for (int j = 0; j < count; j += PlanarMatrix.Lanes)
        {
            sum = Vector256.FusedMultiplyAdd(
                Vector256.LoadUnsafe(ref x0, (nuint)(xOffset + j)), Vector256.LoadUnsafe(ref y0, (nuint)(yOffset + j)), sum);
        }

        return Vector256.Sum(sum);
    }
}
