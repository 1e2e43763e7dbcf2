using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Solvers.Baselines;
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
        SolveResult unlimited = SolverCatalog.Create(name, new SolverOptions { Presolve = false }).Solve(instance);
        Assert.Equal(SolveStatus.Optimal, unlimited.Status);
        SolverOptions limited = new() { Presolve = false, IterationLimit = unlimited.Iterations / 2 };
        SolveResult result = SolverCatalog.Create(name, limited).Solve(instance);
        Assert.Equal(SolveStatus.IterationLimit, result.Status);
        Assert.Null(result.Design);
        Assert.Equal(unlimited.Iterations / 2, result.Iterations);
        Assert.InRange(result.RelativeGap, 1e-6, 10);
        SolveResult enough = SolverCatalog.Create(name, limited with { IterationLimit = unlimited.Iterations }).Solve(instance);
        Assert.Equal(unlimited.Design!.S.Data, enough.Design!.S.Data);
    }

    [Theory]
    [MemberData(nameof(Iterated))]
    public void A_time_limit_is_a_status_and_counts_each_solve_anew(string name)
    {
        IsacInstance instance = Instance(0);
        var clock = new SteppedTime();
        SolverOptions options = new() { Presolve = false, TimeLimit = TimeSpan.FromSeconds(3.5), Time = clock };
        IBeamformingSolver solver = SolverCatalog.Create(name, options);
        SolveResult first = solver.Solve(instance), second = solver.Solve(instance);
        Assert.Equal(SolveStatus.TimeLimit, first.Status);
        Assert.Equal((SolveStatus.TimeLimit, first.Iterations), (second.Status, second.Iterations));
        Assert.Equal(3, first.Iterations);
    }

    [Fact]
    public void The_projection_has_both_limits()
    {
        IsacInstance instance = Instance(0);
        Design raw = SolverCatalog.Create("radar").Solve(instance).Design!;
        SolveResult unlimited = new ProjectionSolver().Solve(instance, raw);
        Assert.Equal(SolveStatus.Optimal, unlimited.Status);
        var few = new ProjectionSolver(options: new SolverOptions { IterationLimit = 1 });
        Assert.Equal(SolveStatus.IterationLimit, few.Solve(instance, raw).Status);
        var late = new ProjectionSolver(options: new SolverOptions { TimeLimit = TimeSpan.FromSeconds(1.5), Time = new SteppedTime() });
        Assert.Equal(SolveStatus.TimeLimit, late.Solve(instance, raw).Status);
    }

    private static IsacInstance Instance(int index) =>
        new SampleGenerator(new Scenario { SinrDb = 15, Noise = 1e-11 }, 3).Generate(index).Instance;
}
