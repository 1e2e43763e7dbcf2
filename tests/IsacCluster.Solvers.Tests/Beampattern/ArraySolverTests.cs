using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.Projection;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Tests.Beampattern;

/// <summary>
/// Designs of planar arrays (two-level Toeplitz) and of irregular ones (the general core), judged by <see cref="DenseBound"/>.
/// </summary>
public sealed class ArraySolverTests
{
    private static readonly ArrayGeometry[] Geometries =
        [new PlanarGeometry(4, 4), new PlanarGeometry(2, 5, 1.4), new PlanarGeometry(1, 8), new Arc(), new Sparse()];

    private static readonly int[] Sizes = [16, 10, 8, 9, 4];

    public static TheoryData<int, double, double> Cases => new(
        from geometry in Enumerable.Range(0, 5)
        from noise in new[] { 1e-10, 4e-9 }
        from power in new[] { 1.0, 5.0 }
        where noise < 1e-9 || power == 1
        select (geometry, noise, power));

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_designs_are_optimal_by_a_dense_bound(int geometry, double noise, double power)
    {
        IsacInstance instance = Instance(geometry, noise, power);
        SolveResult radar = Baseline.Create("radar").Solve(instance);
        Assert.Equal(SolveStatus.Optimal, radar.Status);
        foreach (bool presolve in new[] { true, false })
        {
            SolveResult result = Baseline.Create("sdr", new SolverOptions { Presolve = presolve }).Solve(instance);
            Assert.Equal(SolveStatus.Optimal, result.Status);
            Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
            Assert.Equal(instance.Objective.Mse(result.Design!.Covariance()), result.Objective, 1e-9 * power * power);
            Assert.InRange(DenseBound.Gap(instance, result.Design.Covariance()), -1e-8, 5e-6);
            Assert.True(radar.Objective <= result.Objective + 1e-7 * power * power);
        }
    }

    /// <summary>The coupled form, one block for each user and the general form end at one value; so do batches.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void All_forms_agree(int geometry)
    {
        IsacInstance instance = Instance(geometry, 4e-9, 1);
        double coupled = Value(new SolverOptions { Presolve = false });
        double blockwise = Value(new SolverOptions { Presolve = false, Coupled = false });
        IsacInstance shared = instance with
        {
            UserNoise = [.. Enumerable.Range(0, instance.Users).Select(l => instance.Noise * (1 + 1e-13 * l))],
        };
        Assert.InRange(coupled, 0, 1);
        Assert.Equal(coupled, blockwise, 1e-7);
        Assert.Equal(coupled, Baseline.Create("sdr", new SolverOptions { Presolve = false }).Solve(shared).Objective, 1e-6);
        var batch = (IBatchSolver)Baseline.Create("sdr", new SolverOptions { Presolve = false });
        Assert.All(batch.Solve([instance, instance]), result => Assert.Equal(coupled, result.Objective, 1e-9));

        double Value(SolverOptions options) => Baseline.Create("sdr", options).Solve(instance).Objective;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Restrictions_stay_above_and_the_descent_keeps_its_power(int geometry, double noise, double power)
    {
        IsacInstance instance = Instance(geometry, noise, power);
        double before = Baseline.Create("sdr").Solve(instance).Objective;
        foreach (string solver in new[] { "zf", "zf-pinv" })
        {
            SolveResult result = Baseline.Create(solver).Solve(instance);
            if (result.Status == SolveStatus.Infeasible) break;
            Assert.Equal(SolveStatus.Optimal, result.Status);
            Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
            ComplexMatrix covariance = result.Design!.Covariance();
            Assert.True(result.Objective >= before - 1e-7 * power * power);
            Assert.Equal(instance.Objective.Mse(covariance), result.Objective, 1e-9 * power * power);
            before = result.Objective;
        }

        SolveResult descent = Baseline.Create("descent").Solve(instance);
        Assert.Equal(SolveStatus.Heuristic, descent.Status);
        Assert.Equal(power, descent.Design!.Power(), 1e-9 * power);
        var projection = new ProjectionSolver(item => MinimumPower.Solve(item).Certificate);
        ProjectionSolution projected = projection.Project(instance, descent.Design);
        Assert.Equal(SolveStatus.Optimal, projected.Result.Status);
        Designs.AssertMeetsPowerAndSinr(projected.Result.Design!, instance);
    }

    /// <summary>Antenna powers and cross-correlation on a planar array, and on an irregular one.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Options_hold_on_other_arrays(int geometry)
    {
        IsacInstance plain = Instance(geometry, 1e-10, 1);
        BeampatternObjective objective = plain.Objective;
        var weighted = new BeampatternObjective(objective.Array, objective.Targets, 20, objective.Grid, null, 1);
        IsacInstance instance = IsacInstance.Of(
            weighted, plain.Channel, 1, [.. Enumerable.Repeat(1.0 / plain.Antennas, plain.Antennas)], [plain.Noise], [plain.SinrThreshold]);
        double before = Baseline.Create("radar").Solve(instance).Objective;
        foreach (string solver in new[] { "sdr", "zf" })
        {
            SolveResult result = Baseline.Create(solver).Solve(instance);
            Assert.Equal(SolveStatus.Optimal, result.Status);
            Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
            Assert.InRange(result.RelativeGap, -1e-6, 1e-6);
            Assert.Equal(weighted.Value(result.Design!.Covariance()), result.Objective, 1e-10);
            Assert.True(result.Objective >= before - 1e-8);
            before = result.Objective;
        }
    }

    /// <summary>A row of a planar array is a linear one: the same value to the accuracy of the method.</summary>
    [Fact]
    public void One_row_is_a_line()
    {
        Scenario line = new() { Antennas = 8, Noise = 4e-9, SinrDb = 6, BeamwidthDeg = 20 };
        IsacInstance linear = new SampleGenerator(line, 5).Generate(0).Instance;
        IsacInstance planar = new SampleGenerator(line with { Array = new PlanarGeometry(1, 8) }, 5).Generate(0).Instance;
        Assert.Equal(linear.Channel.Data, planar.Channel.Data);
        foreach (string solver in new[] { "radar", "sdr", "zf", "zf-pinv" })
            Assert.Equal(Baseline.Create(solver).Solve(linear).Objective, Baseline.Create(solver).Solve(planar).Objective, 1e-7);
    }

    private static IsacInstance Instance(int geometry, double noise, double power) => new SampleGenerator(
        new Scenario
        {
            Array = Geometries[geometry],
            Antennas = Sizes[geometry],
            GridPoints = 36,
            ElevationPoints = 12,
            BeamwidthDeg = 20,
            Noise = noise < 1e-9 ? noise : noise * Sizes[geometry] / 24,
            Power = power,
            SinrDb = 6,
            Targets = Targets(geometry),
        },
        21).Generate(geometry).Instance;

    private static FixedTargets Targets(int geometry) => new([-40, 10])
    {
        ElevationsDeg = Geometries[geometry] is PlanarGeometry { Rows: > 1 } or Arc ? new ValueList([0, 25]) : null,
    };

    /// <summary>Antennas on an upright arc: no lattice.</summary>
    private sealed record Arc : ArrayGeometry
    {
        public override ArrayDescription Describe() => new("arc", "", this, []);

        public override ArrayPlace[] Places(int antennas) =>
        [
            .. Enumerable.Range(0, antennas).Select(m => Math.SinCos(0.4 * m))
                .Select(turn => new ArrayPlace(2.2 * turn.Cos, 0, 2.2 * turn.Sin)),
        ];
    }

    /// <summary>A minimum-redundancy line: uniform frequencies, but not centrosymmetric.</summary>
    private sealed record Sparse : ArrayGeometry
    {
        public override ArrayDescription Describe() => new("sparse", "", this, []);

        public override int? Antennas() => 4;

        public override ArrayPlace[] Places(int antennas) =>
            [.. new[] { 0, 1, 4, 6 }.Select(static x => new ArrayPlace(x, 0, 0))];
    }
}
