using System.Numerics;
using IsacCluster.Numerics;
using IsacCluster.Numerics.Tests;
using IsacCluster.Solvers.InteriorPoint;
using MathNet.Numerics.LinearAlgebra;

namespace IsacCluster.Solvers.Tests.InteriorPoint;

/// <summary>The step to the boundary of the cone against a dense eigendecomposition.</summary>
public sealed class StepToBoundaryTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(10)]
    [InlineData(24)]
    public void The_step_to_the_boundary_reaches_it(int order)
    {
        PlanarMatrix a = RandomMatrices.PositiveDefinite(order, 1), direction = RandomMatrices.PositiveDefinite(order, 2);
        for (int i = 0; i < order; i++) direction[i, i] -= 2 * order;
        PlanarMatrix factor = new(order, order), inverseFactor = new(order, order);
        Assert.True(HermitianKernels.Cholesky(a, factor));
        HermitianKernels.InvertFactor(factor, inverseFactor);
        PlanarMatrix adjoint = new(order, order);
        HermitianKernels.Adjoint(inverseFactor, adjoint);
        double step = new StepToBoundary(order).Largest(inverseFactor, adjoint, direction, 1e-2);
        ComplexMatrix at = a.ToComplex() + direction.ToComplex(step);
        var dense = Matrix<Complex>.Build.Dense(order, order, (i, j) => at[i, j]);
        double smallest = dense.Evd(Symmetricity.Hermitian).EigenValues.Min(value => value.Real);
        Assert.InRange(smallest, -1e-9, 0.05);
    }
}
