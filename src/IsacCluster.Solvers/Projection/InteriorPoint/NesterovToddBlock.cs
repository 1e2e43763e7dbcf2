using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Projection.InteriorPoint;

/// <summary>
/// One pair of positive definite blocks V, Z of an interior-point method in its Nesterov-Todd scaling, kept in product form:
/// <code>
/// V = G D G^H,   G^H Z G = D diagonal,   W = G G^H (so that W Z W = V).
/// </code>
/// Neither V nor Z is ever formed: V may hold eigenvalues of 1e-20 beside 1 and Z such of 1e12 beside 1e-12, which sums of matrix
/// entries would lose. The product form is that of Sturm (Optim. Methods Softw. 17 (2002) 1105). Hats are coordinates in
/// B = G Q, the rotation of G to orthogonal columns: A^ = B^H A B for dual, A = B A^ B^H for primal matrices.
/// </summary>
internal sealed class NesterovToddBlock
{
    private readonly int _antennas;
    private readonly PlanarMatrix _factor, _left, _right, _rotation, _rotationH, _primal, _dual;
    private readonly HermitianEigen _eigen;
    private readonly double[] _squareRoots;

    public NesterovToddBlock(int antennas, int users)
    {
        _antennas = antennas;
        (ScalingH, RotatedH, Rotated) = (Square(), Square(), Square());
        (_factor, _left, _right, _primal, _dual) = (Square(), Square(), Square(), Square(), Square());
        (_rotation, _rotationH) = (Square(), Square());
        (PrimalStep, DualStep, Complementarity, Residual) = (Square(), Square(), Square(), Square());
        Received = new PlanarMatrix(users, antennas);
        (Values, Weights, _squareRoots) = (new double[antennas], new double[antennas], new double[antennas]);
        _eigen = new HermitianEigen(antennas);
    }

    /// <summary>G^H.</summary>
    public PlanarMatrix ScalingH { get; }

    /// <summary>The diagonal of D.</summary>
    public double[] Values { get; }

    /// <summary>B^H, rows orthogonal.</summary>
    public PlanarMatrix RotatedH { get; }

    /// <summary>B.</summary>
    public PlanarMatrix Rotated { get; }

    /// <summary>The squared norms of the columns of B, which are the eigenvalues of W.</summary>
    public double[] Weights { get; }

    /// <summary>Row l is B^H h_l.</summary>
    public PlanarMatrix Received { get; }

    /// <summary>dV in the coordinates of G, G^-1 dV G^-H.</summary>
    public PlanarMatrix PrimalStep { get; }

    /// <summary>dZ in the coordinates of G, G^H dZ G.</summary>
    public PlanarMatrix DualStep { get; }

    /// <summary>The right-hand side rho of dV + dZ = rho in the coordinates of G.</summary>
    public PlanarMatrix Complementarity { get; }

    /// <summary>B^H (Z(nu, lambda, V) - Z) B, what rounding left between the multiplier and its formula.</summary>
    public PlanarMatrix Residual { get; }

    /// <summary>[V, Z] = sum d_i^2.</summary>
    public double Product()
    {
        double sum = 0;
        foreach (double value in Values) sum += value * value;
        return sum;
    }

    /// <summary>[V, Z] after a step.</summary>
    public double ProductAfter(double step)
    {
        double sum = Product() + step * step * PlanarMatrix.Inner(PrimalStep, DualStep);
        for (int i = 0; i < _antennas; i++) sum += step * Values[i] * (PrimalStep.RowRe(i)[i] + DualStep.RowRe(i)[i]);
        return sum;
    }

    /// <summary>x^H V x.</summary>
    public double PrimalForm(ReadOnlySpan<double> xRe, ReadOnlySpan<double> xIm)
    {
        double sum = 0;
        for (int i = 0; i < _antennas; i++)
        {
            (double re, double im) = PlanarVector.Dot(ScalingH.RowRe(i), ScalingH.RowIm(i), xRe, xIm);
            sum += Values[i] * (re * re + im * im);
        }

        return sum;
    }

    /// <summary>Starts at V = primal I and a positive definite Z; false when Z is not.</summary>
    public bool Start(double primal, PlanarMatrix dual)
    {
        ScalingH.SetIdentity(1);
        _primal.SetIdentity(primal);
        return Rescale(ScalingH, dual);
    }

    /// <summary>(V, Z) += step (dV, dZ) and the scaling of the new point; false when it is not numerically positive definite.</summary>
    public bool Advance(double step)
    {
        LoadDiagonal(_primal);
        LoadDiagonal(_dual);
        _primal.Add(step, PrimalStep);
        _dual.Add(step, DualStep);
        return Rescale(ScalingH, _dual);
    }

    /// <summary>
    /// From V = G P G^H with P = U^H U and Z = G^-H N G^-1: with the eigenvalues s^2 and vectors of U N U^H, G := G U^H E s^-1/2
    /// and D := s.
    /// </summary>
    private bool Rescale(PlanarMatrix scalingH, PlanarMatrix dual)
    {
        if (!HermitianKernels.Cholesky(_primal, _factor)) return false;
        ClearBelowDiagonal(_factor);
        HermitianKernels.Adjoint(_factor, _left);
        _right.SetProduct(dual, _left);
        _left.SetProduct(_factor, _right);
        if (!_eigen.Decompose(_left.Re, _left.Im) || !(_eigen.Values[0] > 0)) return false;
        _right.SetProduct(_factor, scalingH);
        scalingH.Clear();
        for (int k = 0; k < _antennas; k++)
        {
            Values[k] = Math.Sqrt(_eigen.Values[k]);
            double factor = 1 / Math.Sqrt(Values[k]);
            ReadOnlySpan<double> re = _eigen.VectorRe(k), im = _eigen.VectorIm(k);
            for (int m = 0; m < _antennas; m++)
            {
                PlanarVector.Axpy(
                    factor * re[m], -factor * im[m], _right.RowRe(m), _right.RowIm(m), scalingH.RowRe(k), scalingH.RowIm(k));
            }
        }

        return true;
    }

    /// <summary>Computes B, the weights and the received rows from G; false when the rotation fails.</summary>
    public bool Orthogonalise(ScaledProblem problem)
    {
        RotatedH.CopyFrom(ScalingH);
        _rotationH.SetIdentity(1);
        if (!OneSidedJacobi.Orthogonalise(RotatedH, _rotationH)) return false;
        HermitianKernels.Adjoint(RotatedH, Rotated);
        HermitianKernels.Adjoint(_rotationH, _rotation);
        for (int i = 0; i < _antennas; i++)
        {
            ReadOnlySpan<double> re = RotatedH.RowRe(i), im = RotatedH.RowIm(i);
            Weights[i] = PlanarVector.RealDot(re, re) + PlanarVector.RealDot(im, im);
            for (int l = 0; l < problem.Users; l++)
            {
                (Received.RowRe(l)[i], Received.RowIm(l)[i]) =
                    PlanarVector.Dot(re, im, problem.ChannelRe(l), problem.ChannelIm(l));
            }
        }

        return true;
    }

    /// <summary>hat := rho less the residual, in the coordinates of B.</summary>
    public void LoadRightHandSide(PlanarMatrix hat)
    {
        Rotate(Complementarity, hat);
        hat.Add(-1, Residual);
    }

    /// <summary>hat := D in the coordinates of B.</summary>
    public void LoadValues(PlanarMatrix hat)
    {
        LoadDiagonal(_right);
        Rotate(_right, hat);
    }

    /// <summary>Takes dV^ and completes the step: dV in the coordinates of G and dZ = rho - dV.</summary>
    public void SetStep(PlanarMatrix primalHat)
    {
        _left.SetProduct(_rotation, primalHat);
        PrimalStep.SetProduct(_left, _rotationH);
        PrimalStep.Symmetrise();
        DualStep.CopyFrom(Complementarity);
        DualStep.Add(-1, PrimalStep);
    }

    /// <summary>rho of the affine step, -D.</summary>
    public void AimAtZero()
    {
        LoadDiagonal(Complementarity);
        Complementarity.Scale(-1);
    }

    /// <summary>
    /// rho of the corrected step: D rho + rho D = 2 (target I - D^2 - (dV dZ + dZ dV) / 2) with the affine steps, which are overwritten.
    /// </summary>
    public void AimAt(double target)
    {
        _left.SetProduct(PrimalStep, DualStep);
        Complementarity.Clear();
        HermitianKernels.AddHermitianPart(-1, _left, Complementarity);
        for (int i = 0; i < _antennas; i++)
        {
            Complementarity.Re[i * Complementarity.Stride + i] += target - Values[i] * Values[i];
            Span<double> re = Complementarity.RowRe(i), im = Complementarity.RowIm(i);
            for (int j = 0; j < _antennas; j++)
            {
                double factor = 2 / (Values[i] + Values[j]);
                (re[j], im[j]) = (factor * re[j], factor * im[j]);
            }
        }
    }

    /// <summary>The largest step that keeps D + step A positive semidefinite, infinite when every step does; NaN on breakdown.</summary>
    public double StepToBoundary(PlanarMatrix a)
    {
        for (int i = 0; i < _antennas; i++) _squareRoots[i] = 1 / Math.Sqrt(Values[i]);
        for (int i = 0; i < _antennas; i++)
        {
            Span<double> re = _left.RowRe(i), im = _left.RowIm(i);
            for (int j = 0; j < _antennas; j++)
            {
                double factor = _squareRoots[i] * _squareRoots[j];
                (re[j], im[j]) = (factor * a.RowRe(i)[j], factor * a.RowIm(i)[j]);
            }
        }

        if (!_eigen.Decompose(_left.Re, _left.Im)) return double.NaN;
        return _eigen.Values[0] < 0 ? -1 / _eigen.Values[0] : double.PositiveInfinity;
    }

    /// <summary>hat := Q^H A Q, from the coordinates of G to those of B.</summary>
    private void Rotate(PlanarMatrix a, PlanarMatrix hat)
    {
        _left.SetProduct(_rotationH, a);
        hat.SetProduct(_left, _rotation);
    }

    private void LoadDiagonal(PlanarMatrix target)
    {
        target.Clear();
        for (int i = 0; i < _antennas; i++) target.Re[i * target.Stride + i] = Values[i];
    }

    private static void ClearBelowDiagonal(PlanarMatrix a)
    {
        for (int i = 1; i < a.Rows; i++)
        {
            a.RowRe(i)[..i].Clear();
            a.RowIm(i)[..i].Clear();
        }
    }

    private PlanarMatrix Square() => new(_antennas, _antennas);
}
