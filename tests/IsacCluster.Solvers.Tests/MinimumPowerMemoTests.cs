using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Designs;
using IsacCluster.Solvers.Feasibility;

namespace IsacCluster.Solvers.Tests;

/// <summary>Solvers that share minimum powers ask once for each instance and return the bits of those that do not.</summary>
public sealed class MinimumPowerMemoTests
{
    [Fact]
    public void Shared_solutions_change_no_bit_and_are_made_once_an_instance()
    {
        var memo = new MinimumPowerMemo();
        int asked = 0;
        var sharing = new SolverOptions
        {
            MinimumPower = instance =>
            {
                asked++;
                return memo.Of(instance);
            },
        };
        foreach (string name in Baseline.Names)
        {
            IBeamformingSolver shared = Baseline.Create(name, sharing), alone = Baseline.Create(name);
            for (int i = 0; i < 2 * RandomInstances.ScenarioCount; i++)
            {
                IsacInstance instance = RandomInstances.Draw(i);
                SolveResult one = shared.Solve(instance), other = alone.Solve(instance);
                Assert.Equal((other.Status, other.Objective, other.Iterations), (one.Status, one.Objective, one.Iterations));
                Assert.Equal(other.Design?.C.Data, one.Design?.C.Data);
                Assert.Equal(other.Design?.S.Data, one.Design?.S.Data);
            }
        }

        Assert.True(asked > 10);
    }

    [Fact]
    public void An_instance_is_known_until_all_are_forgotten()
    {
        var memo = new MinimumPowerMemo();
        IsacInstance instance = RandomInstances.Draw(0);
        MinimumPowerResult first = memo.Of(instance);
        Assert.Same(first, memo.Of(instance));
        Assert.NotSame(first, memo.Of(instance with { Power = 2 * instance.Power }));
        memo.Clear();
        MinimumPowerResult again = memo.Of(instance);
        Assert.NotSame(first, again);
        Assert.Equal((first.Power, first.Iterations), (again.Power, again.Iterations));
    }
}
