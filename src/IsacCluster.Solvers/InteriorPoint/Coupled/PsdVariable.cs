using IsacCluster.Solvers.Kernels;

namespace IsacCluster.Solvers.InteriorPoint.Coupled;

/// <summary>A positive semidefinite variable X with its dual Z, their HKM directions and the work space of both (n x n).</summary>
internal sealed class PsdVariable
{
    private readonly PlanarMatrix _trial, _factorX, _factorZ, _inverseFactorX, _inverseFactorZ, _adjointX, _adjointZ, _ratio, _product;
    private readonly StepToBoundary _boundary;
    private double _stepOfFactor;

    public PsdVariable(int order)
    {
        PlanarMatrix Square() => new(order, order);
        (X, Z, ZInverse, Dx, Dz, Best) = (Square(), Square(), Square(), Square(), Square(), Square());
        (_trial, _factorX, _factorZ, _ratio, _product) = (Square(), Square(), Square(), Square(), Square());
        (_inverseFactorX, _inverseFactorZ, _adjointX, _adjointZ) = (Square(), Square(), Square(), Square());
        _boundary = new StepToBoundary(order);
    }

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

    public bool FactorZ() => HermitianKernels.Cholesky(Z, _factorZ);

    /// <summary>Inverts the factors and Z.</summary>
    public void Prepare()
    {
        HermitianKernels.InvertFactor(_factorX, _inverseFactorX);
        HermitianKernels.Adjoint(_inverseFactorX, _adjointX);
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

    /// <summary>The step to the boundary from the factor of X alone.</summary>
    public double StepToBoundaryX(double accuracy)
    {
        HermitianKernels.InvertFactor(_factorX, _inverseFactorX);
        HermitianKernels.Adjoint(_inverseFactorX, _adjointX);
        return LargestStepX(accuracy);
    }

    /// <summary>Dx = X - X A X with A in Dz.</summary>
    public void CentreAgainst()
    {
        MatrixProducts.Multiply(Dz, X, _ratio);
        MatrixProducts.Multiply(X, _ratio, _product);
        Dx.CopyFrom(X);
        HermitianKernels.AddHermitianPart(-1, _product, Dx);
    }

    /// <summary>Dx = -X: the part of the predictor's direction that does not depend on dy.</summary>
    public void StartPredictor()
    {
        for (int i = 0; i < X.Re.Length; i++) (Dx.Re[i], Dx.Im[i]) = (-X.Re[i], -X.Im[i]);
    }

    /// <summary>Dx = mu Z^-1 - X - sym(dX_aff dZ_aff Z^-1); the predictor left dZ_aff Z^-1.</summary>
    public void StartCorrector(double mu)
    {
        MatrixProducts.Multiply(Dx, _ratio, _product);
        for (int i = 0; i < X.Re.Length; i++)
            (Dx.Re[i], Dx.Im[i]) = (mu * ZInverse.Re[i] - X.Re[i], mu * ZInverse.Im[i] - X.Im[i]);
        HermitianKernels.AddHermitianPart(-1, _product, Dx);
    }

    /// <summary>Dx -= sym(X dZ Z^-1), which completes the HKM direction.</summary>
    public void CompleteDirection()
    {
        MatrixProducts.Multiply(Dz, ZInverse, _ratio);
        MatrixProducts.Multiply(X, _ratio, _product);
        HermitianKernels.AddHermitianPart(-1, _product, Dx);
    }

    /// <summary>Tr(X Z), or what the steps along the directions make of it.</summary>
    public double Complementarity(double primal, double dual)
    {
        double sum = PlanarMatrix.Inner(X, Z);
        if (primal == 0 && dual == 0) return sum;
        return sum + primal * PlanarMatrix.Inner(Dx, Z) + dual * PlanarMatrix.Inner(X, Dz) + primal * dual * PlanarMatrix.Inner(Dx, Dz);
    }
}
