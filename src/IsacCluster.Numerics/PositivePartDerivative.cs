
namespace IsacCluster.Numerics;

/// <summary>
/// The derivative of the projection on the PSD cone at A = Q diag(w) Q^H, D[H] = Q (B o Q^H H Q) Q^H with B_ij = 1 where both
/// w_i, w_j > 0, 0 where neither is, else w+ / (w+ + |w-|). With r positive eigenvalues it costs O(r M^2): D[H] is
/// sum_i f_i q_i^H + q_i f_i^H over them, f_i = sum_j v_ij q_j (q_j^H H q_i), v_ij = 1/2 for w_j > 0 and B_ij otherwise.
/// The eigenvectors are held in another orthonormal basis, in which H is given too.
/// </summary>
public sealed class PositivePartDerivative(int antennas)
{
    private readonly PlanarMatrix _vectors = new(antennas, antennas);
    private readonly double[] _values = new double[antennas];
    private readonly double[] _yRe = new double[PlanarVector.Stride(antennas)], _yIm = new double[PlanarVector.Stride(antennas)];
    private readonly double[] _fRe = new double[PlanarVector.Stride(antennas)], _fIm = new double[PlanarVector.Stride(antennas)];

    /// <summary>Takes the decomposition, its vectors expressed in the orthonormal basis given by the rows of the other.</summary>
    public void Load(HermitianEigen eigen, HermitianEigen basis)
    {
        eigen.Values.CopyTo(_values, 0);
        for (int k = 0; k < antennas; k++)
            basis.Coordinates(eigen.VectorRe(k), eigen.VectorIm(k), _vectors.RowRe(k), _vectors.RowIm(k));
    }

    /// <summary>target += factor * D[h].</summary>
    public void AddTo(PlanarMatrix h, double factor, PlanarMatrix target)
    {
        for (int i = antennas - 1; i >= 0 && _values[i] > 0; i--)
        {
            ReadOnlySpan<double> qRe = _vectors.RowRe(i), qIm = _vectors.RowIm(i);
            h.Multiply(qRe, qIm, _yRe, _yIm);
            Array.Clear(_fRe);
            Array.Clear(_fIm);
            for (int j = 0; j < antennas; j++)
            {
                double weight = _values[j] > 0 ? 0.5 : _values[i] / (_values[i] - _values[j]);
                ReadOnlySpan<double> re = _vectors.RowRe(j), im = _vectors.RowIm(j);
                (double a, double b) = PlanarVector.ConjugateDot(re, im, _yRe, _yIm);
                PlanarVector.Axpy(weight * a, weight * b, re, im, _fRe, _fIm);
            }

            target.AddSymmetricOuter(factor, _fRe, _fIm, qRe, qIm);
        }
    }
}
