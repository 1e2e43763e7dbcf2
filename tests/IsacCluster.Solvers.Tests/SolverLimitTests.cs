using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Solvers.Projection;

namespace IsacCluster.Solvers.Tests;

/// <summary>Limits end as statuses, with what was reached, and only where they are needed.</summary>
public sealed class SolverLimitTests
{
    public static TheoryData<string> Iterated => ["sdr", "zf", "zf-pinv"];

    [Theory]
    [MemberData(nameof(Iterated))]
    public void An_iteration_limit_that_is_too_low_is_a_status(string name)
    {
        IsacInstance instance = Instance(0);
        SolveResult unlimited = Baseline.Create(name, new SolverOptions { Presolve = false }).Solve(instance);
        Assert.Equal(SolveStatus.Optimal, unlimited.Status);
        SolverOptions limited = new() { Presolve = false, IterationLimit = unlimited.Iterations / 2 };
        SolveResult result = Baseline.Create(name, limited).Solve(instance);
        Assert.Equal(SolveStatus.IterationLimit, result.Status);
        Assert.Null(result.Design);
        Assert.Equal(unlimited.Iterations / 2, result.Iterations);
        Assert.InRange(result.RelativeGap, 1e-6, 10);
        SolveResult enough = Baseline.Create(name, limited with { IterationLimit = unlimited.Iterations }).Solve(instance);
        Assert.Equal(unlimited.Design!.S.Data, enough.Design!.S.Data);
    }

    [Theory]
    [MemberData(nameof(Iterated))]
    public void A_time_limit_is_a_status_and_counts_each_solve_anew(string name)
    {
        IsacInstance instance = Instance(0);
        var clock = new SteppedTime();
        SolverOptions options = new() { Presolve = false, TimeLimit = TimeSpan.FromSeconds(3.5), Time = clock };
        IBeamformingSolver solver = Baseline.Create(name, options);
        SolveResult first = solver.Solve(instance), second = solver.Solve(instance);
        Assert.Equal(SolveStatus.TimeLimit, first.Status);
        Assert.Equal((SolveStatus.TimeLimit, first.Iterations), (second.Status, second.Iterations));
        Assert.Equal(3, first.Iterations);
    }

    /// <summary>The limit is counted, so it ends two solves of one instance at the same iteration, on any machine.</summary>
    [Theory]
    [MemberData(nameof(Iterated))]
    public void A_limit_of_the_work_is_a_status_and_counts_each_solve_anew(string name)
    {
        IsacInstance instance = Instance(0);
        SolverOptions options = new() { Presolve = false, WorkLimit = 4e5 };
        IBeamformingSolver solver = Baseline.Create(name, options);
        SolveResult first = solver.Solve(instance), second = solver.Solve(instance);
        Assert.Equal((SolveStatus.IterationLimit, SolveStatus.IterationLimit), (first.Status, second.Status));
        Assert.InRange(first.Iterations, 1, 15);
        Assert.Equal(first.Iterations, second.Iterations);
        Assert.Equal(first.RelativeGap, second.RelativeGap);
    }

    [Fact]
    public void A_size_beyond_the_limit_ends_before_its_first_step()
    {
        var scenario = new Scenario { Antennas = 96, Users = 96, GridPoints = 200, Noise = 1e-14 };
        IsacInstance instance = new SampleGenerator(scenario, 3).Generate(0).Instance;
        IBeamformingSolver solver = Baseline.Create("sdr", new SolverOptions { WorkLimit = 1e9 });
        Assert.True(solver.ExpectedWork(96, 96) > 1e9);
        SolveResult result = solver.Solve(instance);
        Assert.Equal(SolveStatus.IterationLimit, result.Status);
    }

    [Fact]
    public void The_projection_has_all_limits()
    {
        IsacInstance instance = Instance(0);
        Design raw = Baseline.Create("radar").Solve(instance).Design!;
        SolveResult unlimited = new ProjectionSolver().Solve(instance, raw);
        Assert.Equal(SolveStatus.Optimal, unlimited.Status);
        var few = new ProjectionSolver(options: new SolverOptions { IterationLimit = 1 });
        Assert.Equal(SolveStatus.IterationLimit, few.Solve(instance, raw).Status);
        var little = new ProjectionSolver(options: new SolverOptions { WorkLimit = 1e6 });
        Assert.Equal(SolveStatus.IterationLimit, little.Solve(instance, raw).Status);
        var late = new ProjectionSolver(options: new SolverOptions { TimeLimit = TimeSpan.FromSeconds(1.5), Time = new SteppedTime() });
        Assert.Equal(SolveStatus.TimeLimit, late.Solve(instance, raw).Status);
    }

    private static IsacInstance Instance(int index) =>
        new SampleGenerator(new Scenario { SinrDb = 15, Noise = 1e-11 }, 3).Generate(index).Instance;
}
