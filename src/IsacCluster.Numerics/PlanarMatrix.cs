using System.Numerics;

namespace IsacCluster.Numerics;

/// <summary>
/// A dense complex matrix in two planes (real and imaginary), row-major, each row padded with zeros to a multiple of
/// <see cref="Lanes"/> so that kernels run over whole vectors without a tail. Kernels keep the padding zero.
/// </summary>
public sealed class PlanarMatrix
{
    /// <summary>Doubles in one 256-bit vector.</summary>
    public const int Lanes = 4;

    public PlanarMatrix(int rows, int columns)
    {
        (Rows, Columns, Stride) = (rows, columns, Padded(columns));
        (Re, Im) = (new double[rows * Stride], new double[rows * Stride]);
    }

    /// <summary>factor A^T, without conjugation: row j is column j of A.</summary>
    public static PlanarMatrix Transposed(ComplexMatrix a, double factor)
    {
        var result = new PlanarMatrix(a.Columns, a.Rows);
        for (int j = 0; j < a.Columns; j++)
        {
            for (int m = 0; m < a.Rows; m++) result[j, m] = factor * a[m, j];
        }

        return result;
    }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>Distance of two rows in <see cref="Re"/> and <see cref="Im"/>.</summary>
    public int Stride { get; }

    public double[] Re { get; }

    public double[] Im { get; }

    public Complex this[int row, int column]
    {
        get => new(Re[row * Stride + column], Im[row * Stride + column]);
        set => (Re[row * Stride + column], Im[row * Stride + column]) = (value.Real, value.Imaginary);
    }

    public static int Padded(int count) => (count + Lanes - 1) / Lanes * Lanes;

    public void Clear()
    {
        Array.Clear(Re);
        Array.Clear(Im);
    }

    public void CopyFrom(PlanarMatrix other)
    {
        Array.Copy(other.Re, Re, Re.Length);
        Array.Copy(other.Im, Im, Im.Length);
    }

    /// <summary>Sets a multiple of the identity.</summary>
    public void SetIdentity(double factor)
    {
        Clear();
        for (int i = 0; i < Rows; i++) Re[i * Stride + i] = factor;
    }

    /// <summary>this += factor * other.</summary>
    public void Add(double factor, PlanarMatrix other)
    {
        PlanarKernels.AddReal(factor, other.Re, Re);
        PlanarKernels.AddReal(factor, other.Im, Im);
    }

    /// <summary>Re Tr(A^H B), which for Hermitian matrices is Tr(A B).</summary>
    public static double Inner(PlanarMatrix a, PlanarMatrix b) =>
        PlanarKernels.Dot(a.Re, b.Re) + PlanarKernels.Dot(a.Im, b.Im);

    public ComplexMatrix ToComplex(double factor = 1)
    {
        var result = new ComplexMatrix(Rows, Columns);
        for (int i = 0; i < Rows; i++)
        {
            for (int j = 0; j < Columns; j++) result[i, j] = factor * this[i, j];
        }

        return result;
    }
}
