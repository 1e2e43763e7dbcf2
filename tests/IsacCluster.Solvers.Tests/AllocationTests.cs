using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Solvers.Tests;

/// <summary>
/// Iterations work in buffers that are owned: a solve allocates for its program and its design only, however long it iterates.
/// </summary>
public sealed class AllocationTests
{
    private const int Few = 2, Many = 7;

    [Theory]
    [InlineData("sdr", true)]
    [InlineData("sdr", false)]
    [InlineData("zf", true)]
    [InlineData("zf", false)]
    [InlineData("zf-pinv", true)]
    public void Iterations_of_the_baselines_allocate_nothing(string name, bool coupled)
    {
        IsacInstance instance = Instance();
        SolverOptions options = new() { Presolve = false, Coupled = coupled };
        Assert.True(Baseline.Create(name, options).Solve(instance).Iterations > Many);
        Assert.Equal(
            Allocated(Baseline.Create(name, options with { IterationLimit = Few }).Solve, instance, Few),
            Allocated(Baseline.Create(name, options with { IterationLimit = Many }).Solve, instance, Many));
    }

    private static long Allocated(Func<IsacInstance, SolveResult> solve, IsacInstance instance, int iterations)
    {
        // Set-up, and compilation, which may allocate on this thread.
        for (int i = 0; i < 50; i++) Assert.Equal(iterations, solve(instance).Iterations);
        long least = long.MaxValue;
        for (int i = 0; i < 20; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            solve(instance);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static IsacInstance Instance() => new SampleGenerator(new Scenario { SinrDb = 15, Noise = 1e-11 }, 3).Generate(0).Instance;
}
