using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Solvers.Projection;

namespace IsacCluster.Solvers.Tests.Projection;

/// <summary>Designs that miss their SINRs by little: what a good network returns.</summary>
public sealed class SmallDistanceTests
{
    [Fact]
    public void A_gap_at_the_level_of_rounding_is_taken_without_a_second_method()
    {
        IBeamformingSolver sdr = Baseline.Create("sdr", new SolverOptions { Presolve = false });
        var projection = new ProjectionSolver();
        int small = 0;
        foreach (int users in new[] { 2, 4, 6 })
        {
            var generator = new SampleGenerator(new Scenario { Users = users }, seed: 31);
            for (int index = 0; index < 30; index++)
            {
                IsacInstance instance = generator.Generate(index).Instance;
                // Optimal for a threshold that is lower by 1e-5 to 1e-2.
                double lower = instance.SinrThreshold * (1 - Math.Pow(10, -5 + index / 10.0));
                if (sdr.Solve(instance with { SinrThreshold = lower }).Design is not { } raw) continue;
                SolveResult result = projection.Solve(instance, raw);
                Assert.Equal(SolveStatus.Optimal, result.Status);
                Assert.InRange(Math.Abs(result.RelativeGap) * Math.Max(result.Objective, 1e-6), 0, 1e-12);
                Assert.InRange(result.Iterations, 0, 32); // the interior-point method alone takes 25 and more
                if (result.Objective is > 0 and < 1e-6) small++;
            }
        }

        Assert.True(small > 30, $"{small} small distances.");
    }
}
