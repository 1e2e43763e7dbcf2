using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Projection.Derivative;

/// <summary>
/// A Hermitian cotangent (V_1 .. V_L, V_R) of covariances (C_1 .. C_L, R), dL = Re Tr(V_R dR) + sum_l Re Tr(V_l dC_l): the middle of
/// both feasibility layers, between recovered beams and R^ on one side and the raw design on the other.
/// </summary>
internal sealed class CovarianceCotangent
{
    private readonly int _antennas, _users, _stride;
    private readonly PlanarMatrix _total;

    public CovarianceCotangent(int antennas, int users)
    {
        (_antennas, _users, _stride) = (antennas, users, PlanarVector.Stride(antennas));
        (Covariance, _total) = (new PlanarMatrix(antennas, antennas), new PlanarMatrix(antennas, antennas));
        Beams = [.. Enumerable.Range(0, users).Select(_ => new PlanarMatrix(antennas, antennas))];
    }

    /// <summary>V_l.</summary>
    public PlanarMatrix[] Beams { get; }

    /// <summary>V_R.</summary>
    public PlanarMatrix Covariance { get; }

    /// <summary>
    /// Takes the cotangents of R^ and of the recovered beams. With g = h^H X h and u = X h, the beam is c = u / sqrt(g), and G with
    /// dL = Re G^H dc adds to V_l
    /// <code>
    /// (G h^H + h G^H) / (2 sqrt(g)) - Re(G^H u) h h^H / (2 g^(3/2)),
    /// </code>
    /// nothing where g is not positive. The length of h does not matter.
    /// </summary>
    /// <param name="covariance">M x M; its Hermitian part counts.</param>
    /// <param name="beams">M x L or null.</param>
    /// <param name="channel">L x M, row l is h_l.</param>
    /// <param name="beamCovariances">X_l.</param>
    public void Load(
        ComplexMatrix covariance, ComplexMatrix? beams, ComplexMatrix channel, IReadOnlyList<ComplexMatrix> beamCovariances)
    {
        CheckShapes(covariance, beams);
        for (int i = 0; i < _antennas; i++)
        {
            for (int j = 0; j < _antennas; j++) Covariance[i, j] = (covariance[i, j] + Complex.Conjugate(covariance[j, i])) / 2;
        }

        for (int l = 0; l < _users; l++)
        {
            Beams[l].Clear();
            if (beams is not null) AddBeam(l, beams, channel.Row(l), beamCovariances[l]);
        }
    }

    /// <summary>
    /// The gradient of a loss through C_l = c_l c_l^H and R = sum_l C_l + S S^H:
    /// 2 (V_l + V_R) c_l and 2 V_R S.
    /// </summary>
    public DesignGradient PullBack(Design raw)
    {
        var c = new ComplexMatrix(_antennas, _users);
        for (int l = 0; l < _users; l++)
        {
            _total.CopyFrom(Covariance);
            _total.Add(1, Beams[l]);
            MultiplyColumn(_total, raw.C, l, c);
        }

        var s = new ComplexMatrix(_antennas, raw.S.Columns);
        for (int k = 0; k < raw.S.Columns; k++) MultiplyColumn(Covariance, raw.S, k, s);
        return new DesignGradient(c, s);
    }

    /// <summary>Copies a vector to a padded plane.</summary>
    public static void CopyVector(ReadOnlySpan<Complex> vector, Span<double> re, Span<double> im)
    {
        re.Clear();
        im.Clear();
        for (int m = 0; m < vector.Length; m++) (re[m], im[m]) = (vector[m].Real, vector[m].Imaginary);
    }

    private void AddBeam(int l, ComplexMatrix beams, ReadOnlySpan<Complex> row, ComplexMatrix beamCovariance)
    {
        Span<double> hRe = stackalloc double[_stride], hIm = stackalloc double[_stride];
        Span<double> gRe = stackalloc double[_stride], gIm = stackalloc double[_stride];
        CopyVector(row, hRe, hIm);
        double norm = Math.Sqrt(PlanarVector.RealDot(hRe, hRe) + PlanarVector.RealDot(hIm, hIm)), gain = 0, along = 0;
        for (int m = 0; m < _antennas; m++) (hRe[m], hIm[m]) = (hRe[m] / norm, hIm[m] / norm);
        ScaledProblem.CopyColumn(beams, l, 1, gRe, gIm);
        for (int i = 0; i < _antennas; i++)
        {
            Complex u = Complex.Zero;
            for (int j = 0; j < _antennas; j++) u += beamCovariance[i, j] * new Complex(hRe[j], hIm[j]);
            gain += hRe[i] * u.Real + hIm[i] * u.Imaginary;
            along += gRe[i] * u.Real + gIm[i] * u.Imaginary;
        }

        if (!(gain > 0)) return;
        double root = Math.Sqrt(gain);
        Beams[l].AddSymmetricOuter(0.5 / root, gRe, gIm, hRe, hIm);
        Beams[l].AddOuter(-0.5 * along / (gain * root), hRe, hIm);
    }

    /// <summary>Column k of the target := 2 V x, x column k of the source.</summary>
    private void MultiplyColumn(PlanarMatrix v, ComplexMatrix source, int k, ComplexMatrix target)
    {
        Span<double> xRe = stackalloc double[_stride], xIm = stackalloc double[_stride];
        Span<double> yRe = stackalloc double[_stride], yIm = stackalloc double[_stride];
        ScaledProblem.CopyColumn(source, k, 1, xRe, xIm);
        v.Multiply(xRe, xIm, yRe, yIm);
        for (int m = 0; m < _antennas; m++) target[m, k] = new Complex(2 * yRe[m], 2 * yIm[m]);
    }

    private void CheckShapes(ComplexMatrix covariance, ComplexMatrix? beams)
    {
        if (covariance.Rows != _antennas || covariance.Columns != _antennas
            || (beams is not null && (beams.Rows != _antennas || beams.Columns != _users)))
        {
            throw new ArgumentException(
                $"The cotangents are {covariance.Rows} x {covariance.Columns} for R and {beams?.Rows} x {beams?.Columns} for the beams; "
                + $"{_antennas} antennas and {_users} users need {_antennas} x {_antennas} and {_antennas} x {_users}.",
                nameof(covariance));
        }
    }
}
