using System.Runtime.Intrinsics;
using IsacCluster.Numerics.Lanes;

namespace IsacCluster.Solvers.InteriorPoint.Lanes;

/// <summary><see cref="PsdVariable"/> in lanes: X with its dual Z, their directions, and what factors, inverts and steps need.</summary>
internal sealed class LanePair(int order)
{
    private readonly LaneMatrix _ratio = new(order, order), _product = new(order, order);
    private readonly LaneCholesky _factorX = new(order), _factorZ = new(order);
    private readonly LaneStepToBoundary _boundary = new(order);
    private LaneMatrix _trial = new(order, order);

    public int Order { get; } = order;

    public LaneMatrix X { get; private set; } = new(order, order);

    public LaneMatrix Z { get; } = new(order, order);

    public LaneMatrix ZInverse { get; } = new(order, order);

    public LaneMatrix Dx { get; } = new(order, order);

    public LaneMatrix Dz { get; } = new(order, order);

    /// <summary>X of the best iterate.</summary>
    public LaneMatrix Best { get; } = new(order, order);

    /// <summary>Factors X as it is.</summary>
    public Vector256<double> FactorX() => _factorX.Of(X);

    /// <summary>Factors X + step Dx; the lanes where that is positive definite.</summary>
    public Vector256<double> TryX(Vector256<double> step)
    {
        Span<Vector256<double>> x = X.Vectors, d = Dx.Vectors, to = _trial.Vectors;
        for (int i = 0; i < to.Length; i++) to[i] = LaneArithmetic.Add(step, d[i], x[i]);
        return _factorX.Of(_trial);
    }

    /// <summary>Makes what was tried last the point.</summary>
    public void Accept() => (X, _trial) = (_trial, X);

    /// <summary>Factors Z; the lanes where that is positive definite.</summary>
    public Vector256<double> FactorZ() => _factorZ.Of(Z);

    /// <summary>Inverts the factors and Z.</summary>
    public void Prepare()
    {
        _factorX.Invert();
        InvertZ();
    }

    /// <summary>Z^-1 from the factor of Z.</summary>
    public void InvertZ()
    {
        _factorZ.Invert();
        _factorZ.InverseTo(ZInverse);
    }

    public Vector256<double> LargestStepX(double accuracy, Vector256<double> lanes) =>
        _boundary.Largest(_factorX.InverseFactor, Dx, accuracy, lanes);

    public Vector256<double> LargestStepZ(double accuracy, Vector256<double> lanes) =>
        _boundary.Largest(_factorZ.InverseFactor, Dz, accuracy, lanes);

    /// <summary>Dx = -X.</summary>
    public void StartPredictor()
    {
        Span<Vector256<double>> x = X.Vectors, to = Dx.Vectors;
        for (int i = 0; i < to.Length; i++) to[i] = -x[i];
    }

    /// <summary>Dx = mu Z^-1 - X - sym(dX_aff dZ_aff Z^-1), from the predictor's directions.</summary>
    public void StartCorrector(Vector256<double> mu)
    {
        LaneProducts.Multiply(Dx, _ratio, _product);
        Span<Vector256<double>> x = X.Vectors, inverse = ZInverse.Vectors, to = Dx.Vectors;
        for (int i = 0; i < to.Length; i++) to[i] = mu * inverse[i] - x[i];
        LaneProducts.SubtractHermitianPart(_product, Dx);
    }

    /// <summary>Dx -= sym(X dZ Z^-1).</summary>
    public void CompleteDirection()
    {
        LaneProducts.Multiply(Dz, ZInverse, _ratio);
        LaneProducts.Multiply(X, _ratio, _product);
        LaneProducts.SubtractHermitianPart(_product, Dx);
    }

    public void SaveBest(Vector256<double> lanes) => Best.CopyFrom(X, lanes);

    /// <summary>Tr(X Z).</summary>
    public Vector256<double> Complementarity() => LaneProducts.Inner(X, Z);

    /// <summary>What steps along the directions add to Tr(X Z).</summary>
    public Vector256<double> Change(Vector256<double> primal, Vector256<double> dual) =>
        primal * (LaneProducts.Inner(Dx, Z) + dual * LaneProducts.Inner(Dx, Dz)) + dual * LaneProducts.Inner(X, Dz);
}
