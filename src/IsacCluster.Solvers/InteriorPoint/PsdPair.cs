using IsacCluster.Numerics;

namespace IsacCluster.Solvers.InteriorPoint;

/// <summary>
/// A positive semidefinite variable X with its dual Z (n x n), their directions, and what factors, inverts and steps need. What the
/// direction of X is belongs to the derived class.
/// </summary>
internal abstract class PsdPair
{
    private readonly PlanarMatrix _trial, _factorX, _factorZ, _inverseFactorX, _inverseFactorZ, _adjointX, _adjointZ;
    private readonly StepToBoundary _boundary;
    private double _stepOfFactor;

    protected PsdPair(int order)
    {
        Order = order;
        (X, Z, ZInverse, Dx, Dz, Best) = (Square(), Square(), Square(), Square(), Square(), Square());
        (_trial, _factorX, _factorZ) = (Square(), Square(), Square());
        (_inverseFactorX, _inverseFactorZ, _adjointX, _adjointZ) = (Square(), Square(), Square(), Square());
        _boundary = new StepToBoundary(order);
    }

    /// <summary>n.</summary>
    public int Order { get; }

    public PlanarMatrix X { get; }

    public PlanarMatrix Z { get; }

    public PlanarMatrix ZInverse { get; }

    public PlanarMatrix Dx { get; }

    public PlanarMatrix Dz { get; }

    /// <summary>X of the best iterate.</summary>
    public PlanarMatrix Best { get; }

    /// <summary>Factors X + step Dx; false if that is not positive definite.</summary>
    public bool FactorX(double step)
    {
        _trial.CopyFrom(X);
        if (step != 0) _trial.Add(step, Dx);
        _stepOfFactor = step;
        return HermitianKernels.Cholesky(_trial, _factorX);
    }

    /// <summary>X += step Dx, whose factor is at hand or made.</summary>
    public bool MoveX(double step)
    {
        bool positive = step == _stepOfFactor || FactorX(step);
        X.Add(step, Dx);
        return positive;
    }

    /// <summary>Factors Z; false if it is not positive definite.</summary>
    public bool FactorZ() => HermitianKernels.Cholesky(Z, _factorZ);

    /// <summary>Inverts the factors and Z. X may have been restored since it was factored: step lengths are tested anyway.</summary>
    public void Prepare()
    {
        InvertFactorX();
        InvertZ();
        HermitianKernels.Adjoint(_inverseFactorZ, _adjointZ);
    }

    /// <summary>Z^-1 from the factor of Z.</summary>
    public void InvertZ()
    {
        HermitianKernels.InvertFactor(_factorZ, _inverseFactorZ);
        HermitianKernels.InverseFromFactor(_inverseFactorZ, ZInverse);
    }

    public double LargestStepX(double accuracy) => _boundary.Largest(_inverseFactorX, _adjointX, Dx, accuracy);

    public double LargestStepZ(double accuracy) => _boundary.Largest(_inverseFactorZ, _adjointZ, Dz, accuracy);

    /// <summary>Dx = -X: the part of the predictor's direction that does not depend on dy.</summary>
    public void StartPredictor()
    {
        for (int i = 0; i < X.Re.Length; i++) (Dx.Re[i], Dx.Im[i]) = (-X.Re[i], -X.Im[i]);
    }

    /// <summary>Dx = mu Z^-1 - X - sym(dX_aff dZ_aff Z^-1), from the predictor's directions.</summary>
    public abstract void StartCorrector(double mu);

    /// <summary>Dx -= sym(X dZ Z^-1), which completes the HKM direction.</summary>
    public abstract void CompleteDirection();

    /// <summary>Keeps X as <see cref="Best"/>.</summary>
    public void SaveBest() => Best.CopyFrom(X);

    /// <summary>Tr(X Z), or what the steps along the directions make of it.</summary>
    public double Complementarity(double primal, double dual)
    {
        double sum = PlanarMatrix.Inner(X, Z);
        if (primal == 0 && dual == 0) return sum;
        return sum + primal * PlanarMatrix.Inner(Dx, Z) + dual * PlanarMatrix.Inner(X, Dz) + primal * dual * PlanarMatrix.Inner(Dx, Dz);
    }

    protected PlanarMatrix Square() => new(Order, Order);

    /// <summary>What steps of X need, from its factor.</summary>
    protected void InvertFactorX()
    {
        HermitianKernels.InvertFactor(_factorX, _inverseFactorX);
        HermitianKernels.Adjoint(_inverseFactorX, _adjointX);
    }
}
