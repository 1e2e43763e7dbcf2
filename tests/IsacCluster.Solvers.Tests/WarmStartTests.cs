using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Tests;

/// <summary>A start near the previous slot's design changes the way, not the optimum.</summary>
public sealed class WarmStartTests
{
    private const int Slots = 10;

    private static readonly SolverOptions WithoutPresolve = new() { Presolve = false };

    [Theory]
    [InlineData(30)]
    [InlineData(0)]
    public void A_trajectory_has_the_optima_of_cold_solves_in_no_more_iterations(double ricianFactorDb)
    {
        int cold = 0, warm = 0;
        foreach ((SolveResult one, SolveResult other, IsacInstance instance) in Trajectory(ricianFactorDb))
        {
            Assert.Equal((SolveStatus.Optimal, SolveStatus.Optimal), (one.Status, other.Status));
            Assert.InRange(other.RelativeGap, -1e-9, 1e-8);
            Assert.Equal(one.Objective, other.Objective, 1e-8 * one.Objective);
            Assert.All(Sinr.Of(other.Design!, instance.Channel, instance.Noise), sinr =>
                Assert.True(sinr >= instance.SinrThreshold * (1 - 1e-8)));
            cold += one.Iterations;
            warm += other.Iterations;
        }

        Assert.InRange(warm, 1, cold);
        if (ricianFactorDb == 30) Assert.InRange(warm, 1, 0.85 * cold);
    }

    [Fact]
    public void Any_design_will_do_to_start_from()
    {
        IsacInstance instance = Instances(0).First();
        SolveResult cold = Sdr().Solve(instance);
        int antennas = instance.Antennas, users = instance.Users;
        ComplexMatrix oneBeam = new(antennas, users), none = new(antennas, antennas), identity = new(antennas, antennas);
        oneBeam[0, 0] = 1e3;
        for (int m = 0; m < antennas; m++) identity[m, m] = 1e-3;
        foreach (Design start in (Design[])[new(oneBeam, none), new(new ComplexMatrix(antennas, users), identity), cold.Design!])
        {
            SolveResult result = Sdr().Solve(instance, start);
            Assert.Equal(SolveStatus.Optimal, result.Status);
            Assert.Equal(cold.Objective, result.Objective, 1e-8 * cold.Objective);
            Assert.Equal(result.Design!.S.Data, Sdr().Solve(instance, start).Design!.S.Data);
        }
    }

    [Fact]
    public void What_cannot_be_a_start_is_refused()
    {
        IsacInstance instance = Instances(0).First();
        int antennas = instance.Antennas, users = instance.Users;
        var square = new ComplexMatrix(antennas, antennas);
        Assert.Throws<ArgumentException>(() => Sdr().Solve(instance, new Design(new ComplexMatrix(antennas, users + 1), square)));
        Assert.Throws<ArgumentException>(() => Sdr().Solve(instance, new Design(new ComplexMatrix(antennas, users), square)));
        square[0, 0] = double.NaN;
        Assert.Throws<ArgumentException>(() => Sdr().Solve(instance, new Design(new ComplexMatrix(antennas, users), square)));
    }

    private static IEnumerable<(SolveResult Cold, SolveResult Warm, IsacInstance Instance)> Trajectory(double ricianFactorDb)
    {
        IWarmStartSolver solver = Sdr();
        Design? previous = null;
        foreach (IsacInstance instance in Instances(ricianFactorDb))
        {
            SolveResult cold = solver.Solve(instance);
            if (previous is not null) yield return (cold, solver.Solve(instance, previous), instance);
            previous = cold.Design;
        }
    }

    private static IEnumerable<IsacInstance> Instances(double ricianFactorDb)
    {
        var generator = new SampleGenerator(new Scenario
        {
            Slots = Slots,
            Noise = 1e-10,
            SinrDb = 8,
            Channel = new RicianChannel(ricianFactorDb)
        }, 5);
        for (int slot = 0; slot < Slots; slot++) yield return generator.Generate(slot).Instance;
    }

    private static IWarmStartSolver Sdr() => (IWarmStartSolver)Baseline.Create("sdr", WithoutPresolve);
}
