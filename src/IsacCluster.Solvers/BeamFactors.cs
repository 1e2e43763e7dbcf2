using IsacCluster.Numerics;

namespace IsacCluster.Solvers;

/// <summary>
/// Rank-one recovery (Zhao et al., (30)) on factors X_l = F_l F_l^H, never on differences of covariances: a reflection of the columns of
/// F_l turns the first into c_l = X_l h_l / (h_l^H X_l h_l)^1/2 and leaves a factor of X_l - c_l c_l^H in the others; S is the triangular
/// factor of all that remains. The interference h_l^H S S^H h_l is then accurate relative to its square root, so that a tiny noise power
/// and nearly parallel users still leave exact SINRs.
/// </summary>
internal sealed class BeamFactors(int antennas)
{
    private readonly int _stride = PlanarVector.Stride(antennas);
    private readonly List<double[]> _re = [], _im = [];

    /// <summary>Number of columns.</summary>
    public int Count => _re.Count;

    public void Clear()
    {
        _re.Clear();
        _im.Clear();
    }

    /// <summary>Appends a column, amplitude x.</summary>
    public void Add(double amplitude, ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm)
    {
        double[] re = new double[_stride], im = new double[_stride];
        PlanarVector.RealAxpy(amplitude, xRe, re);
        PlanarVector.RealAxpy(amplitude, xIm, im);
        _re.Add(re);
        _im.Add(im);
    }

    /// <summary>
    /// With g = F^H h and the reflection P = I - v v^H / (|g| (|g| + |g_1|)), v = g + e^{j arg g_1} |g| e_1, the first column of F P is
    /// c_l up to the phase -e^{-j arg g_1} and the others are the remainder. F are the columns from the first on; c_l is moved to the beam.
    /// </summary>
    public void Split(
        int first, ReadOnlySpan<double> channelRe, ReadOnlySpan<double> channelIm, Span<double> beamRe, Span<double> beamIm)
    {
        int count = Count - first;
        if (count == 0) return;
        Span<double> vRe = stackalloc double[count], vIm = stackalloc double[count];
        double squared = 0;
        for (int k = 0; k < count; k++)
        {
            (vRe[k], vIm[k]) = PlanarVector.ConjugateDot(_re[first + k], _im[first + k], channelRe, channelIm);
            squared += vRe[k] * vRe[k] + vIm[k] * vIm[k];
        }

        double norm = Math.Sqrt(squared), pivot = Math.Sqrt(vRe[0] * vRe[0] + vIm[0] * vIm[0]);
        beamRe.Clear();
        beamIm.Clear();
        if (norm == 0) return;
        for (int k = 0; k < count; k++) PlanarVector.Axpy(vRe[k] / norm, vIm[k] / norm, _re[first + k], _im[first + k], beamRe, beamIm);
        (double unitRe, double unitIm) = pivot > 0 ? (vRe[0] / pivot, vIm[0] / pivot) : (1, 0);
        vRe[0] += unitRe * norm;
        vIm[0] += unitIm * norm;
        ReflectRemainder(first, vRe, vIm, 1 / (norm * (norm + pivot)));
        _re.RemoveAt(first);
        _im.RemoveAt(first);
    }

    /// <summary>S, M x M, of all columns that are left, times an amplitude.</summary>
    public ComplexMatrix Radar(double amplitude) => TriangularFactor.Of(antennas, _re, _im, amplitude);

    /// <summary>F := F (I - tau v v^H), all columns but the first.</summary>
    private void ReflectRemainder(int first, ReadOnlySpan<double> vRe, ReadOnlySpan<double> vIm, double tau)
    {
        double[] re = new double[_stride], im = new double[_stride];
        for (int k = 0; k < vRe.Length; k++) PlanarVector.Axpy(vRe[k], vIm[k], _re[first + k], _im[first + k], re, im);
        for (int k = 1; k < vRe.Length; k++)
            PlanarVector.Axpy(-tau * vRe[k], tau * vIm[k], re, im, _re[first + k], _im[first + k]);
    }
}
