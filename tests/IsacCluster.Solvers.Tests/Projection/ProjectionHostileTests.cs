using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.Projection;

namespace IsacCluster.Solvers.Tests.Projection;

/// <summary>
/// Nearly parallel users (few paths, strong line of sight) and powers within 1e-2 to 1e-10 of the least one, where the dual Newton
/// method fails and the interior-point method takes over. The minimum-power problem says what is feasible.
/// </summary>
public sealed class ProjectionHostileTests
{
    private const int Repeats = 6;

    public static TheoryData<string, int, int, double> Channels => new()
    {
        { "geometric", 10, 4, 10 },
        { "geometric", 8, 5, 5 },
        { "geometric", 4, 4, 15 },
        { "rician", 12, 9, 10 },
        { "rician", 6, 6, 5 },
        { "rayleigh", 10, 9, 20 },
        { "rayleigh", 3, 2, 25 },
    };

    [Theory]
    [MemberData(nameof(Channels))]
    public void Every_feasible_instance_is_certified(string channel, int antennas, int users, double sinrDb)
    {
        double[] shares = [0.02, 0.5, 0.9, 0.99, 0.9999, 1 - 1e-6];
        var solver = new ProjectionSolver();
        for (int index = 0; index < Repeats; index++)
        {
            (IsacInstance instance, Design raw) = Draw(channel, antennas, users, sinrDb, index, shares[index]);
            ProjectionDualityTests.AssertOptimal(instance, raw, solver.Project(instance, raw));
        }
    }

    [Theory]
    [MemberData(nameof(Channels))]
    public void Infeasible_twins_keep_their_certificate(string channel, int antennas, int users, double sinrDb)
    {
        double[] shares = [1 + 1e-6, 1.0001, 1.01, 1.5, 10, 1000];
        var solver = new ProjectionSolver(instance => MinimumPower.Solve(instance).Certificate);
        for (int index = 0; index < Repeats; index++)
        {
            (IsacInstance instance, Design raw) = Draw(channel, antennas, users, sinrDb, index, shares[index]);
            SolveResult result = solver.Solve(instance, raw);
            Assert.Equal(SolveStatus.Infeasible, result.Status);
            Assert.Null(result.Design);
            Assert.True(CertificateCheck.Verify(result.Certificate!, instance));
        }
    }

    [Theory]
    [InlineData(1e-7)]
    [InlineData(1e-9)]
    [InlineData(1e-10)]
    public void A_billionth_of_spare_power_is_enough(double spare)
    {
        for (int index = 0; index < Repeats; index++)
        {
            (IsacInstance instance, Design raw) = Draw("rayleigh", 10, 4, 12, index, 1 - spare);
            SolveResult result = new ProjectionSolver().Solve(instance, raw);
            Assert.Equal(SolveStatus.Optimal, result.Status);
            Assert.InRange(result.RelativeGap, -1e-6, 1e-6);
            ProjectionReferenceTests.AssertMeetsConstraints(instance, result.Design!);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(1 + 5e-10)]
    public void At_the_least_power_itself_the_outcome_is_a_status_without_a_false_certificate(double share)
    {
        var solver = new ProjectionSolver(instance => MinimumPower.Solve(instance).Certificate);
        for (int index = 0; index < Repeats; index++)
        {
            (IsacInstance instance, Design raw) = Draw("rician", 6, 3, 8, index, share);
            SolveResult result = solver.Solve(instance, raw);
            Assert.Null(result.Certificate);
            if (result.Status == SolveStatus.Optimal) ProjectionReferenceTests.AssertMeetsConstraints(instance, result.Design!);
            else Assert.Null(result.Design);
        }
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e3)]
    public void Raw_power_far_from_the_budget_is_no_obstacle(double rawPowerRatio)
    {
        for (int index = 0; index < Repeats; index++)
        {
            (IsacInstance instance, Design raw) = Draw("geometric", 10, 5, 12, index, 0.95, rawPowerRatio);
            ProjectionDualityTests.AssertOptimal(instance, raw, new ProjectionSolver().Project(instance, raw));
        }
    }

    /// <summary>An instance whose least power is the given share of P0, with a raw design of the given power over P0.</summary>
    private static (IsacInstance Instance, Design Raw) Draw(
        string channel, int antennas, int users, double sinrDb, int index, double share, double rawPowerRatio = 1)
    {
        var scenario = new Scenario
        {
            Antennas = antennas,
            Users = users,
            SinrDb = sinrDb,
            Channel = channel switch
            {
                "geometric" => new GeometricChannel(4, 60),
                "rician" => new RicianChannel(10),
                _ => new RayleighChannel(),
            },
        };
        (IsacInstance instance, Design raw) = ProjectionCases.Random(scenario, index, rawPowerRatio);
        MinimumPowerResult least = MinimumPower.Solve(instance);
        Assert.Equal(SolveStatus.Optimal, least.Status);
        double power = least.Power / share, amplitude = Math.Sqrt(power / instance.Power);
        return (instance with { Power = power },
            new Design(ProjectionCases.Scale(raw.C, amplitude), ProjectionCases.Scale(raw.S, amplitude)));
    }
}
