using System.Numerics;
using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;

namespace IsacCluster.Solvers.Tests;

/// <summary>Corners of the input: no target, edge targets, coarse grids, parallel users, least power, large arrays.</summary>
public sealed class ExtremeInstanceTests
{
    /// <summary>Those that claim optimality.</summary>
    public static TheoryData<string> Names => [.. Baseline.Names.Except(["descent"])];

    [Fact]
    public void The_catalog_names_the_baselines()
    {
        Assert.Equal(["radar", "sdr", "zf", "zf-pinv", "descent"], Baseline.Names);
        Assert.All(Baseline.Names, name => Assert.Equal(name, Baseline.Create(name).Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sectors_without_a_grid_point_leave_a_pattern_to_suppress(string name)
    {
        var scenario = new Scenario { Targets = new FixedTargets([31]), BeamwidthDeg = 0.5, GridPoints = 60 };
        IsacInstance instance = new SampleGenerator(scenario, 3).Generate(0).Instance;
        Assert.DoesNotContain(1, instance.Objective.Desired);
        AssertOptimal(name, instance);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Fewer_grid_points_than_diagonal_sums_let_the_pattern_be_matched(string name)
    {
        var scenario = new Scenario { GridPoints = 10 };
        SolveResult result = AssertOptimal(name, new SampleGenerator(scenario, 3).Generate(1).Instance);
        if (name is "radar" or "sdr") Assert.InRange(result.Objective, 0, 1e-11);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-9)]
    public void Parallel_users_cannot_be_served_by_zero_forcing_but_may_be_by_the_relaxation(double distance)
    {
        IsacInstance instance = new SampleGenerator(new Scenario { SinrDb = -6 }, 3).Generate(2).Instance;
        ComplexMatrix channel = instance.Channel.Clone();
        for (int m = 0; m < instance.Antennas; m++) channel[1, m] = new Complex(0.5, 1) * channel[0, m] + distance * channel[1, m];
        instance = instance with { Channel = channel };
        foreach (string name in new[] { "zf", "zf-pinv" })
        {
            SolveResult result = Baseline.Create(name).Solve(instance);
            Assert.Equal(SolveStatus.Infeasible, result.Status);
            Assert.True(CertificateCheck.Verify(Assert.IsType<RestrictionCertificate>(result.Certificate), instance));
        }

        AssertOptimal("sdr", instance);
    }

    [Fact]
    public void With_as_many_users_as_antennas_both_zero_forcing_problems_coincide()
    {
        var scenario = new Scenario { Antennas = 4, Users = 4, Noise = 1e-12 };
        IsacInstance instance = new SampleGenerator(scenario, 3).Generate(0).Instance;
        Assert.Equal(AssertOptimal("zf-pinv", instance).Objective, AssertOptimal("zf", instance).Objective);
    }

    [Theory]
    [InlineData(1e-2)]
    [InlineData(1e-3)]
    public void Little_more_than_the_least_power_is_enough(double excess)
    {
        IsacInstance instance = new SampleGenerator(new Scenario { Users = 3, Noise = 1e-9 }, 3).Generate(0).Instance;
        instance = instance with { Power = MinimumPower.Solve(instance).Power * (1 + excess) };
        AssertOptimal("sdr", instance);
    }

    [Fact]
    public void At_exactly_the_least_power_the_outcome_is_a_status()
    {
        IsacInstance instance = new SampleGenerator(new Scenario { Users = 3, Noise = 1e-9 }, 3).Generate(0).Instance;
        instance = instance with { Power = MinimumPower.Solve(instance).Power };
        SolveResult result = Baseline.Create("sdr").Solve(instance);
        Assert.Null(result.Certificate);
        Assert.True(double.IsFinite(result.RelativeGap));
        if (result.Status == SolveStatus.Optimal) Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
        else Assert.Null(result.Design);
    }

    [Theory]
    [InlineData(32, 3)]
    [InlineData(64, 2)]
    public void Large_arrays_are_solved(int antennas, int users)
    {
        var scenario = new Scenario { Antennas = antennas, Users = users, SinrDb = 15 };
        AssertOptimal("sdr", new SampleGenerator(scenario, 3).Generate(0).Instance);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_objective_that_is_reported_is_that_of_the_design(string name)
    {
        IsacInstance instance = new SampleGenerator(new Scenario { Power = 3 }, 9).Generate(4).Instance;
        SolveResult result = AssertOptimal(name, instance);
        Assert.Equal(instance.Objective.Mse(DiagonalSums.Of(result.Design!.Covariance())), result.Objective, 1e-12);
    }

    private static SolveResult AssertOptimal(string name, IsacInstance instance)
    {
        SolveResult result = Baseline.Create(name).Solve(instance);
        Assert.True(result.Status == SolveStatus.Optimal, $"{name}: {result}");
        if (name != "radar") Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
        return result;
    }
}
