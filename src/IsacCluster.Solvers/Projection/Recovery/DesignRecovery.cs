using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Projection.Recovery;

/// <summary>
/// From the optimal X_l, W to a design, equation (30): c_l = X_l h_l / sqrt(h_l^H X_l h_l) and S S^H = R^ - sum_l c_l c_l^H.
/// <para>Everything is done on factors X_l = F_l F_l^H, W = F_0 F_0^H, never on differences of covariances: a reflection of the columns
/// of F_l turns the first into c_l and leaves a factor of X_l - c_l c_l^H in the others; S is the triangular factor of all that
/// remains. The interference h_l^H S S^H h_l is then accurate relative to its square root, so that a tiny noise power still leaves
/// exact SINRs.</para>
/// </summary>
internal sealed class DesignRecovery
{
    private readonly int _antennas, _users, _stride;
    private readonly ScaledProblem _problem;
    private readonly InteriorBeams _interior;
    private readonly PowerRepair _repair;
    private readonly List<double[]> _factorRe = [], _factorIm = [];
    private readonly double[] _beamRe, _beamIm;
    private readonly PlanarMatrix _work;
    private readonly PlanarMatrix[] _beamCovariances;

    public DesignRecovery(ScaledProblem problem)
    {
        int antennas = problem.Antennas, users = problem.Users;
        (_antennas, _users, _stride) = (antennas, users, PlanarVector.Stride(antennas));
        (_problem, _interior) = (problem, new InteriorBeams(problem));
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
        _factorRe.Clear();
        _factorIm.Clear();
        AddFactor(factors, _users);
        for (int l = 0; l < _users; l++) SplitBeam(factors, l);
        return new Design(BeamMatrix(_problem.Power), TriangularFactor.Of(_antennas, _factorRe, _factorIm, Math.Sqrt(_problem.Power)));
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

    /// <summary>Appends the repaired columns of factor k; returns their number.</summary>
    private int AddFactor(CovarianceFactors factors, int k)
    {
        for (int i = 0; i < factors.Count(k); i++) AddColumn(Math.Sqrt(_repair.Scales[k]), factors.Re(k, i), factors.Im(k, i));
        return factors.Count(k);
    }

    private void AddColumn(double amplitude, ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm)
    {
        double[] re = new double[_stride], im = new double[_stride];
        PlanarVector.RealAxpy(amplitude, xRe, re);
        PlanarVector.RealAxpy(amplitude, xIm, im);
        _factorRe.Add(re);
        _factorIm.Add(im);
    }

    /// <summary>
    /// With g = F^H h and the reflection P = I - v v^H / (|g| (|g| + |g_1|)), v = g + e^{j arg g_1} |g| e_1, the first column of F P is
    /// c_l up to the phase -e^{-j arg g_1} and the others are the remainder. The column c_l is moved from the factor to the beams.
    /// </summary>
    private void SplitBeam(CovarianceFactors factors, int l)
    {
        int first = _factorRe.Count, count = AddFactor(factors, l);
        if (_repair.InteriorWeight > 0)
        {
            AddColumn(Math.Sqrt(_repair.InteriorWeight * _interior.Powers[l]), _interior.DirectionRe(l), _interior.DirectionIm(l));
            count++;
        }

        if (count == 0) return;
        Span<double> vRe = stackalloc double[count], vIm = stackalloc double[count];
        double squared = 0;
        for (int k = 0; k < count; k++)
        {
            (vRe[k], vIm[k]) = PlanarVector.ConjugateDot(
                _factorRe[first + k], _factorIm[first + k], _problem.ChannelRe(l), _problem.ChannelIm(l));
            squared += vRe[k] * vRe[k] + vIm[k] * vIm[k];
        }

        double norm = Math.Sqrt(squared), pivot = Math.Sqrt(vRe[0] * vRe[0] + vIm[0] * vIm[0]);
        Span<double> beamRe = _beamRe.AsSpan(l * _stride, _stride), beamIm = _beamIm.AsSpan(l * _stride, _stride);
        beamRe.Clear();
        beamIm.Clear();
        if (norm == 0) return;
        for (int k = 0; k < count; k++)
            PlanarVector.Axpy(vRe[k] / norm, vIm[k] / norm, _factorRe[first + k], _factorIm[first + k], beamRe, beamIm);
        (double unitRe, double unitIm) = pivot > 0 ? (vRe[0] / pivot, vIm[0] / pivot) : (1, 0);
        vRe[0] += unitRe * norm;
        vIm[0] += unitIm * norm;
        ReflectRemainder(first, vRe, vIm, 1 / (norm * (norm + pivot)));
        _factorRe.RemoveAt(first);
        _factorIm.RemoveAt(first);
    }

    /// <summary>F := F (I - tau v v^H), all columns but the first.</summary>
    private void ReflectRemainder(int first, ReadOnlySpan<double> vRe, ReadOnlySpan<double> vIm, double tau)
    {
        double[] re = new double[_stride], im = new double[_stride];
        for (int k = 0; k < vRe.Length; k++) PlanarVector.Axpy(vRe[k], vIm[k], _factorRe[first + k], _factorIm[first + k], re, im);
        for (int k = 1; k < vRe.Length; k++)
            PlanarVector.Axpy(-tau * vRe[k], tau * vIm[k], re, im, _factorRe[first + k], _factorIm[first + k]);
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
