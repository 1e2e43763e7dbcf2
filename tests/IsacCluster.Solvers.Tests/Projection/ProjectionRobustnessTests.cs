using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection;

namespace IsacCluster.Solvers.Tests.Projection;

/// <summary>Raw designs and instances far from ordinary, feasible and infeasible twins, bad input.</summary>
public sealed class ProjectionRobustnessTests
{
    public enum Part
    {
        Nothing,
        OnlyBeams,
        OnlyRadar,
        Everything,
    }

    [Theory]
    [InlineData(Part.Nothing, 1)]
    [InlineData(Part.OnlyBeams, 1)]
    [InlineData(Part.OnlyBeams, 150)]
    [InlineData(Part.OnlyRadar, 1)]
    [InlineData(Part.OnlyRadar, 1e-4)]
    [InlineData(Part.Everything, 1e-6)]
    [InlineData(Part.Everything, 100)]
    public void Raw_designs_far_off_are_projected(Part part, double powerRatio)
    {
        for (long index = 0; index < 5; index++)
        {
            (IsacInstance instance, Design raw) = ProjectionCases.Random(new Scenario { Users = 3, SinrDb = 8 }, index, powerRatio);
            double beams = part is Part.Nothing or Part.OnlyRadar ? 0 : 1, radar = part is Part.Nothing or Part.OnlyBeams ? 0 : 1;
            raw = new Design(ProjectionCases.Scale(raw.C, beams), ProjectionCases.Scale(raw.S, radar));
            SolveResult result = new ProjectionSolver().Solve(instance, raw);
            Assert.Equal(SolveStatus.Optimal, result.Status);
            ProjectionReferenceTests.AssertMeetsConstraints(instance, result.Design!);
        }
    }

    [Theory]
    [InlineData(2, 2, 5)]
    [InlineData(16, 8, 10)]
    [InlineData(32, 4, 15)]
    [InlineData(64, 2, 30)]
    public void Sizes_up_to_64_antennas(int antennas, int users, double sinrDb)
    {
        var scenario = new Scenario { Antennas = antennas, Users = users, SinrDb = sinrDb, Noise = 1e-12 };
        (IsacInstance instance, Design raw) = ProjectionCases.Random(scenario, 0);
        SolveResult result = new ProjectionSolver().Solve(instance, raw);
        Assert.Equal(SolveStatus.Optimal, result.Status);
        ProjectionReferenceTests.AssertMeetsConstraints(instance, result.Design!);
    }

    [Fact]
    public void One_user_is_feasible_exactly_up_to_its_matched_filter_power()
    {
        (IsacInstance instance, Design raw) = ProjectionCases.Random(new Scenario { Users = 1 }, 7);
        double gain = instance.Channel.Row(0).ToArray().Sum(h => h.Real * h.Real + h.Imaginary * h.Imaginary);
        double limit = instance.Power * gain / instance.Noise;
        SolveResult inside = new ProjectionSolver().Solve(instance with { SinrThreshold = 0.99 * limit }, raw);
        SolveResult outside = new ProjectionSolver().Solve(instance with { SinrThreshold = 1.01 * limit }, raw);
        Assert.Equal(SolveStatus.Optimal, inside.Status);
        Assert.NotEqual(SolveStatus.Optimal, outside.Status);
        Assert.Null(outside.Design);
    }

    [Fact]
    public void A_dead_channel_or_a_raw_design_that_is_not_a_number_is_a_numerical_failure()
    {
        (IsacInstance instance, Design raw) = ProjectionCases.Random(new Scenario(), 0);
        ComplexMatrix channel = instance.Channel.Clone();
        channel.Row(1).Clear();
        Assert.Equal(SolveStatus.NumericalFailure, new ProjectionSolver().Solve(instance with { Channel = channel }, raw).Status);
        raw.S[0, 0] = double.NaN;
        Assert.Equal(SolveStatus.NumericalFailure, new ProjectionSolver().Solve(instance, raw).Status);
    }

    [Fact]
    public void A_raw_design_of_another_shape_is_refused()
    {
        (IsacInstance instance, Design raw) = ProjectionCases.Random(new Scenario(), 0);
        var wrong = raw with { C = new ComplexMatrix(instance.Antennas, instance.Users + 1) };
        Assert.Throws<ArgumentException>(() => new ProjectionSolver().Solve(instance, wrong));
    }

    [Fact]
    public void A_solver_repeats_itself_bit_for_bit_whatever_it_solved_before()
    {
        var solver = new ProjectionSolver();
        (IsacInstance instance, Design raw) = ProjectionCases.Random(new Scenario(), 1);
        (IsacInstance other, Design otherRaw) = ProjectionCases.Random(new Scenario { SinrDb = 15 }, 2);
        SolveResult first = solver.Solve(instance, raw);
        solver.Solve(other, otherRaw);
        SolveResult again = solver.Solve(instance, raw);
        Assert.Equal(first.Design!.C.Data, again.Design!.C.Data);
        Assert.Equal(first.Design.S.Data, again.Design.S.Data);
        Assert.Equal(first.Objective, again.Objective);
    }
}
