using System.Numerics;
using System.Runtime.Intrinsics;
using IsacCluster.Isac.Randomness;
using IsacCluster.Numerics.Lanes;

namespace IsacCluster.Numerics.Tests;

/// <summary>Kernels across four problems against those inside one, for even and odd orders.</summary>
public sealed class LaneTests
{
    public static TheoryData<int> Orders => [1, 2, 3, 4, 5, 7, 10, 11];

    [Theory]
    [MemberData(nameof(Orders))]
    public void Products_are_those_of_each_problem(int order)
    {
        LaneMatrix a = new(order, order + 1), b = new(order + 1, order + 2), c = new(order, order + 2), f = new(order, order);
        LaneMatrix full = new(order, order), lower = new(order, order);
        for (int lane = 0; lane < LaneArray.Lanes; lane++)
        {
            a.Load(lane, RandomMatrices.Gaussian(order, order + 1, Seed(order, lane)));
            b.Load(lane, RandomMatrices.Gaussian(order + 1, order + 2, Seed(order, lane + 10)));
            full.Load(lane, RandomMatrices.PositiveDefinite(order, Seed(order, lane + 20)));
            lower.Load(lane, Lower(RandomMatrices.Gaussian(order, order, Seed(order, lane + 30))));
        }

        LaneProducts.Multiply(a, b, c);
        for (int lane = 0; lane < LaneArray.Lanes; lane++) AssertNear(a.Of(lane).ToComplex() * b.Of(lane).ToComplex(), c.Of(lane));
        LaneProducts.Multiply(lower, full, f, lowerLeft: true);
        LaneMatrix congruence = new(order, order), rest = new(order, order);
        LaneProducts.MultiplyAdjoint(f, lower, congruence);
        rest.CopyFrom(full);
        LaneMatrix adjoint = new(order, order);
        for (int lane = 0; lane < LaneArray.Lanes; lane++)
        {
            ComplexMatrix l = lower.Of(lane).ToComplex(), product = l * full.Of(lane).ToComplex();
            AssertNear(product, f.Of(lane));
            AssertNear(product * RandomMatrices.Adjoint(l), congruence.Of(lane));
            adjoint.Load(lane, Planar(RandomMatrices.Adjoint(l)));
        }

        // rest = A - L L^H.
        LaneProducts.SubtractProduct(lower, adjoint, rest);
        Vector256<double> inner = LaneProducts.Inner(full, congruence), form = LaneProducts.Quadratic(full, lower, order - 1);
        for (int lane = 0; lane < LaneArray.Lanes; lane++)
        {
            ComplexMatrix l = lower.Of(lane).ToComplex(), matrix = full.Of(lane).ToComplex(), gram = l * RandomMatrices.Adjoint(l);
            for (int i = 0; i < gram.Data.Length; i++) gram.Data[i] = matrix.Data[i] - gram.Data[i];
            AssertNear(gram, rest.Of(lane));
            double expected = PlanarMatrix.Inner(full.Of(lane), congruence.Of(lane));
            Assert.Equal(expected, inner.GetElement(lane), 1e-10 * (1 + Math.Abs(expected)));
            expected = MatrixProducts.Quadratic(full.Of(lane), lower.Of(lane), order - 1);
            Assert.Equal(expected, form.GetElement(lane), 1e-10 * (1 + Math.Abs(expected)));
        }
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void A_lane_without_a_factor_leaves_the_others_alone(int order)
    {
        LaneMatrix a = new(order, order), inverse = new(order, order), with = new(order, order), without = new(order, order);
        var cholesky = new LaneCholesky(order);
        for (int lane = 0; lane < LaneArray.Lanes; lane++) a.Load(lane, RandomMatrices.PositiveDefinite(order, Seed(order, lane)));
        Assert.Equal(0b1111u, Vector256.ExtractMostSignificantBits(cholesky.Of(a)));
        with.CopyFrom(cholesky.Factor);
        cholesky.Invert();
        cholesky.InverseTo(inverse);
        for (int lane = 0; lane < LaneArray.Lanes; lane++)
        {
            var identity = new ComplexMatrix(order, order);
            for (int i = 0; i < order; i++) identity[i, i] = 1;
            AssertNear(identity, Planar(a.Of(lane).ToComplex() * inverse.Of(lane).ToComplex()));
        }

        a.Re(order - 1, order - 1) = Vector256.ConditionalSelect(
            LaneArithmetic.Lane(2), Vector256.Create(-1.0), a.Re(order - 1, order - 1));
        Assert.Equal(0b1011u, Vector256.ExtractMostSignificantBits(cholesky.Of(a)));
        without.CopyFrom(cholesky.Factor);
        foreach (int lane in (int[])[0, 1, 3]) Assert.Equal(with.Of(lane).Re, without.Of(lane).Re);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(17)]
    [InlineData(26)]
    public void Real_systems_are_solved(int order)
    {
        var draws = new RandomStream(3, StreamPurpose.Fading, (ulong)order);
        var system = new LaneSystem(order);
        LaneArray b = new(order), rows = new(order * order), product = new(order * order);
        double[] solution = new double[LaneArray.Lanes * order];
        for (int i = 0; i < solution.Length; i++) solution[i] = draws.NextComplexGaussian().Real;
        for (int i = 0; i < order * order; i++)
        {
            for (int lane = 0; lane < LaneArray.Lanes; lane++) rows.At(i, lane) = draws.NextComplexGaussian().Real;
        }

        LaneRealProducts.RowsByRows(ref rows.First, order, ref rows.First, order, order, ref product.First, order, lower: true);
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                system.Matrix[i * order + j] = product[i * order + j] + (i == j ? Vector256<double>.One : Vector256<double>.Zero);
                for (int lane = 0; lane < LaneArray.Lanes; lane++)
                {
                    double expected = Enumerable.Range(0, order).Sum(k => rows.At(i * order + k, lane) * rows.At(j * order + k, lane));
                    Assert.Equal(expected, product.At(i * order + j, lane), 1e-10 * order);
                    b.At(i, lane) += system.Matrix.At(i * order + j, lane) * solution[lane * order + j];
                    if (i != j) b.At(j, lane) += system.Matrix.At(i * order + j, lane) * solution[lane * order + i];
                }
            }
        }

        Assert.Equal(0b1111u, Vector256.ExtractMostSignificantBits(system.Factor()));
        system.Solve(b);
        for (int i = 0; i < order * LaneArray.Lanes; i++)
            Assert.Equal(solution[i], b.At(i % order, i / order), 1e-8);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void The_coordinates_of_the_link_are_those_of_each_problem(int users)
    {
        int links = HermitianLink.Count(users), stride = PlanarMatrix.Padded(links);
        LaneMatrix p = new(users, users), w = new(users, users), back = new(users, users);
        LaneArray coordinates = new(links), products = new(links * links), forms = new(links * users);
        for (int lane = 0; lane < LaneArray.Lanes; lane++)
        {
            p.Load(lane, RandomMatrices.PositiveDefinite(users, Seed(users, lane)));
            w.Load(lane, RandomMatrices.PositiveDefinite(users, Seed(users, lane + 10)));
        }

        LaneLink.Add(p, Vector256.Create(1.0), ref coordinates.First);
        LaneLink.ToMatrix(ref coordinates.First, back);
        LaneLink.AddProducts(p, w, ref products.First, links);
        LaneLink.Forms(p, w, forms);
        for (int lane = 0; lane < LaneArray.Lanes; lane++)
        {
            AssertNear(p.Of(lane).ToComplex(), back.Of(lane));
            double[] expected = new double[links], matrix = new double[links * stride];
            double[] form = new double[links * PlanarMatrix.Padded(users)];
            HermitianLink.Add(p.Of(lane), 1, expected, 0);
            HermitianLink.AddProducts(p.Of(lane), w.Of(lane), matrix, stride, 0);
            HermitianLink.AddForms(p.Of(lane), w.Of(lane), 1, form, 0, PlanarMatrix.Padded(users), users);
            for (int i = 0; i < links; i++)
            {
                Assert.Equal(expected[i], coordinates.At(i, lane), 1e-10);
                for (int j = i; j < links; j++) Assert.Equal(matrix[i * stride + j], products.At(j * links + i, lane), 1e-9);
                for (int k = 0; k < users; k++)
                    Assert.Equal(form[i * PlanarMatrix.Padded(users) + k], forms.At(i * users + k, lane), 1e-9);
            }
        }
    }

    private static ulong Seed(int order, int lane) => (ulong)(1000 * order + lane);

    private static PlanarMatrix Lower(PlanarMatrix matrix)
    {
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = i + 1; j < matrix.Columns; j++) matrix[i, j] = Complex.Zero;
        }

        return matrix;
    }

    private static PlanarMatrix Planar(ComplexMatrix matrix)
    {
        var result = new PlanarMatrix(matrix.Rows, matrix.Columns);
        result.CopyFrom(matrix, 1);
        return result;
    }

    private static void AssertNear(ComplexMatrix expected, PlanarMatrix actual)
    {
        for (int i = 0; i < expected.Rows; i++)
        {
            for (int j = 0; j < expected.Columns; j++)
                Assert.True(Complex.Abs(expected[i, j] - actual[i, j]) < 1e-9 * (1 + Complex.Abs(expected[i, j])), $"{i}, {j}");
        }
    }
}
