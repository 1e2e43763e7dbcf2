using System.Numerics;
using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Tests;

/// <summary>What must hold on any instance, on 104 drawn ones.</summary>
public sealed class RandomInstancePropertyTests
{
    private static readonly string[] FromLooseToTight = ["radar", "sdr", "zf", "zf-pinv"];

    public static TheoryData<int> Scenarios => [.. Enumerable.Range(0, RandomInstances.ScenarioCount)];

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Every_outcome_is_an_audited_optimum_or_a_verified_certificate_and_restrictions_cost(int scenario)
    {
        IBeamformingSolver[] solvers = [.. FromLooseToTight.Select(name => Baseline.Create(name))];
        for (int repeat = 0; repeat < 8; repeat++)
        {
            IsacInstance instance = RandomInstances.Draw(scenario + repeat * RandomInstances.ScenarioCount);
            double floor = 1e-6 * instance.Power * instance.Power, previous = 0;
            bool feasible = true;
            foreach (IBeamformingSolver solver in solvers)
            {
                SolveResult result = solver.Solve(instance);
                if (result.Status == SolveStatus.Infeasible)
                {
                    feasible = false;
                    Assert.Null(result.Design);
                    Assert.True(CertificateCheck.Verify(result.Certificate!, instance), $"{solver.Name}, scenario {scenario}, {repeat}");
                    continue;
                }

                Assert.True(result.Status == SolveStatus.Optimal, $"{solver.Name}, scenario {scenario}, {repeat}: {result}");
                Assert.True(feasible, "A restriction is feasible where its relaxation is not.");
                Assert.InRange(result.RelativeGap, -1e-7, 1e-7);
                if (solver.Name == "radar") Assert.InRange(result.Design!.Power() / instance.Power, 1 - 1e-9, 1 + 1e-9);
                else Designs.AssertMeetsPowerAndSinr(result.Design!, instance);
                Assert.True(result.Objective >= previous - 2e-7 * Math.Max(previous, floor),
                    $"{solver.Name}: {result.Objective} < {previous}");
                previous = result.Objective;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void The_objective_ignores_channel_phases_and_the_order_of_users(int scenario)
    {
        IsacInstance instance = RandomInstances.Draw(scenario);
        var turned = new ComplexMatrix(instance.Users, instance.Antennas);
        for (int l = 0; l < instance.Users; l++)
        {
            Complex phase = Complex.FromPolarCoordinates(1, 0.7 + 1.9 * l);
            for (int m = 0; m < instance.Antennas; m++) turned[instance.Users - 1 - l, m] = phase * instance.Channel[l, m];
        }

        AssertSameOutcome(instance, instance with { Channel = turned }, 1);
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void Power_and_noise_scaled_together_scale_the_objective_by_the_square(int scenario)
    {
        IsacInstance instance = RandomInstances.Draw(scenario);
        const double Factor = 37;
        AssertSameOutcome(instance, instance with { Power = Factor * instance.Power, Noise = Factor * instance.Noise }, Factor * Factor);
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_result_does_not_depend_on_what_its_solver_solved_before(int scenario)
    {
        IsacInstance first = RandomInstances.Draw(scenario), second = RandomInstances.Draw(scenario + RandomInstances.ScenarioCount);
        foreach (string name in Baseline.Names)
        {
            IBeamformingSolver solver = Baseline.Create(name);
            SolveResult fresh = solver.Solve(first);
            solver.Solve(second);
            SolveResult again = solver.Solve(first);
            Assert.Equal(fresh.Status, again.Status);
            Assert.Equal(fresh.Objective, again.Objective);
            Assert.Equal(fresh.Iterations, again.Iterations);
            Assert.Equal(fresh.Design?.S.Data, again.Design?.S.Data);
        }
    }

    private static void AssertSameOutcome(IsacInstance instance, IsacInstance transformed, double factor)
    {
        foreach (string name in Baseline.Names)
        {
            IBeamformingSolver solver = Baseline.Create(name);
            SolveResult original = solver.Solve(instance), other = solver.Solve(transformed);
            Assert.Equal(original.Status, other.Status);
            if (original.Status != SolveStatus.Optimal) continue;
            double scale = Math.Max(original.Objective, 1e-6 * instance.Power * instance.Power);
            Assert.InRange(other.Objective / factor, original.Objective - 2e-7 * scale, original.Objective + 2e-7 * scale);
        }
    }
}
