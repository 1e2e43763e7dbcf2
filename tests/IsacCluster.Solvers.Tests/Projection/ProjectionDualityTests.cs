using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.Projection;
using IsacCluster.Solvers.Projection.Formulation;
using MathNet.Numerics.LinearAlgebra;

namespace IsacCluster.Solvers.Tests.Projection;

/// <summary>
/// Optimality checked independently: the dual value of the returned multipliers in plain code on Math.NET's eigenvalues, and
/// the primal value of the returned covariances, must meet.
/// </summary>
public sealed class ProjectionDualityTests
{
    [Theory]
    [InlineData(10, 2, 8, 1, 1e-10)]
    [InlineData(10, 4, 12, 1, 1e-10)]
    [InlineData(4, 4, 0, 1, 1e-11)]
    [InlineData(2, 1, 10, 100, 1e-10)]
    [InlineData(7, 3, 20, 0.01, 1e-13)]
    [InlineData(12, 1, 25, 1000, 1e-8)]
    public void Primal_and_dual_values_meet_on_every_feasible_instance(int antennas, int users, double sinrDb, double power, double noise)
    {
        var scenario = new Scenario { Antennas = antennas, Users = users, SinrDb = sinrDb, Power = power, Noise = noise };
        var solver = new ProjectionSolver();
        for (long index = 0; index < 20; index++)
        {
            (IsacInstance instance, Design raw) = ProjectionCases.Random(scenario, index, rawPowerRatio: index % 3 == 2 ? 4 : 1);
            ProjectionSolution solution = solver.Project(instance, raw);
            if (MinimumPower.Solve(instance).IsFeasible) AssertOptimal(instance, raw, solution);
            else Assert.NotEqual(SolveStatus.Optimal, solution.Result.Status);
        }
    }

    [Fact]
    public void A_detuned_multiplier_lowers_the_dual_value()
    {
        (IsacInstance instance, Design raw) = ProjectionCases.Random(new Scenario { SinrDb = 12 }, 3);
        ProjectionSolution solution = new ProjectionSolver().Project(instance, raw);
        ProjectionMultipliers best = solution.Multipliers!;
        double value = Dual(instance, raw, best);
        Assert.True(Dual(instance, raw, best with { Nu = best.Nu + 0.1 }) < value);
        Assert.True(Dual(instance, raw, best with { Z = ProjectionCases.Scale(best.Z, 1.2) }) < value);
        Assert.True(Dual(instance, raw, best with { Lambda = [.. best.Lambda.Select(x => 0.5 * x)] }) < value);
    }

    /// <summary>Status, constraints of the beamformers, recovery and a closed gap between values computed in plain code.</summary>
    internal static void AssertOptimal(IsacInstance instance, Design raw, ProjectionSolution solution)
    {
        Assert.Equal(SolveStatus.Optimal, solution.Result.Status);
        Assert.InRange(solution.Result.RelativeGap, -1e-8, 1e-8);
        double primal = Primal(solution, raw), dual = Dual(instance, raw, solution.Multipliers!), unit = instance.Power * instance.Power;
        Assert.InRange((primal - dual) / Math.Max(primal, 1e-6 * unit), -1e-7, 1e-7);
        Assert.Equal(primal, solution.Result.Objective, 1e-9 * Math.Max(primal, unit));
        ProjectionReferenceTests.AssertMeetsConstraints(instance, solution.Result.Design!);
        AssertRecovered(solution);
    }

    private static double Primal(ProjectionSolution solution, Design raw)
    {
        double sum = SquaredNorm(ProjectionCases.Subtract(solution.Covariance!, raw.Covariance()));
        for (int l = 0; l < raw.C.Columns; l++)
            sum += SquaredNorm(ProjectionCases.Subtract(solution.BeamCovariances![l], ProjectionCases.Column(raw.C, l).Gram()));
        return sum;
    }

    /// <summary>
    /// g = |R|^2 - |R^|^2 + sum (|C_l|^2 - |X_l|^2) - nu P0 + sigma^2 sum lambda_l, for multipliers that are feasible up to rounding.
    /// </summary>
    private static double Dual(IsacInstance instance, Design raw, ProjectionMultipliers multipliers)
    {
        ComplexMatrix covariance = raw.Covariance(), minimiser = covariance + ProjectionCases.Scale(multipliers.Z, 0.5);
        for (int m = 0; m < instance.Antennas; m++) minimiser[m, m] -= multipliers.Nu / 2;
        double value = -multipliers.Nu * instance.Power;
        for (int l = 0; l < instance.Users; l++)
        {
            Assert.True(multipliers.Lambda[l] >= 0);
            ComplexMatrix outer = Outer(instance, l), beam = ProjectionCases.Column(raw.C, l).Gram();
            minimiser += ProjectionCases.Scale(outer, -multipliers.Lambda[l] / 2);
            double factor = (1 + 1 / instance.SinrThreshold) * multipliers.Lambda[l] / 2;
            ComplexMatrix argument = beam + ProjectionCases.Scale(multipliers.Z, -0.5) + ProjectionCases.Scale(outer, factor);
            value += SquaredNorm(beam) - Eigenvalues(argument).Where(x => x > 0).Sum(x => x * x) + instance.Noise * multipliers.Lambda[l];
        }

        double largest = Eigenvalues(multipliers.Z).Max();
        Assert.True(Eigenvalues(multipliers.Z).Min() >= -1e-11 * Math.Max(largest, instance.Power));
        return value + SquaredNorm(covariance) - SquaredNorm(minimiser);
    }

    /// <summary>The design has the projected covariance, and its radar part is what the beams leave.</summary>
    private static void AssertRecovered(ProjectionSolution solution)
    {
        Design design = solution.Result.Design!;
        double error = SquaredNorm(ProjectionCases.Subtract(design.Covariance(), solution.Covariance!));
        Assert.True(error <= 1e-18 * SquaredNorm(solution.Covariance!), $"The covariance is off by {Math.Sqrt(error)}.");
        for (int l = 0; l < design.C.Columns; l++)
        {
            ComplexMatrix rest = ProjectionCases.Subtract(solution.BeamCovariances![l], ProjectionCases.Column(design.C, l).Gram());
            Assert.True(Eigenvalues(rest).Min() >= -1e-12 * solution.Result.Design!.Power());
        }
    }

    private static ComplexMatrix Outer(IsacInstance instance, int user) =>
        new ComplexMatrix(instance.Antennas, 1, instance.Channel.Row(user).ToArray()).Gram();

    private static double SquaredNorm(ComplexMatrix a) => ProjectionCases.Inner(a, a);

    private static double[] Eigenvalues(ComplexMatrix a)
    {
        Matrix<Complex> matrix = Matrix<Complex>.Build.Dense(a.Rows, a.Columns, (i, j) => (a[i, j] + Complex.Conjugate(a[j, i])) / 2);
        return [.. matrix.Evd(Symmetricity.Hermitian).EigenValues.Select(value => value.Real)];
    }
}
