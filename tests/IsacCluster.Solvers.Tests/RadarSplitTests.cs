using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Numerics;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Solvers.Tests;

/// <summary>The SDR's presolve: the radar-only optimum split into user beams.</summary>
public sealed class RadarSplitTests
{
    [Fact]
    public void A_presolved_design_has_the_radar_only_pattern_and_meets_every_constraint()
    {
        IBeamformingSolver sdr = SolverCatalog.Create("sdr"), radar = SolverCatalog.Create("radar");
        var generator = new SampleGenerator(new Scenario { SinrDb = 5, Users = 3 }, 7);
        int presolved = 0;
        for (int i = 0; i < 40; i++)
        {
            IsacInstance instance = generator.Generate(i).Instance;
            SolveResult result = sdr.Solve(instance), bound = radar.Solve(instance);
            Assert.Equal(SolveStatus.Optimal, result.Status);
            Assert.False(bound.Presolved);
            Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
            if (!result.Presolved) continue;
            presolved++;
            Assert.InRange(result.Objective / bound.Objective, 1 - 1e-9, 1 + 1e-9);
            ComplexMatrix expected = bound.Design!.Covariance(), actual = result.Design!.Covariance();
            for (int k = 0; k < expected.Data.Length; k++) Assert.True((expected.Data[k] - actual.Data[k]).Magnitude < 1e-10);
        }

        Assert.InRange(presolved, 5, 39);
    }

    [Fact]
    public void Results_do_not_depend_on_whether_the_radar_only_optimum_is_already_known()
    {
        IsacInstance instance = new SampleGenerator(new Scenario { SinrDb = 3 }, 7).Generate(1).Instance;
        SolverCatalog.Create("radar").Solve(instance);
        SolveResult known = SolverCatalog.Create("sdr").Solve(instance);
        var fresh = new BeampatternObjective(
            instance.Antennas, instance.Objective.TargetsDeg, instance.Objective.BeamwidthDeg, instance.Objective.AnglesDeg.Count);
        SolveResult first = SolverCatalog.Create("sdr").Solve(instance with { Objective = fresh });
        Assert.True(first.Presolved);
        Assert.Equal(known.Design!.C.Data, first.Design!.C.Data);
        Assert.Equal(known.Design.S.Data, first.Design.S.Data);
        Assert.Equal(known.RelativeGap, first.RelativeGap);
    }

    [Fact]
    public void High_thresholds_that_no_split_meets_are_left_to_the_iteration()
    {
        IsacInstance instance = new SampleGenerator(new Scenario { SinrDb = 20, Noise = 1e-12 }, 7).Generate(1).Instance;
        SolveResult result = SolverCatalog.Create("sdr").Solve(instance);
        Assert.Equal(SolveStatus.Optimal, result.Status);
        Assert.False(result.Presolved);
    }
}
