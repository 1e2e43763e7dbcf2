using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Projection.Recovery;

/// <summary>
/// Beams that meet every SINR with equality, without a radar part and usually with less than the unit power: the directions of
/// regularised zero forcing, v_l = (sum_j h_j h_j^H + (sum_j n_j) I)^-1 h_l, with the powers that solve the L SINR equations.
/// A step towards them lowers the power of a design that holds the SINRs.
/// </summary>
internal sealed class InteriorBeams(ScaledProblem problem)
{
    private readonly int _users = problem.Users, _stride = PlanarVector.Stride(problem.Antennas);
    private readonly PlanarMatrix _gram = new(problem.Antennas, problem.Antennas);
    private readonly HermitianEigen _eigen = new(problem.Antennas);
    private readonly double[] _re = new double[problem.Users * PlanarVector.Stride(problem.Antennas)];
    private readonly double[] _im = new double[problem.Users * PlanarVector.Stride(problem.Antennas)];
    private readonly double[,] _system = new double[problem.Users, problem.Users];

    /// <summary>The power of each beam.</summary>
    public double[] Powers { get; } = new double[problem.Users];

    /// <summary>Their sum.</summary>
    public double Power { get; private set; }

    /// <summary>Real parts of the unit direction of a beam.</summary>
    public ReadOnlySpan<double> DirectionRe(int user) => _re.AsSpan(user * _stride, _stride);

    public ReadOnlySpan<double> DirectionIm(int user) => _im.AsSpan(user * _stride, _stride);

    /// <summary>Computes directions and powers; false where these directions cannot reach the SINRs at any power.</summary>
    public bool Compute()
    {
        _gram.Clear();
        _gram.AddIdentity(problem.Noise.Sum());
        for (int l = 0; l < _users; l++) _gram.AddOuter(1, problem.ChannelRe(l), problem.ChannelIm(l));
        if (!_eigen.Decompose(_gram.Re, _gram.Im) || !(_eigen.Values[0] > 0)) return false;
        for (int l = 0; l < _users; l++) SetDirection(l);
        for (int l = 0; l < _users; l++)
        {
            for (int j = 0; j < _users; j++)
            {
                (double re, double im) = PlanarVector.ConjugateDot(problem.ChannelRe(l), problem.ChannelIm(l), DirectionRe(j),
                    DirectionIm(j));
                _system[l, j] = (re * re + im * im) * (l == j ? 1 / problem.Thresholds[l] : -1);
            }

            Powers[l] = problem.Noise[l];
        }

        if (!LinearSystem.Solve(_system, Powers)) return false;
        Power = Powers.Sum();
        return Powers.All(power => power > 0);
    }

    private void SetDirection(int l)
    {
        Span<double> re = _re.AsSpan(l * _stride, _stride), im = _im.AsSpan(l * _stride, _stride);
        re.Clear();
        im.Clear();
        for (int k = 0; k < problem.Antennas; k++)
        {
            (double a, double b) = PlanarVector.ConjugateDot(
                _eigen.VectorRe(k), _eigen.VectorIm(k), problem.ChannelRe(l), problem.ChannelIm(l));
            PlanarVector.Axpy(a / _eigen.Values[k], b / _eigen.Values[k], _eigen.VectorRe(k), _eigen.VectorIm(k), re, im);
        }

        double norm = Math.Sqrt(PlanarVector.RealDot(re, re) + PlanarVector.RealDot(im, im));
        for (int m = 0; m < re.Length; m++) (re[m], im[m]) = (re[m] / norm, im[m] / norm);
    }
}
