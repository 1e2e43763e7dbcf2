using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection.InteriorPoint;
using IsacCluster.Solvers.Projection.Newton;

namespace IsacCluster.Solvers.Projection.Recovery;

/// <summary>
/// Factors of the L + 1 covariances of a point, X_l = F_l F_l^H and W = F_L F_L^H (index L = users). Sums of covariances lose what is
/// small beside 1; the columns of factors keep the interference h_l^H X_j h_l relative to its square root.
/// </summary>
internal sealed class CovarianceFactors
{
    private readonly int _antennas, _users;
    private readonly PlanarMatrix[] _columns;
    private readonly int[] _counts;

    public CovarianceFactors(int antennas, int users)
    {
        (_antennas, _users, _counts) = (antennas, users, new int[users + 1]);
        _columns = [.. Enumerable.Range(0, users + 1).Select(_ => new PlanarMatrix(antennas, antennas))];
    }

    /// <summary>Number of columns of factor k.</summary>
    public int Count(int k) => _counts[k];

    public ReadOnlySpan<double> Re(int k, int column) => _columns[k].RowRe(column);

    public ReadOnlySpan<double> Im(int k, int column) => _columns[k].RowIm(column);

    /// <summary>Takes the positive parts at a point of the dual.</summary>
    public void Load(DualPoint point)
    {
        for (int k = 0; k <= _users; k++)
        {
            HermitianEigen eigen = k < _users ? point.BeamEigen[k] : point.RadarEigen;
            _columns[k].Clear();
            _counts[k] = 0;
            for (int i = _antennas - 1; i >= 0 && eigen.Values[i] > 0; i--, _counts[k]++)
            {
                double amplitude = Math.Sqrt(eigen.Values[i]);
                PlanarVector.RealAxpy(amplitude, eigen.VectorRe(i), _columns[k].RowRe(_counts[k]));
                PlanarVector.RealAxpy(amplitude, eigen.VectorIm(i), _columns[k].RowIm(_counts[k]));
            }
        }
    }

    /// <summary>Takes V_k = G D G^H of the scaled blocks, the radar part being block 0.</summary>
    public void Load(IReadOnlyList<NesterovToddBlock> blocks)
    {
        for (int k = 0; k <= _users; k++)
        {
            NesterovToddBlock block = blocks[k < _users ? k + 1 : 0];
            _columns[k].Clear();
            _counts[k] = _antennas;
            for (int i = 0; i < _antennas; i++)
            {
                double amplitude = Math.Sqrt(block.Values[i]);
                PlanarVector.RealAxpy(amplitude, block.ScalingH.RowRe(i), _columns[k].RowRe(i));
                PlanarVector.RealAxpy(-amplitude, block.ScalingH.RowIm(i), _columns[k].RowIm(i));
            }
        }
    }

    /// <summary>target += factor F_k F_k^H.</summary>
    public void AddTo(int k, double factor, PlanarMatrix target)
    {
        for (int i = 0; i < _counts[k]; i++) target.AddOuter(factor, Re(k, i), Im(k, i));
    }

    /// <summary>Tr F_k F_k^H.</summary>
    public double Trace(int k)
    {
        double sum = 0;
        for (int i = 0; i < _counts[k]; i++)
            sum += PlanarVector.RealDot(Re(k, i), Re(k, i)) + PlanarVector.RealDot(Im(k, i), Im(k, i));
        return sum;
    }

    /// <summary>|F_k^H x|^2.</summary>
    public double QuadraticForm(int k, ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm)
    {
        double sum = 0;
        for (int i = 0; i < _counts[k]; i++)
        {
            (double re, double im) = PlanarVector.ConjugateDot(Re(k, i), Im(k, i), xRe, xIm);
            sum += re * re + im * im;
        }

        return sum;
    }
}
