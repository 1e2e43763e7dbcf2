using IsacCluster.Numerics;

namespace IsacCluster.Solvers.InteriorPoint.Blockwise;

/// <summary>
/// One variable with a lift V into the antennas' coordinates and, in narrow programs, coordinates of its own; n = M without a lift.
/// </summary>
internal sealed class PsdBlock : PsdPair
{
    private readonly PlanarMatrix _product, _correction, _xColumns, _zColumns;
    private readonly PlanarMatrix? _lift, _liftAdjoint, _tall, _wide, _scaling, _scalingAdjoint, _budgetColumns;

    /// <param name="order">n.</param>
    /// <param name="antennas">M.</param>
    /// <param name="isLifted">Whether V is not the identity.</param>
    /// <param name="isNarrow">Whether the block gets its own coordinates.</param>
    /// <param name="basis">Its features; blocks without lift share one.</param>
    public PsdBlock(int order, int antennas, bool isLifted, bool isNarrow, FeatureBasis basis)
        : base(order)
    {
        Basis = basis;
        (_product, _correction) = (Square(), Square());
        int features = basis.Columns.Columns;
        (_xColumns, _zColumns) = (new(order, features), new(order, features));
        (XFeatures, ZFeatures) = (new(features, features), new(features, features));
        AppliedVectors = new(basis.Vectors.Rows, order);
        if (isNarrow) (Budget, _scaling, _scalingAdjoint, _budgetColumns) = (Square(), Square(), Square(), new(order, features));
        if (!isLifted) return;
        (_lift, _liftAdjoint, _tall, _wide) = (new(antennas, order), new(order, antennas), new(antennas, order), new(antennas, antennas));
    }

    public FeatureBasis Basis { get; }

    public bool IsLifted => _lift is not null;

    /// <summary>phi_a^H X phi_b, upper part.</summary>
    public PlanarMatrix XFeatures { get; }

    /// <summary>phi_a^H Z^-1 phi_b, upper part.</summary>
    public PlanarMatrix ZFeatures { get; }

    /// <summary>Scratch: row i holds X g_i.</summary>
    public PlanarMatrix AppliedVectors { get; }

    /// <summary>In narrow programs D of <see cref="BlockwiseMethod"/> in the block's coordinates, T^H D T; null for the identity.</summary>
    public PlanarMatrix? Budget { get; }

    /// <summary>Takes the program's V, and its own coordinates X = T X' T^H with X' = I at the start of a narrow program.</summary>
    public void Load(ConicProgram program, int index)
    {
        PlanarMatrix factor = program.Start.Factors[index];
        PlanarMatrix? lift = program.Lifts[index];
        if (Budget is null)
        {
            HermitianKernels.Adjoint(factor, _correction);
            MatrixProducts.Multiply(factor, _correction, X);
            if (lift is not null) SetLift(program, lift);
            return;
        }

        _scaling!.CopyFrom(factor);
        HermitianKernels.Adjoint(factor, _scalingAdjoint!);
        if (lift is not null) MatrixProducts.Multiply(lift, _scaling, _tall!);
        SetLift(program, lift is null ? _scaling : _tall!);
        X.SetIdentity(1);
        // T^H D T from its scaled terms: those along the least-power beams, which cancel, are then of order 1 however large q is.
        MatrixProducts.Multiply(_scalingAdjoint!, _scaling, Budget);
        for (int i = 0; i < program.Rows.Length; i++)
        {
            double weight = program.Start.Multipliers[i] * program.Rows[i].CoefficientOf(index);
            if (weight != 0) HermitianKernels.AddOuter(-weight, Basis.Vectors, i, Budget);
        }
    }

    /// <summary>The best X in the program's coordinates; valid until the next step.</summary>
    public PlanarMatrix InProgram()
    {
        if (_scaling is null) return Best;
        MatrixProducts.Multiply(_scaling, Best, _product);
        MatrixProducts.Multiply(_product, _scalingAdjoint!, _correction);
        return _correction;
    }

    /// <summary>
    /// Of a block with coordinates of its own, rows that are the columns of F with F F^H the best X in the program's coordinates: as small
    /// along a channel as F is, without cancellation. False if rounding left X no longer positive definite.
    /// </summary>
    public bool TryFactor(PlanarMatrix rows)
    {
        // X' = U^H U, F = T U^H, and the rows of conj(U T^H) are the columns of F.
        if (!HermitianKernels.Cholesky(Best, _correction)) return false;
        for (int i = 0; i < Order; i++)
        {
            for (int j = 0; j < i; j++) _correction[i, j] = 0;
        }

        MatrixProducts.Multiply(_correction, _scalingAdjoint!, _product);
        HermitianKernels.Conjugate(_product, rows);
        return true;
    }

    private void SetLift(ConicProgram program, PlanarMatrix lift)
    {
        _lift!.CopyFrom(lift);
        HermitianKernels.Adjoint(lift, _liftAdjoint!);
        Basis.Set(program.Factor, program.RowVectors, lift, _liftAdjoint);
    }

    /// <summary>sum += V A V^H.</summary>
    public void AddLifted(PlanarMatrix a, PlanarMatrix sum)
    {
        if (!IsLifted)
        {
            sum.Add(1, a);
            return;
        }

        MatrixProducts.Multiply(_lift!, a, _tall!);
        MatrixProducts.Multiply(_tall!, _liftAdjoint!, _wide!);
        sum.Add(1, _wide!);
    }

    /// <summary>result = V^H A V.</summary>
    public void Compress(PlanarMatrix a, PlanarMatrix result)
    {
        if (!IsLifted)
        {
            result.CopyFrom(a);
            return;
        }

        MatrixProducts.Multiply(a, _lift!, _tall!);
        MatrixProducts.Multiply(_liftAdjoint!, _tall!, result);
    }

    /// <summary>
    /// Fills <see cref="XFeatures"/> and <see cref="ZFeatures"/>, adds Re phi_a^H X D Z^-1 phi_a to the products and returns Tr(D X D
    /// Z^-1).
    /// </summary>
    public double MakeFeatures(double[] products)
    {
        MatrixProducts.Multiply(X, Basis.Columns, _xColumns);
        MatrixProducts.Multiply(ZInverse, Basis.Columns, _zColumns);
        MatrixProducts.Multiply(Basis.Adjoint, _xColumns, XFeatures, upper: true);
        MatrixProducts.Multiply(Basis.Adjoint, _zColumns, ZFeatures, upper: true);
        if (Budget is null)
        {
            PlanarKernels.AddColumnProducts(_xColumns, _zColumns, products);
            return PlanarMatrix.Inner(X, ZInverse);
        }

        MatrixProducts.Multiply(Budget, _xColumns, _budgetColumns!);
        PlanarKernels.AddColumnProducts(_budgetColumns!, _zColumns, products);
        return BudgetProduct(ZInverse);
    }

    /// <summary>Tr(D X D A) for Hermitian A.</summary>
    public double BudgetProduct(PlanarMatrix a)
    {
        if (Budget is null) return PlanarMatrix.Inner(X, a);
        MatrixProducts.Multiply(Budget, X, _correction);
        MatrixProducts.Multiply(_correction, Budget, _product);
        return PlanarMatrix.Inner(_product, a);
    }

    /// <summary>Tr(D A).</summary>
    public double BudgetOf(PlanarMatrix a) => Budget is null ? a.Trace() : PlanarMatrix.Inner(Budget, a);

    /// <summary>X += factor X D X.</summary>
    public void AddBudgetSquare(double factor)
    {
        if (Budget is null)
        {
            MatrixProducts.Multiply(X, X, _product);
        }
        else
        {
            MatrixProducts.Multiply(X, Budget, _correction);
            MatrixProducts.Multiply(_correction, X, _product);
        }

        HermitianKernels.AddHermitianPart(factor, _product, X);
    }

    public override void StartCorrector(double mu)
    {
        MatrixProducts.Multiply(Dx, Dz, _correction);
        MatrixProducts.Multiply(_correction, ZInverse, _product);
        Dx.Clear();
        Dx.Add(mu, ZInverse);
        Dx.Add(-1, X);
        HermitianKernels.AddHermitianPart(-1, _product, Dx);
    }

    public override void CompleteDirection()
    {
        MatrixProducts.Multiply(X, Dz, _correction);
        MatrixProducts.Multiply(_correction, ZInverse, _product);
        HermitianKernels.AddHermitianPart(-1, _product, Dx);
    }
}
