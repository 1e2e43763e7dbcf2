using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection;
using IsacCluster.Solvers.Projection.Derivative;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Tests.Projection;

/// <summary>
/// The vector-Jacobian product of the projection against central differences of the projection itself. Its solutions carry errors of
/// about 1e-11, so a step of 1e-4 is the best: measured errors are 1e-8 to 4e-7 there, up to 6e-6 with a step of 1e-5.
/// </summary>
public sealed class ProjectionDerivativeTests
{
    private const double Tolerance = 2e-6, Step = 1e-4;

    [Theory]
    [InlineData(4, 1, 0, 1e-10, 1)]
    [InlineData(4, 2, 14, 1e-12, 1)]
    [InlineData(4, 3, 8, 1e-10, 1)]
    [InlineData(6, 1, 14, 1e-10, 1)]
    [InlineData(6, 2, 8, 1e-10, 20)]
    [InlineData(6, 3, 0, 1e-12, 0.1)]
    [InlineData(10, 1, 8, 1e-12, 1)]
    [InlineData(10, 2, 8, 1e-10, 1)]
    [InlineData(10, 3, 14, 1e-12, 1)]
    [InlineData(5, 5, 3, 1e-11, 1)]
    public void Gradient_agrees_with_central_differences(int antennas, int users, double sinrDb, double noise, double power)
    {
        var scenario = new Scenario { Antennas = antennas, Users = users, SinrDb = sinrDb, Noise = noise, Power = power };
        for (long index = 0; index < 4; index++)
        {
            (IsacInstance instance, Design raw) = ProjectionCases.Random(scenario, index, rawPowerRatio: 1 + 0.4 * index);
            AssertGradient(instance, raw, index, Solve(instance, raw));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Gradient_is_right_for_every_number_of_active_rows(int active)
    {
        int found = 0;
        for (long index = 0; index < 200 && found < 3; index++)
        {
            (IsacInstance instance, Design raw) = ProjectionCases.Random(Weak, index, rawPowerRatio: 1.2);
            ProjectionSolution solution = Solve(instance, raw);
            if (solution.Multipliers!.Lambda.Count(lambda => lambda > 0) != active) continue;
            AssertGradient(instance, raw, index, solution);
            found++;
        }

        Assert.Equal(3, found);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradient_is_right_whether_or_not_the_radar_part_has_full_rank(bool deficient)
    {
        int found = 0;
        for (long index = 0; index < 100 && found < 3; index++)
        {
            (IsacInstance instance, Design raw) = ProjectionCases.Random(Weak, index, rawPowerRatio: deficient ? 1.2 : 0.7);
            ProjectionSolution solution = Solve(instance, raw);
            ComplexMatrix z = solution.Multipliers!.Z;
            if (ProjectionCases.Inner(z, z) > 1e-12 != deficient) continue;
            AssertGradient(instance, raw, index, solution);
            found++;
        }

        Assert.Equal(3, found);
    }

    [Fact]
    public void Around_a_strictly_feasible_design_only_the_power_is_projected()
    {
        (IsacInstance instance, Design raw) = ProjectionCases.Random(new Scenario { Users = 2, SinrDb = 3, Noise = 1e-12 }, 1);
        instance = instance with { SinrThreshold = 0.5 * Sinr.Of(raw, instance.Channel, instance.Noise).Min() };
        ProjectionSolution solution = Solve(instance, raw);
        Assert.Same(raw, solution.Result.Design);
        AssertGradient(instance, raw, 1, solution);

        ComplexMatrix cotangent = new LayerGradients(instance, 1, 0).CovarianceCotangent, tangent = cotangent.Clone();
        double trace = 0;
        for (int m = 0; m < instance.Antennas; m++) trace += cotangent[m, m].Real;
        for (int m = 0; m < instance.Antennas; m++) tangent[m, m] -= trace / instance.Antennas;
        DesignGradient gradient = new ProjectionDerivative().Backward(instance, raw, solution, cotangent);
        AssertClose(ProjectionCases.Scale(tangent * raw.C, 2), gradient.C, 1e-12);
        AssertClose(ProjectionCases.Scale(tangent * raw.S, 2), gradient.S, 1e-12);
    }

    [Fact]
    public void A_cotangent_of_the_radar_part_is_one_of_covariance_and_beams()
    {
        (IsacInstance instance, Design raw) = ProjectionCases.Random(new Scenario { Antennas = 6, SinrDb = 10 }, 2);
        ProjectionSolution solution = Solve(instance, raw);
        var check = new LayerGradients(instance, 2, 2);
        ComplexMatrix beams = LayerGradients.Beams(instance, solution.BeamCovariances!);
        DesignGradient gradient = new ProjectionDerivative().Backward(
            instance, raw, solution, check.CovarianceCotangent,
            check.BeamCotangent + ProjectionCases.Scale(check.CovarianceCotangent * beams, -2));
        double error = check.RelativeError(
            raw, gradient,
            design =>
            {
                Design projected = Solve(instance, design).Result.Design!;
                return (projected.S.Gram(), projected.C);
            },
            Step);
        Assert.InRange(error, 0, Tolerance);
    }

    [Fact]
    public void A_solution_that_is_not_optimal_and_a_wrong_shape_are_refused()
    {
        (IsacInstance instance, Design raw) = ProjectionCases.Random(new Scenario { Users = 2 }, 0);
        var derivative = new ProjectionDerivative();
        ProjectionSolution solution = Solve(instance, raw), unsolved = new(new SolveResult { Status = SolveStatus.IterationLimit });
        var cotangent = new ComplexMatrix(instance.Antennas, instance.Antennas);
        Assert.Throws<ArgumentException>(() => derivative.Backward(instance, raw, unsolved, cotangent));
        Assert.Throws<ArgumentException>(() => derivative.Backward(instance, raw, solution, raw.C));
        Assert.Throws<ArgumentException>(() => derivative.Backward(instance, raw, solution, cotangent, cotangent));
        Assert.Throws<ArgumentException>(() => derivative.Backward(instance, raw with { C = cotangent }, solution, cotangent));
    }

    /// <summary>Thresholds so low that some SINR rows are slack at the projection.</summary>
    private static readonly Scenario Weak = new() { Antennas = 6, Users = 3, SinrDb = -8, Noise = 1e-11 };

    private static ProjectionSolution Solve(IsacInstance instance, Design raw)
    {
        ProjectionSolution solution = new ProjectionSolver().Project(instance, raw);
        Assert.Equal(SolveStatus.Optimal, solution.Result.Status);
        return solution;
    }

    private static void AssertGradient(IsacInstance instance, Design raw, long index, ProjectionSolution solution)
    {
        var check = new LayerGradients(instance, index, 2);
        DesignGradient gradient = new ProjectionDerivative().Backward(
            instance, raw, solution, check.CovarianceCotangent, check.BeamCotangent);
        double error = check.RelativeError(
            raw, gradient,
            design =>
            {
                ProjectionSolution moved = Solve(instance, design);
                return (moved.Covariance!, LayerGradients.Beams(instance, moved.BeamCovariances!));
            },
            Step);
        Assert.True(error <= Tolerance, $"Instance {index}: the gradient is off by {error:g2}.");
    }

    private static void AssertClose(ComplexMatrix expected, ComplexMatrix actual, double tolerance)
    {
        ComplexMatrix difference = ProjectionCases.Subtract(expected, actual);
        double error = ProjectionCases.Inner(difference, difference) / ProjectionCases.Inner(expected, expected);
        Assert.InRange(Math.Sqrt(error), 0, tolerance);
    }
}
