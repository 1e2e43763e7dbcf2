using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Solvers.Tests.Beampattern;

/// <summary>Designs for desired patterns of other levels and weights, judged by <see cref="DenseBound"/>.</summary>
public sealed class WeightedPatternTests
{
    private static readonly DesiredPattern[] Patterns =
    [
        new SectorPattern(new([1, 0.25, 0.5]), new([5, 1, 2]), 0.2),
        new TablePattern(new([-60, -20, 20, 60]), new([]), new([0, 1, 0.2, 0]), new([1, 10, 10, 1])),
        new TablePattern(new([-90, -1, 1, 90]), new([]), new([0, 0, 1, 1]), new([1, 0, 0, 1])),
    ];

    public static TheoryData<int, bool, double> Cases => new(
        from pattern in Enumerable.Range(0, 3)
        from closed in new[] { false, true }
        from noise in new[] { 1e-10, 2e-9 }
        select (pattern, closed, noise));

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_designs_are_optimal_by_a_dense_bound(int pattern, bool closed, double noise)
    {
        IsacInstance instance = Instance(pattern, closed, noise);
        foreach (bool presolve in new[] { true, false })
        {
            SolveResult radar = Baseline.Create("radar").Solve(instance);
            SolveResult result = Baseline.Create("sdr", new SolverOptions { Presolve = presolve }).Solve(instance);
            Assert.Equal(SolveStatus.Optimal, radar.Status);
            Assert.Equal(SolveStatus.Optimal, result.Status);
            Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
            Assert.Equal(instance.Objective.Mse(result.Design!.Covariance()), result.Objective, 1e-12);
            Assert.InRange(DenseBound.Gap(instance, result.Design.Covariance()), -1e-9, 2e-6);
            Assert.True(radar.Objective <= result.Objective + 1e-8);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Zero_forcing_and_the_descent_stay_above_the_relaxation(int pattern, bool closed, double noise)
    {
        IsacInstance instance = Instance(pattern, closed, noise);
        double before = Baseline.Create("sdr").Solve(instance).Objective;
        foreach (string solver in new[] { "zf", "zf-pinv" })
        {
            SolveResult result = Baseline.Create(solver).Solve(instance);
            if (result.Status == SolveStatus.Infeasible) return;
            Assert.Equal(SolveStatus.Optimal, result.Status);
            Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
            Assert.True(result.Objective >= before - 1e-8);
            before = result.Objective;
        }

        SolveResult descent = Baseline.Create("descent").Solve(instance);
        Assert.Equal(SolveStatus.Heuristic, descent.Status);
        Assert.Equal(instance.Power, descent.Design!.Power(), 1e-9);
    }

    private static IsacInstance Instance(int pattern, bool closed, double noise) => new SampleGenerator(
        new Scenario
        {
            Antennas = 8,
            HasClosedGrid = closed,
            GridPoints = closed ? 91 : 90,
            Pattern = Patterns[pattern],
            Noise = noise,
            SinrDb = 6,
        },
        11).Generate(pattern).Instance;
}
