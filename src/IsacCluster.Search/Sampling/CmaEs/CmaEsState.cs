using IsacCluster.Search.Numerics;

namespace IsacCluster.Search.Sampling.CmaEs;

/// <summary>
/// The distribution N(m, s^2 C) of CMA-ES and its update by one population. Symbols as in Hansen's tutorial: weights w_i and mu_eff
/// (mu_w), step-size constants c_sigma, d_sigma, covariance constants c_c, c_1, c_mu, paths p_sigma and p_c.
/// </summary>
/// <remarks>Hansen, "The CMA evolution strategy: a tutorial", arXiv:1604.00772, 2016, appendix A, without negative weights.</remarks>
internal sealed class CmaEsState
{
    private const double LeastDeviation = 1e-8, MostAxisRatio = 1e7;

    private readonly int _n;
    private readonly double[] _w, _c, _pathSigma, _pathC;
    private readonly double _muEff, _cSigma, _dSigma, _cC, _c1, _cMu, _expectedNorm;
    private int _generation;

    /// <param name="mean">m at the start; copied.</param>
    /// <param name="sigma">s at the start.</param>
    /// <param name="population">lambda; null: 4 + floor(3 ln n).</param>
    public CmaEsState(double[] mean, double sigma, int? population = null)
    {
        _n = mean.Length;
        double n = _n;
        Population = population ?? 4 + (int)Math.Floor(3 * Math.Log(n));
        (Mean, Sigma) = ([.. mean], sigma);
        _w = new double[Population / 2];
        for (int i = 0; i < _w.Length; i++) _w[i] = Math.Log((Population + 1) / 2.0) - Math.Log(i + 1);
        double sum = _w.Sum();
        for (int i = 0; i < _w.Length; i++) _w[i] /= sum;
        _muEff = 1 / SquareMatrix.Dot(_w, _w);
        _cSigma = (_muEff + 2) / (n + _muEff + 5);
        _dSigma = 1 + 2 * Math.Max(0, Math.Sqrt((_muEff - 1) / (n + 1)) - 1) + _cSigma;
        _cC = (4 + _muEff / n) / (n + 4 + 2 * _muEff / n);
        _c1 = 2 / ((n + 1.3) * (n + 1.3) + _muEff);
        _cMu = Math.Min(1 - _c1, 2 * (_muEff - 2 + 1 / _muEff) / ((n + 2) * (n + 2) + _muEff));
        _expectedNorm = Math.Sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n * n));
        (_pathSigma, _pathC) = (new double[_n], new double[_n]);
        _c = new double[_n * _n];
        for (int i = 0; i < _n; i++) _c[i * _n + i] = 1;
        (Deviations, Axes) = ([.. Enumerable.Repeat(1.0, _n)], [.. _c]);
    }

    /// <summary>lambda.</summary>
    public int Population { get; }

    public double[] Mean { get; }

    public double Sigma { get; private set; }

    /// <summary>D: square roots of the eigenvalues of C.</summary>
    public double[] Deviations { get; private set; }

    /// <summary>B: eigenvectors of C in the columns, row-major.</summary>
    public double[] Axes { get; private set; }

    /// <summary>Standard deviation of coordinate i.</summary>
    public double Deviation(int i) => Sigma * Math.Sqrt(_c[i * _n + i]);

    /// <summary>Whether the distribution has shrunk to a point or to a needle: what further generations find is known.</summary>
    public bool IsDegenerate => Sigma * Deviations.Max() < LeastDeviation || Deviations.Max() > MostAxisRatio * Deviations.Min();

    /// <summary>m + s B D z.</summary>
    public double[] Point(ReadOnlySpan<double> z)
    {
        double[] x = [.. Mean];
        for (int i = 0; i < _n; i++)
        {
            for (int k = 0; k < _n; k++) x[i] += Sigma * Axes[i * _n + k] * Deviations[k] * z[k];
        }

        return x;
    }

    /// <summary>One generation, from its points by ascending cost.</summary>
    public void Update(IReadOnlyList<double[]> points)
    {
        double[][] y = [.. points.Take(_w.Length).Select(x => x.Select((v, i) => (v - Mean[i]) / Sigma).ToArray())];
        double[] step = new double[_n];
        for (int i = 0; i < _n; i++)
        {
            for (int k = 0; k < _w.Length; k++) step[i] += _w[k] * y[k][i];
            Mean[i] += Sigma * step[i];
        }

        double[] whitened = Whiten(step);
        double scale = Math.Sqrt(_cSigma * (2 - _cSigma) * _muEff), norm = 0;
        for (int i = 0; i < _n; i++)
        {
            _pathSigma[i] = (1 - _cSigma) * _pathSigma[i] + scale * whitened[i];
            norm += _pathSigma[i] * _pathSigma[i];
        }

        norm = Math.Sqrt(norm);
        _generation++;
        bool moves = norm / Math.Sqrt(1 - Math.Pow(1 - _cSigma, 2 * _generation)) < (1.4 + 2.0 / (_n + 1)) * _expectedNorm;
        UpdateCovariance(y, step, moves);
        Sigma *= Math.Exp(Math.Min(1, _cSigma / _dSigma * (norm / _expectedNorm - 1)));
        Sigma = Math.Clamp(Sigma, 1e-12, 1e3);
        (double[] values, Axes) = SquareMatrix.Eigen([.. _c], _n);
        Deviations = [.. values.Select(v => Math.Sqrt(Math.Max(v, 1e-20)))];
    }

    private void UpdateCovariance(double[][] y, double[] step, bool moves)
    {
        double scale = moves ? Math.Sqrt(_cC * (2 - _cC) * _muEff) : 0;
        for (int i = 0; i < _n; i++) _pathC[i] = (1 - _cC) * _pathC[i] + scale * step[i];
        double keep = 1 - _c1 - _cMu + (moves ? 0 : _c1 * _cC * (2 - _cC));
        for (int i = 0; i < _n; i++)
        {
            for (int j = 0; j < _n; j++)
            {
                double rankMu = 0;
                for (int k = 0; k < _w.Length; k++) rankMu += _w[k] * y[k][i] * y[k][j];
                _c[i * _n + j] = keep * _c[i * _n + j] + _c1 * _pathC[i] * _pathC[j] + _cMu * rankMu;
            }
        }
    }

    /// <summary>C^(-1/2) v.</summary>
    private double[] Whiten(double[] v)
    {
        double[] result = new double[_n];
        for (int k = 0; k < _n; k++)
        {
            double along = 0;
            for (int i = 0; i < _n; i++) along += Axes[i * _n + k] * v[i];
            along /= Deviations[k];
            for (int i = 0; i < _n; i++) result[i] += Axes[i * _n + k] * along;
        }

        return result;
    }
}
