using System.Globalization;
using IsacCluster.Benchmarks.Stress;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Solvers;
using IsacCluster.Solvers.Beampattern;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.Presolve;
using MathNet.Numerics.Statistics;

namespace IsacCluster.Benchmarks.Scaling;

/// <summary>Times a solver on the first samples of a scenario, on the calling thread, each sample again and again.</summary>
internal sealed class SolverTiming(string name, ulong seed, int instances, TimeProvider time)
{
    private const double TightPowerRatio = 1.5;
    private const int FewestRepeats = 3, MostRepeats = 200;
    private static readonly TimeSpan PerInstance = TimeSpan.FromSeconds(0.3);

    public ScalingRow Measure(int size, Scenario scenario, Regime regime)
    {
        IBeamformingSolver solver = Baseline.Create(name, new SolverOptions { Presolve = regime == Regime.Presolved });
        var generator = new SampleGenerator(scenario, seed);
        var times = new List<double>();
        var results = new List<SolveResult>();
        for (int i = 0; i < instances; i++)
        {
            IsacInstance instance = generator.Generate(i).Instance;
            if (regime == Regime.Tight) instance = Tighten(instance);
            results.Add(solver.Solve(instance)); // untimed: allocates the work space and, for the first, compiles
            if (results[i].Status == SolveStatus.Optimal) times.Add(Repeat(() => solver.Solve(instance)));
        }

        if (times.Count == 0) times.Add(double.NaN);
        var targets = (FixedTargets)scenario.Targets;
        double setUp = Repeat(
            () => SetUp(scenario.ObjectiveOf(targets.Directions(), scenario.GridPoints), regime));
        IEnumerable<SolveResult> optimal = results.Where(result => result.Status == SolveStatus.Optimal);
        return new ScalingRow(
            size,
            times.Median(),
            times.Min(),
            times.Max(),
            setUp,
            results.Select(result => (double)result.Iterations).Median(),
            Outcomes(results),
            optimal.Select(result => Math.Abs(result.RelativeGap)).DefaultIfEmpty(double.NaN).Max());
    }

    /// <summary>
    /// What the first solve of a target set makes and later ones find: the objective's factor and, for the presolve, the radar-only optima.
    /// </summary>
    private static object? SetUp(BeampatternObjective objective, Regime regime) =>
        regime == Regime.Presolved ? RadarOptimum.Of(objective).Face : GramFactor.Of(objective);

    /// <summary>
    /// Microseconds for each of <paramref name="count"/> different instances, solved together where the solver can, else in turn: the least
    /// of the repeats, over the count.
    /// </summary>
    public double MeasureBatch(int count, Regime regime)
    {
        IBeamformingSolver solver = Baseline.Create(name, new SolverOptions { Presolve = regime == Regime.Presolved });
        var generator = new SampleGenerator(new Scenario(), seed);
        IsacInstance[] batch = [.. Enumerable.Range(0, count).Select(i => generator.Generate(i).Instance)];
        return 1e3 / count * Repeat(() =>
        {
            if (solver is IBatchSolver together) return together.Solve(batch).Sum(static result => result.Objective);
            return batch.Sum(instance => solver.Solve(instance).Objective);
        });
    }

    /// <summary>The least power is proportional to the noise, so this leaves P0 half as much again as it has to be.</summary>
    private static IsacInstance Tighten(IsacInstance instance)
    {
        double least = MinimumPower.Solve(instance).Power;
        return instance with { Noise = instance.Noise * instance.Power / (TightPowerRatio * least) };
    }

    /// <summary>Milliseconds of a call: the least of its repeats, which other work on the machine lengthens least.</summary>
    private double Repeat<T>(Func<T> call)
    {
        var times = new List<double>();
        long first = time.GetTimestamp();
        while (times.Count < FewestRepeats || (times.Count < MostRepeats && time.GetElapsedTime(first) < PerInstance))
        {
            long started = time.GetTimestamp();
            call();
            times.Add(time.GetElapsedTime(started).TotalMilliseconds);
        }

        return times.Min();
    }

    private static string Outcomes(IEnumerable<SolveResult> results) => string.Join(", ", results.GroupBy(result => result.Status)
        .OrderBy(group => group.Key).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key}")));
}
