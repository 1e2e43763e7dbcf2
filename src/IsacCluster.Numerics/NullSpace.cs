using System.Numerics;

namespace IsacCluster.Numerics;

/// <summary>Orthonormal bases of what a few vectors leave over.</summary>
public static class NullSpace
{
    /// <summary>
    /// V (M x (M-L), orthonormal columns) with h_l^H V = 0 for the L independent rows h_l: the last columns of the unitary factor of
    /// Householder's QR of [h_1 .. h_L]. Null for L = M.
    /// </summary>
    public static PlanarMatrix? Of(PlanarMatrix rows)
    {
        int users = rows.Rows, antennas = rows.Columns;
        if (users >= antennas) return null;
        PlanarMatrix work = new(antennas, users), basis = new(antennas, antennas - users);
        for (int l = 0; l < users; l++)
        {
            for (int m = 0; m < antennas; m++) work[m, l] = rows[l, m];
        }

        var reflectors = new Complex[users][];
        for (int k = 0; k < users; k++)
        {
            reflectors[k] = Reflector(work, k, antennas);
            for (int l = k; l < users; l++) Reflect(reflectors[k], k, work, l);
        }

        for (int c = 0; c < antennas - users; c++)
        {
            basis[users + c, c] = Complex.One;
            for (int k = users - 1; k >= 0; k--) Reflect(reflectors[k], k, basis, c);
        }

        return basis;
    }

    /// <summary>The unit vector v with (I - 2 v v^H) x along the first axis, x the part of column k from row k on.</summary>
    private static Complex[] Reflector(PlanarMatrix matrix, int k, int rows)
    {
        var v = new Complex[rows - k];
        double norm = 0;
        for (int i = 0; i < v.Length; i++)
        {
            v[i] = matrix[k + i, k];
            norm += v[i].Real * v[i].Real + v[i].Imaginary * v[i].Imaginary;
        }

        norm = Math.Sqrt(norm);
        double head = Complex.Abs(v[0]);
        Complex phase = head > 0 ? v[0] / head : Complex.One;
        v[0] += phase * norm;
        double length = Math.Sqrt(2 * norm * (norm + head));
        for (int i = 0; i < v.Length; i++) v[i] /= length;
        return v;
    }

    private static void Reflect(Complex[] v, int offset, PlanarMatrix matrix, int column)
    {
        Complex inner = Complex.Zero;
        for (int i = 0; i < v.Length; i++) inner += Complex.Conjugate(v[i]) * matrix[offset + i, column];
        for (int i = 0; i < v.Length; i++) matrix[offset + i, column] -= 2 * inner * v[i];
    }
}
