using System.Numerics;
using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Solvers.Tests.Presolve;

/// <summary>The presolve: a radar-only optimum, the analytic centre or another, that serves the users.</summary>
public sealed class PresolveTests
{
    [Theory]
    [InlineData("sdr", 0)]
    [InlineData("zf", 1e-9)]
    public void A_presolved_design_has_the_radar_only_pattern_and_meets_every_constraint(string name, double interference)
    {
        IBeamformingSolver solver = Baseline.Create(name), radar = Baseline.Create("radar");
        var generator = new SampleGenerator(new Scenario { SinrDb = 5, Users = 3 }, 7);
        int presolved = 0;
        for (int i = 0; i < 40; i++)
        {
            IsacInstance instance = generator.Generate(i).Instance;
            SolveResult result = solver.Solve(instance), bound = radar.Solve(instance);
            Assert.Equal(SolveStatus.Optimal, result.Status);
            Assert.False(bound.Presolved);
            Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
            if (!result.Presolved) continue;
            presolved++;
            Assert.InRange(result.Objective / bound.Objective, 1 - 1e-8, 1 + 1e-8);
            double[] expected = DiagonalSums.Of(bound.Design!.Covariance()), actual = DiagonalSums.Of(result.Design!.Covariance());
            for (int k = 0; k < expected.Length; k++) Assert.Equal(expected[k], actual[k], 1e-6);
            if (interference > 0) AssertForcesZeros(result.Design, instance, interference);
        }

        Assert.InRange(presolved, 5, 40);
    }

    [Theory]
    [InlineData("sdr")]
    [InlineData("zf")]
    public void The_presolve_finds_what_the_iteration_finds(string name)
    {
        IBeamformingSolver with = Baseline.Create(name), without = Baseline.Create(name, new SolverOptions { Presolve = false });
        var generator = new SampleGenerator(new Scenario { SinrDb = 10, Noise = 1e-11, Targets = new RandomTargets(3, -60, 60, 5) }, 11);
        int presolved = 0;
        for (int i = 0; i < 20; i++)
        {
            IsacInstance instance = generator.Generate(i).Instance;
            SolveResult fast = with.Solve(instance), slow = without.Solve(instance);
            Assert.Equal((SolveStatus.Optimal, SolveStatus.Optimal, false), (fast.Status, slow.Status, slow.Presolved));
            Assert.Equal(slow.Objective, fast.Objective, 2e-8 * Math.Max(slow.Objective, 1e-6));
            if (fast.Presolved) presolved++;
        }

        Assert.InRange(presolved, 10, 20);
    }

    [Fact]
    public void Results_do_not_depend_on_whether_the_radar_only_optimum_is_already_known()
    {
        IsacInstance instance = new SampleGenerator(new Scenario { SinrDb = 3 }, 7).Generate(1).Instance;
        Baseline.Create("radar").Solve(instance);
        SolveResult known = Baseline.Create("sdr").Solve(instance);
        var fresh = new BeampatternObjective(
            instance.Antennas, instance.Objective.TargetsDeg, instance.Objective.BeamwidthDeg, instance.Objective.AnglesDeg.Count);
        SolveResult first = Baseline.Create("sdr").Solve(instance with { Objective = fresh });
        Assert.True(first.Presolved);
        Assert.Equal(known.Design!.C.Data, first.Design!.C.Data);
        Assert.Equal(known.Design.S.Data, first.Design.S.Data);
        Assert.Equal(known.RelativeGap, first.RelativeGap);
    }

    [Fact]
    public void Where_no_radar_only_optimum_serves_the_users_the_iteration_decides()
    {
        IsacInstance instance = new SampleGenerator(new Scenario { Users = 7, SinrDb = 20, Noise = 1e-12 }, 7).Generate(1).Instance;
        SolveResult result = Baseline.Create("sdr").Solve(instance);
        Assert.True(result.Objective > 1.001 * Baseline.Create("radar").Solve(instance).Objective);
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.False(result.Presolved);
    }

    /// <summary>|h_l^H c_j|^2 (j != l) and ||h_l^H S||^2 are a small part of what user l receives.</summary>
    private static void AssertForcesZeros(Design design, IsacInstance instance, double part)
    {
        for (int l = 0; l < instance.Users; l++)
        {
            double own = 0, other = 0;
            for (int j = 0; j < design.C.Columns + design.S.Columns; j++)
            {
                Complex sum = Complex.Zero;
                for (int m = 0; m < instance.Antennas; m++)
                    sum += Complex.Conjugate(instance.Channel[l, m]) * (j < design.C.Columns
                        ? design.C[m, j] : design.S[m, j - design.C.Columns]);
                double power = sum.Real * sum.Real + sum.Imaginary * sum.Imaginary;
                if (j == l) own = power;
                else other += power;
            }

            Assert.True(other <= part * own, $"user {l}: {other} beside {own}");
        }
    }
}
