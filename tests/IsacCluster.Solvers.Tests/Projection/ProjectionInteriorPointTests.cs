using System.Numerics;
using IsacCluster.Isac.Randomness;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection.Formulation;
using IsacCluster.Solvers.Projection.InteriorPoint;

namespace IsacCluster.Solvers.Tests.Projection;

/// <summary>The interior-point method by itself: reference values, weak duality at points that are not optimal, its scaling.</summary>
public sealed class ProjectionInteriorPointTests
{
    public static TheoryData<string> Feasible() => ProjectionReferenceTests.Feasible();

    [Theory]
    [MemberData(nameof(Feasible))]
    public void Agrees_with_the_reference(string id)
    {
        (ScaledProblem problem, double distance, double unit) = Load(id);
        var method = new NesterovToddMethod(problem.Antennas, problem.Users);
        Assert.Equal(SolveLimit.None, method.Solve(problem, new SolveBudget(new SolverOptions())));
        Assert.InRange(method.Point.Product(), 0, 1e-11 * Math.Max(method.Point.Objective, 1e-4));
        method.Point.EvaluateBound(problem);
        Assert.InRange(unit * method.Point.Objective - distance, -2e-9, 2e-9);
        Assert.InRange(method.Point.Objective - method.Point.Bound, -1e-9, 1e-9);
        Assert.InRange(method.Point.DualResidual, 0, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Feasible))]
    public void The_bound_of_the_start_is_below_the_optimum(string id)
    {
        (ScaledProblem problem, double distance, double unit) = Load(id);
        NesterovToddBlock[] blocks =
            [.. Enumerable.Range(0, problem.Users + 1).Select(_ => new NesterovToddBlock(problem.Antennas, problem.Users))];
        var point = new NesterovToddPoint(problem.Antennas, problem.Users, blocks);
        Assert.True(point.Start(problem) && point.Measure(problem));
        point.EvaluateBound(problem);
        Assert.True(double.IsFinite(point.Bound));
        Assert.True(unit * point.Bound <= distance);
    }

    [Fact]
    public void The_scaling_keeps_its_product_form_through_a_step()
    {
        const int order = 5;
        var stream = new RandomStream(8, StreamPurpose.Fading, 0);
        ComplexMatrix dual = ProjectionCases.Gaussian(order, order, ref stream).Gram();
        for (int i = 0; i < order; i++) dual[i, i] += 1;
        var block = new NesterovToddBlock(order, 1);
        Assert.True(block.Start(0.3, Planar(dual)));
        ComplexMatrix primal = Identity(order, 0.3);
        AssertScaling(block, primal, dual);

        // Steps in the coordinates of G, V + G dV G^H and Z + G^-H dZ G^-1; the latter through G^-1 = D^-1 G^H Z.
        ComplexMatrix g = Scaling(block), primalStep = SmallHermitian(order, block, ref stream),
            dualStep = SmallHermitian(order, block, ref stream);
        ComplexMatrix inverse = ProjectionCases.Adjoint(g) * dual;
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++) inverse[i, j] /= block.Values[i];
        }

        block.PrimalStep.CopyFrom(Planar(primalStep));
        block.DualStep.CopyFrom(Planar(dualStep));
        Assert.True(block.Advance(0.5));
        primal += ProjectionCases.Scale(g * primalStep * ProjectionCases.Adjoint(g), 0.5);
        dual += ProjectionCases.Scale(ProjectionCases.Adjoint(inverse) * dualStep * inverse, 0.5);
        AssertScaling(block, primal, dual);
    }

    [Fact]
    public void One_sided_rotations_keep_the_digits_of_small_rows()
    {
        // Rows of sizes 1 to 1e-24: the products of the least ones would drown beside 1 in the Gram matrix.
        const int order = 7;
        var stream = new RandomStream(9, StreamPurpose.Fading, 0);
        ComplexMatrix a = ProjectionCases.Gaussian(order, order, ref stream);
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++) a[i, j] *= Math.Pow(10, -4 * i);
        }

        PlanarMatrix rows = Planar(a), rotation = Planar(Identity(order, 1));
        Assert.True(OneSidedJacobi.Orthogonalise(rows, rotation));
        ComplexMatrix result = rows.ToComplex(), q = rotation.ToComplex();
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++)
            {
                Complex inner = RowProduct(result, i, j), unitary = RowProduct(q, i, j);
                double size = Math.Sqrt(RowProduct(result, i, i).Real * RowProduct(result, j, j).Real);
                if (i != j) Assert.InRange(inner.Magnitude, 0, 1e-14 * size);
                Assert.InRange((unitary - (i == j ? 1 : 0)).Magnitude, 0, 1e-13);
            }
        }

        // |det| is invariant: its digits survive only if the least row keeps its own.
        double volume = 0, expected = LogVolume(a);
        for (int i = 0; i < order; i++) volume += 0.5 * Math.Log(RowProduct(result, i, i).Real);
        Assert.Equal(expected, volume, 1e-11);
    }

    private static (ScaledProblem Problem, double Distance, double Unit) Load(string id)
    {
        ProjectionCases.ReferenceCase reference = ProjectionCases.Reference.Single(item => item.Id == id);
        var problem = new ScaledProblem(reference.Instance.Antennas, reference.Instance.Users);
        Assert.True(problem.Load(reference.Instance, reference.Raw!));
        return (problem, reference.SquaredDistance, reference.Instance.Power * reference.Instance.Power);
    }

    /// <summary>V = G D G^H and G^H Z G = D.</summary>
    private static void AssertScaling(NesterovToddBlock block, ComplexMatrix primal, ComplexMatrix dual)
    {
        ComplexMatrix g = Scaling(block), d = Identity(primal.Rows, 1);
        for (int i = 0; i < d.Rows; i++) d[i, i] = block.Values[i];
        AssertClose(primal, g * d * ProjectionCases.Adjoint(g));
        AssertClose(d, ProjectionCases.Adjoint(g) * dual * g);
    }

    private static ComplexMatrix Scaling(NesterovToddBlock block) => ProjectionCases.Adjoint(block.ScalingH.ToComplex());

    private static ComplexMatrix SmallHermitian(int order, NesterovToddBlock block, ref RandomStream stream)
    {
        ComplexMatrix a = ProjectionCases.Gaussian(order, order, ref stream);
        return ProjectionCases.Scale(a + ProjectionCases.Adjoint(a), 0.05 * block.Values.Min());
    }

    private static void AssertClose(ComplexMatrix expected, ComplexMatrix actual)
    {
        ComplexMatrix difference = ProjectionCases.Subtract(expected, actual);
        Assert.InRange(ProjectionCases.Inner(difference, difference), 0, 1e-24 * ProjectionCases.Inner(expected, expected));
    }

    private static Complex RowProduct(ComplexMatrix a, int i, int j)
    {
        Complex sum = 0;
        for (int k = 0; k < a.Columns; k++) sum += a[i, k] * Complex.Conjugate(a[j, k]);
        return sum;
    }

    /// <summary>log |det A| by Gram-Schmidt on the rows from the largest on.</summary>
    private static double LogVolume(ComplexMatrix a)
    {
        ComplexMatrix rows = a.Clone();
        double sum = 0;
        for (int i = 0; i < a.Rows; i++)
        {
            for (int pass = 0; pass < 2; pass++)
            {
                for (int k = 0; k < i; k++)
                {
                    Complex factor = RowProduct(rows, i, k) / RowProduct(rows, k, k);
                    for (int j = 0; j < a.Columns; j++) rows[i, j] -= factor * rows[k, j];
                }
            }

            sum += 0.5 * Math.Log(RowProduct(rows, i, i).Real);
        }

        return sum;
    }

    private static PlanarMatrix Planar(ComplexMatrix a)
    {
        var result = new PlanarMatrix(a.Rows, a.Columns);
        for (int i = 0; i < a.Rows; i++)
        {
            for (int j = 0; j < a.Columns; j++) result[i, j] = a[i, j];
        }

        return result;
    }

    private static ComplexMatrix Identity(int order, double factor)
    {
        var a = new ComplexMatrix(order, order);
        for (int i = 0; i < order; i++) a[i, i] = factor;
        return a;
    }
}
