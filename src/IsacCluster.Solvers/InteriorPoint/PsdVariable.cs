using IsacCluster.Numerics;

namespace IsacCluster.Solvers.InteriorPoint;

/// <summary>A variable in coordinates that all its constraints share, with HKM directions that use dZ Z^-1 twice.</summary>
internal sealed class PsdVariable : PsdPair
{
    private readonly PlanarMatrix _ratio, _product;

    public PsdVariable(int order)
        : base(order) => (_ratio, _product) = (Square(), Square());

    /// <summary>The step to the boundary from the factor of X alone.</summary>
    public double StepToBoundaryX(double accuracy)
    {
        InvertFactorX();
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

    /// <summary>The predictor left dZ_aff Z^-1.</summary>
    public override void StartCorrector(double mu)
    {
        MatrixProducts.Multiply(Dx, _ratio, _product);
        for (int i = 0; i < X.Re.Length; i++)
            (Dx.Re[i], Dx.Im[i]) = (mu * ZInverse.Re[i] - X.Re[i], mu * ZInverse.Im[i] - X.Im[i]);
        HermitianKernels.AddHermitianPart(-1, _product, Dx);
    }

    public override void CompleteDirection()
    {
        MatrixProducts.Multiply(Dz, ZInverse, _ratio);
        MatrixProducts.Multiply(X, _ratio, _product);
        HermitianKernels.AddHermitianPart(-1, _product, Dx);
    }
}
