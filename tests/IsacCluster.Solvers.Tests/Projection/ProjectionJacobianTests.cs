using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Randomness;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.Projection;
using IsacCluster.Solvers.Projection.Derivative;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Tests.Projection;

/// <summary>
/// What the Jacobian of a Euclidean projection on a convex set is in covariance space: symmetric, J >= J^2, tangent to the constraints
/// that hold with equality, also where the projection is not differentiable.
/// </summary>
public sealed class ProjectionJacobianTests
{
    [Theory]
    [InlineData(4, 1, 5, 1)]
    [InlineData(6, 3, 12, 1.4)]
    [InlineData(10, 2, 8, 1)]
    [InlineData(10, 4, 8, 2)]
    public void It_is_symmetric_firmly_nonexpansive_and_tangent(int antennas, int users, double sinrDb, double ratio)
    {
        var scenario = new Scenario { Antennas = antennas, Users = users, SinrDb = sinrDb };
        for (long index = 0; index < 5; index++)
        {
            (IsacInstance instance, Design raw) = ProjectionCases.Random(scenario, index, ratio);
            AssertJacobian(instance, raw, index);
        }
    }

    public enum Degenerate
    {
        /// <summary>W = 0 = Z: the raw design is feasible without a radar part.</summary>
        NoRadarPart,

        /// <summary>The SINR row of the one user holds with equality and has the multiplier 0.</summary>
        TightRowWithoutMultiplier,

        /// <summary>P0 is the least power, so that the feasible set is one point.</summary>
        OnePoint,

        /// <summary>Nothing to start from.</summary>
        ZeroRaw,

        /// <summary>Two users share one channel.</summary>
        EqualChannels,
    }

    [Theory]
    [InlineData(Degenerate.NoRadarPart)]
    [InlineData(Degenerate.TightRowWithoutMultiplier)]
    [InlineData(Degenerate.OnePoint)]
    [InlineData(Degenerate.ZeroRaw)]
    [InlineData(Degenerate.EqualChannels)]
    public void Degenerate_cases_give_an_element_of_the_generalised_Jacobian(Degenerate kind)
    {
        for (long index = 0; index < 5; index++)
        {
            (IsacInstance instance, Design raw) = Make(kind, index);
            // At the least power the system's condition is the inverse of the excess, 1e8.
            ProjectionSolution solution = AssertJacobian(instance, raw, index, kind == Degenerate.OnePoint ? 1e-5 : 1e-9);
            var check = new LayerGradients(instance, index, 0);
            DesignGradient gradient = new ProjectionDerivative().Backward(
                instance, raw, solution, check.CovarianceCotangent, check.BeamCotangent);
            Assert.True(double.IsFinite(ProjectionCases.Inner(gradient.C, gradient.C) + ProjectionCases.Inner(gradient.S, gradient.S)));
        }
    }

    private static (IsacInstance Instance, Design Raw) Make(Degenerate kind, long index)
    {
        int users = kind == Degenerate.TightRowWithoutMultiplier ? 1 : 2;
        (IsacInstance instance, Design raw) = ProjectionCases.Random(new Scenario { Antennas = 6, Users = users, SinrDb = 5 }, index);
        Design least = MinimumPower.Solve(instance).Design!;
        return kind switch
        {
            Degenerate.NoRadarPart => (instance, LayerGradients.Scaled(least, Math.Sqrt(instance.Power / least.Power()))),
            Degenerate.TightRowWithoutMultiplier =>
                (instance with { SinrThreshold = Sinr.Of(raw, instance.Channel, instance.Noise)[0] }, raw),
            Degenerate.OnePoint =>
                (instance with { Power = least.Power() * (1 + 1e-8) }, LayerGradients.Scaled(raw, Math.Sqrt(least.Power()))),
            Degenerate.ZeroRaw => (instance, LayerGradients.Scaled(raw, 0)),
            _ => (instance with { Channel = OneChannel(instance.Channel), SinrThreshold = 0.5 }, raw),
        };
    }

    private static ComplexMatrix OneChannel(ComplexMatrix channel)
    {
        ComplexMatrix result = channel.Clone();
        for (int l = 1; l < channel.Rows; l++) channel.Row(0).CopyTo(result.Row(l));
        return result;
    }

    private static ProjectionSolution AssertJacobian(IsacInstance instance, Design raw, long index, double tolerance = 1e-9)
    {
        ProjectionSolution solution = new ProjectionSolver().Project(instance, raw);
        Assert.Equal(SolveStatus.Optimal, solution.Result.Status);
        var problem = new ScaledProblem(instance.Antennas, instance.Users);
        Assert.True(problem.Load(instance, raw));
        var jacobian = new ProjectionJacobian(instance.Antennas, instance.Users);
        Assert.True(jacobian.Load(problem, solution));
        var stream = new RandomStream(seed: 32, StreamPurpose.Paths, (ulong)index);
        PlanarMatrix[] u = Draw(instance, ref stream), v = Draw(instance, ref stream);
        PlanarMatrix[] ju = Apply(jacobian, problem, u), jv = Apply(jacobian, problem, v);
        double scale = Math.Sqrt(Inner(u, u) * Inner(v, v)), length = Math.Sqrt(Inner(u, u));
        Assert.InRange((Inner(u, jv) - Inner(v, ju)) / scale, -tolerance, tolerance);
        Assert.InRange((Inner(ju, ju) - Inner(u, ju)) / scale, double.NegativeInfinity, tolerance);
        Assert.InRange(ju[^1].Trace() / length, -tolerance, tolerance);
        for (int l = 0; l < instance.Users; l++)
        {
            if (!(solution.Multipliers!.Lambda[l] > 0)) continue;
            double row = problem.SignalFactors[l] * ju[l].QuadraticForm(problem.ChannelRe(l), problem.ChannelIm(l))
                - ju[^1].QuadraticForm(problem.ChannelRe(l), problem.ChannelIm(l));
            Assert.InRange(row / (problem.SignalFactors[l] * length), -tolerance, tolerance);
        }

        return solution;
    }

    private static PlanarMatrix[] Apply(ProjectionJacobian jacobian, ScaledProblem problem, PlanarMatrix[] v)
    {
        PlanarMatrix[] result = [.. v.Select(matrix => new PlanarMatrix(matrix.Rows, matrix.Columns))];
        for (int k = 0; k < v.Length; k++) result[k].CopyFrom(v[k]);
        Assert.True(jacobian.Apply(problem, result[..^1], result[^1]));
        return result;
    }

    private static PlanarMatrix[] Draw(IsacInstance instance, ref RandomStream stream)
    {
        var result = new PlanarMatrix[instance.Users + 1];
        for (int k = 0; k < result.Length; k++)
        {
            ComplexMatrix g = ProjectionCases.Gaussian(instance.Antennas, instance.Antennas, ref stream);
            result[k] = new PlanarMatrix(instance.Antennas, instance.Antennas);
            for (int i = 0; i < g.Rows; i++)
            {
                for (int j = 0; j < g.Columns; j++) result[k][i, j] = g[i, j];
            }

            result[k].Symmetrise();
        }

        return result;
    }

    private static double Inner(PlanarMatrix[] a, PlanarMatrix[] b) => a.Zip(b, PlanarMatrix.Inner).Sum();
}
