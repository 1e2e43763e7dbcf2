using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Solvers.Feasibility;

namespace IsacCluster.Solvers.Tests;

/// <summary>
/// Where P0 is the least power to ten digits there is hardly more than one feasible design, so that its value is known: what is returned
/// must not be better than that, up to the gap that it claims.
/// </summary>
public sealed class LeastPowerValueTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1e-13)]
    [InlineData(1e-11)]
    [InlineData(1e-10)]
    [InlineData(-1e-10)]
    public void The_gap_is_that_of_the_returned_design(double excess)
    {
        for (int index = 0; index < 6; index++)
        {
            IsacInstance instance = new SampleGenerator(new Scenario { Users = 2 + index % 3, Noise = 1e-9 }, 17).Generate(index).Instance;
            MinimumPowerResult least = MinimumPower.Solve(instance);
            instance = instance with { Power = least.Power * (1 + excess) };
            SolveResult result = Baseline.Create("sdr").Solve(instance);
            Assert.True(result.Status == SolveStatus.Optimal, $"{index}: {result}");
            double only = instance.Objective.Mse(least.Design!.Covariance());
            // The feasible set has the size of the square root of the excess.
            double room = 20 * Math.Sqrt(Math.Max(excess, 0)) + 2e-6;
            Assert.InRange(result.Objective / only, 1 - room, 1 + 1e-6);
            Assert.InRange(result.RelativeGap, -1e-6, 1e-6);
        }
    }
}
