using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Projection.Recovery;

/// <summary>
/// From the optimal X_l, W to a design, equation (30): c_l = X_l h_l / sqrt(h_l^H X_l h_l) and S S^H = R^ - sum_l c_l c_l^H, by
/// <see cref="BeamFactors"/>.
/// </summary>
internal sealed class DesignRecovery
{
    private readonly int _antennas, _users, _stride;
    private readonly ScaledProblem _problem;
    private readonly InteriorBeams _interior;
    private readonly PowerRepair _repair;
    private readonly BeamFactors _columns;
    private readonly double[] _beamRe, _beamIm;
    private readonly PlanarMatrix _work;
    private readonly PlanarMatrix[] _beamCovariances;

    public DesignRecovery(ScaledProblem problem)
    {
        int antennas = problem.Antennas, users = problem.Users;
        (_antennas, _users, _stride) = (antennas, users, PlanarVector.Stride(antennas));
        (_problem, _interior, _columns) = (problem, new InteriorBeams(problem), new BeamFactors(antennas));
        _repair = new PowerRepair(users);
        (_beamRe, _beamIm) = (new double[users * _stride], new double[users * _stride]);
        (_work, Covariance) = (new PlanarMatrix(antennas, antennas), new PlanarMatrix(antennas, antennas));
        _beamCovariances = [.. Enumerable.Range(0, users).Select(_ => new PlanarMatrix(antennas, antennas))];
    }

    /// <summary>C^_l / P0 after repair.</summary>
    public IReadOnlyList<PlanarMatrix> BeamCovariances => _beamCovariances;

    /// <summary>R^ / P0 after repair.</summary>
    public PlanarMatrix Covariance { get; }

    /// <summary>|R^ - R|^2 + sum_l |C^_l - C_l|^2 over P0^2, of the repaired covariances.</summary>
    public double SquaredDistance { get; private set; }

    /// <summary>
    /// The design in the instance's units. Trace and tight rows are first repaired as equalities; null when no correction near 1
    /// exists. An interior point holds its rows strictly and is only scaled to the trace.
    /// </summary>
    public Design? Recover(CovarianceFactors factors, bool interiorPoint = false)
    {
        Measure(factors);
        if (interiorPoint) _repair.ScaleToTrace();
        else if (!_repair.Solve(_problem, _interior)) return null;
        Accumulate(factors);
        _columns.Clear();
        AddFactor(factors, _users);
        for (int l = 0; l < _users; l++) SplitBeam(factors, l);
        return new Design(BeamMatrix(_problem.Power), _columns.Radar(Math.Sqrt(_problem.Power)));
    }

    /// <summary>D R^ D and D C^_l D with the diagonal D that gives every antenna its share, and their distance.</summary>
    public void ScaleAntennas(double[] shares)
    {
        var factors = new double[_antennas];
        for (int m = 0; m < _antennas; m++) factors[m] = Math.Sqrt(shares[m] / Covariance.Re[m * (Covariance.Stride + 1)]);
        Scale(Covariance, factors);
        SquaredDistance = 0;
        for (int l = 0; l < _users; l++)
        {
            Scale(_beamCovariances[l], factors);
            _work.CopyFrom(_beamCovariances[l]);
            _work.AddOuter(-1, _problem.BeamRe(l), _problem.BeamIm(l));
            SquaredDistance += _work.SquaredNorm();
        }

        _work.CopyFrom(Covariance);
        _work.Add(-1, _problem.Covariance);
        SquaredDistance += _work.SquaredNorm();
    }

    private static void Scale(PlanarMatrix matrix, double[] factors)
    {
        for (int i = 0; i < factors.Length; i++)
        {
            for (int j = 0, at = i * matrix.Stride; j < factors.Length; j++, at++)
                (matrix.Re[at], matrix.Im[at]) = (factors[i] * factors[j] * matrix.Re[at], factors[i] * factors[j] * matrix.Im[at]);
        }
    }

    /// <summary>The gains at every user and the traces of all parts.</summary>
    private void Measure(CovarianceFactors factors)
    {
        for (int k = 0; k <= _users; k++)
        {
            _repair.Traces[k] = factors.Trace(k);
            for (int l = 0; l < _users; l++)
                _repair.Gains[l * (_users + 1) + k] = factors.QuadraticForm(k, _problem.ChannelRe(l), _problem.ChannelIm(l));
        }
    }

    private void Accumulate(CovarianceFactors factors)
    {
        Covariance.Clear();
        factors.AddTo(_users, _repair.Scales[_users], Covariance);
        SquaredDistance = 0;
        for (int l = 0; l < _users; l++)
        {
            PlanarMatrix beam = _beamCovariances[l];
            beam.Clear();
            factors.AddTo(l, _repair.Scales[l], beam);
            if (_repair.InteriorWeight > 0)
                beam.AddOuter(_repair.InteriorWeight * _interior.Powers[l], _interior.DirectionRe(l), _interior.DirectionIm(l));
            Covariance.Add(1, beam);
            _work.CopyFrom(beam);
            _work.AddOuter(-1, _problem.BeamRe(l), _problem.BeamIm(l));
            SquaredDistance += _work.SquaredNorm();
        }

        _work.CopyFrom(Covariance);
        _work.Add(-1, _problem.Covariance);
        SquaredDistance += _work.SquaredNorm();
    }

    /// <summary>Appends the repaired columns of factor k.</summary>
    private void AddFactor(CovarianceFactors factors, int k)
    {
        for (int i = 0; i < factors.Count(k); i++) _columns.Add(Math.Sqrt(_repair.Scales[k]), factors.Re(k, i), factors.Im(k, i));
    }

    private void SplitBeam(CovarianceFactors factors, int l)
    {
        int first = _columns.Count, at = l * _stride;
        AddFactor(factors, l);
        if (_repair.InteriorWeight > 0)
            _columns.Add(Math.Sqrt(_repair.InteriorWeight * _interior.Powers[l]), _interior.DirectionRe(l), _interior.DirectionIm(l));
        _columns.Split(
            first, _problem.ChannelRe(l), _problem.ChannelIm(l), _beamRe.AsSpan(at, _stride), _beamIm.AsSpan(at, _stride));
    }

    private ComplexMatrix BeamMatrix(double power)
    {
        var c = new ComplexMatrix(_antennas, _users);
        double amplitude = Math.Sqrt(power);
        for (int l = 0; l < _users; l++)
        {
            for (int m = 0; m < _antennas; m++)
                c[m, l] = new Complex(amplitude * _beamRe[l * _stride + m], amplitude * _beamIm[l * _stride + m]);
        }

        return c;
    }
}
