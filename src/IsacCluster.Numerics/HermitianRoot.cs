using System.Numerics;

namespace IsacCluster.Numerics;

/// <summary>
/// A^1/2 and A^-1/2 of a small positive definite matrix by Jacobi's cyclic eigenvalue iteration, of high relative accuracy.
/// </summary>
public sealed class HermitianRoot(int order)
{
    private const int MostSweeps = 30;
    private readonly Complex[] _matrix = new Complex[order * order], _vectors = new Complex[order * order];

    public Complex[] Root { get; } = new Complex[order * order];

    public Complex[] InverseRoot { get; } = new Complex[order * order];

    /// <summary>Fills both roots; false if A is not positive definite.</summary>
    public bool Factor(ReadOnlySpan<Complex> matrix)
    {
        matrix.CopyTo(_matrix);
        Array.Clear(_vectors);
        for (int i = 0; i < order; i++) _vectors[i * order + i] = Complex.One;
        for (int sweep = 0; sweep < MostSweeps && Sweep(); sweep++) { }
        Array.Clear(Root);
        Array.Clear(InverseRoot);
        for (int k = 0; k < order; k++)
        {
            double value = _matrix[k * order + k].Real;
            if (!(value > 0) || !double.IsFinite(value)) return false;
            double root = Math.Sqrt(value);
            for (int i = 0; i < order; i++)
            {
                for (int j = 0; j < order; j++)
                {
                    Complex outer = _vectors[i * order + k] * Complex.Conjugate(_vectors[j * order + k]);
                    Root[i * order + j] += root * outer;
                    InverseRoot[i * order + j] += outer / root;
                }
            }
        }

        return true;
    }

    /// <summary>Rotates every pair once; false if nothing was left to rotate.</summary>
    private bool Sweep()
    {
        bool rotated = false;
        for (int p = 0; p < order; p++)
        {
            for (int q = p + 1; q < order; q++)
            {
                Complex off = _matrix[p * order + q];
                double size = Complex.Abs(off), a = _matrix[p * order + p].Real, b = _matrix[q * order + q].Real;
                if (!(size * size > 1e-32 * Math.Abs(a * b))) continue;
                rotated = true;
                double cotangent = (b - a) / (2 * size);
                double t = (cotangent < 0 ? -1 : 1) / (Math.Abs(cotangent) + Math.Sqrt(1 + cotangent * cotangent));
                double c = 1 / Math.Sqrt(1 + t * t);
                Rotate(p, q, c, t * c * (off / size));
            }
        }

        return rotated;
    }

    /// <summary>Columns (p, q) := (c p - conj(s) q, s p + c q) of A and of the vectors, and A's rows likewise.</summary>
    private void Rotate(int p, int q, double c, Complex s)
    {
        Complex conjugate = Complex.Conjugate(s);
        for (int i = 0; i < order; i++)
        {
            int row = i * order;
            (Complex x, Complex y) = (_matrix[row + p], _matrix[row + q]);
            (_matrix[row + p], _matrix[row + q]) = (c * x - conjugate * y, s * x + c * y);
            (x, y) = (_vectors[row + p], _vectors[row + q]);
            (_vectors[row + p], _vectors[row + q]) = (c * x - conjugate * y, s * x + c * y);
        }

        for (int j = 0; j < order; j++)
        {
            (Complex x, Complex y) = (_matrix[p * order + j], _matrix[q * order + j]);
            (_matrix[p * order + j], _matrix[q * order + j]) = (c * x - s * y, conjugate * x + c * y);
        }
    }
}
