using IsacCluster.Solvers.Kernels;

namespace IsacCluster.Solvers.InteriorPoint;

/// <summary>
/// One positive semidefinite variable X with its dual Z, their directions, and the work space of both. All matrices are
/// n x n; n = M without a lift.
/// </summary>
internal sealed class PsdBlock(int order, int antennas, int users, bool isLifted)
{
    private readonly PlanarMatrix _trial = new(order, order), _factor = new(order, order), _product = new(order, order);
    private readonly PlanarMatrix _inverseFactorX = new(order, order), _inverseFactorZ = new(order, order);
    private readonly PlanarMatrix _correction = new(order, order);
    private readonly StepToBoundary _boundary = new(order);
    private readonly PlanarMatrix? _lift = isLifted ? new(antennas, order) : null, _liftAdjoint = isLifted ? new(order, antennas) : null;
    private readonly PlanarMatrix? _tall = isLifted ? new(antennas, order) : null;
    private readonly PlanarMatrix? _liftedX = isLifted ? new(antennas, antennas) : null;
    private readonly PlanarMatrix? _liftedInverse = isLifted ? new(antennas, antennas) : null;

    public int Order { get; } = order;

    public bool IsLifted { get; } = isLifted;

    public PlanarMatrix X { get; } = new(order, order);

    public PlanarMatrix Z { get; } = new(order, order);

    public PlanarMatrix ZInverse { get; } = new(order, order);

    public PlanarMatrix Dx { get; } = new(order, order);

    public PlanarMatrix Dz { get; } = new(order, order);

    /// <summary>X of the best iterate.</summary>
    public PlanarMatrix Best { get; } = new(order, order);

    /// <summary>Row l is X h_l.</summary>
    public PlanarMatrix XChannel { get; } = new(Math.Max(users, 1), antennas);

    /// <summary>Row l is Z^-1 h_l.</summary>
    public PlanarMatrix ZInverseChannel { get; } = new(Math.Max(users, 1), antennas);

    public void SetLift(PlanarMatrix lift)
    {
        _lift!.CopyFrom(lift);
        for (int i = 0; i < lift.Rows; i++)
        {
            for (int j = 0; j < lift.Columns; j++) _liftAdjoint![j, i] = System.Numerics.Complex.Conjugate(lift[i, j]);
        }
    }

    /// <summary>V A V^H, in a buffer of this block, or A itself without a lift.</summary>
    public PlanarMatrix Lifted(PlanarMatrix a, bool second = false)
    {
        if (!IsLifted) return a;
        PlanarMatrix result = second ? _liftedInverse! : _liftedX!;
        HermitianKernels.Multiply(_lift!, a, _tall!);
        HermitianKernels.Multiply(_tall!, _liftAdjoint!, result);
        return result;
    }

    /// <summary>result = V^H A V.</summary>
    public void Compress(PlanarMatrix a, PlanarMatrix result)
    {
        HermitianKernels.Multiply(a, _lift!, _tall!);
        HermitianKernels.Multiply(_liftAdjoint!, _tall!, result);
    }

    /// <summary>Factors X and Z and inverts Z; false if either is not positive definite.</summary>
    public bool Prepare()
    {
        if (!HermitianKernels.Cholesky(X, _factor)) return false;
        HermitianKernels.InvertFactor(_factor, _inverseFactorX);
        if (!HermitianKernels.Cholesky(Z, _factor)) return false;
        HermitianKernels.InvertFactor(_factor, _inverseFactorZ);
        HermitianKernels.InverseFromFactor(_inverseFactorZ, ZInverse);
        return true;
    }

    public double LargestStepX() => _boundary.Largest(_inverseFactorX, Dx);

    public double LargestStepZ() => _boundary.Largest(_inverseFactorZ, Dz);

    /// <summary>X += factor X^2.</summary>
    public void AddSquare(double factor)
    {
        HermitianKernels.Multiply(X, X, _product);
        HermitianKernels.AddHermitianPart(factor, _product, X);
    }

    /// <summary>Dx = -X: the part of the predictor's direction that does not depend on dy.</summary>
    public void StartPredictor()
    {
        Dx.Clear();
        Dx.Add(-1, X);
    }

    /// <summary>Dx = mu Z^-1 - X - sym(dX_aff dZ_aff Z^-1), from the predictor's directions in Dx and Dz.</summary>
    public void StartCorrector(double mu)
    {
        HermitianKernels.Multiply(Dx, Dz, _correction);
        HermitianKernels.Multiply(_correction, ZInverse, _product);
        Dx.Clear();
        Dx.Add(mu, ZInverse);
        Dx.Add(-1, X);
        HermitianKernels.AddHermitianPart(-1, _product, Dx);
    }

    /// <summary>Dx -= sym(X dZ Z^-1), which completes the HKM direction.</summary>
    public void CompleteDirection()
    {
        HermitianKernels.Multiply(X, Dz, _correction);
        HermitianKernels.Multiply(_correction, ZInverse, _product);
        HermitianKernels.AddHermitianPart(-1, _product, Dx);
    }

    public bool StaysPositiveX(double step) => StaysPositive(X, Dx, step);

    public bool StaysPositiveZ(double step) => StaysPositive(Z, Dz, step);

    private bool StaysPositive(PlanarMatrix a, PlanarMatrix direction, double step)
    {
        _trial.CopyFrom(a);
        _trial.Add(step, direction);
        return HermitianKernels.Cholesky(_trial, _factor);
    }
}
