using System.Globalization;
using IsacCluster.Campaigns;
using IsacCluster.Campaigns.MonteCarlo;
using IsacCluster.Jobs;

namespace IsacCluster.Benchmarks.Coverage;

/// <summary>
/// Units of a real campaign, computed once: the population from which replicates draw with replacement, so that the true values are its
/// own.
/// </summary>
internal sealed class SamplePool
{
    /// <summary>Those whose MSE is averaged.</summary>
    public static readonly string[] Algorithms = ["sdr", "zf", "zf-pinv", "gnn-ip"];

    private const int Network = 4; // alone, after the averaged ones

    private SamplePool(double noise, int slots, PoolUnit[] units) => (Noise, Slots, Units) = (noise, slots, units);

    public double Noise { get; }

    public int Slots { get; }

    public IReadOnlyList<PoolUnit> Units { get; }

    /// <summary>Evaluates so many units on all processors.</summary>
    /// <param name="model">Of the network, a safetensors file.</param>
    public static SamplePool Compute(double noise, int slots, int units, ulong seed, string model)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $$"""
            kind: campaign
            name: coverage
            seed: {{seed}}
            scenario: {users: 2, noise: {{noise}}, sinr_db: 8, slots: {{slots}}}
            algorithms: [{{string.Join(", ", Algorithms.SkipLast(1))}}, gnn-ip: {model: "{{model}}"}, gnn: {model: "{{model}}"}]
            samples: {{(long)units * slots}}
            """);
        var specification = (CampaignSpecification)new SpecificationReader().Parse(text, "coverage.yaml");
        var all = new PoolUnit[units];
        int chunk = Math.Max(1, 128 / slots);
        using var evaluators = new ThreadLocal<SampleEvaluator>(() => SampleEvaluator.Of(specification, specification.Points[0]));
        Parallel.For(0, (units + chunk - 1) / chunk, part =>
        {
            for (int unit = part * chunk; unit < Math.Min(units, (part + 1) * chunk); unit++)
            {
                all[unit] = Sum(evaluators.Value!.Evaluate(
                    (long)unit * slots, slots, new StageClock(TimeProvider.System), CancellationToken.None));
            }
        });
        return new SamplePool(noise, slots, all);
    }

    /// <summary>sum u / sum v over the whole pool.</summary>
    public double True(Func<PoolUnit, double> u, Func<PoolUnit, double> v) => Units.Sum(u) / Units.Sum(v);

    private static PoolUnit Sum(IReadOnlyList<SampleEvaluation> samples)
    {
        SampleEvaluation[] counted = [.. samples.Where(sample => sample.Algorithms.All(algorithm => algorithm.Design is not null))];
        double[] mse = [.. Algorithms.Select((_, a) => counted.Sum(sample => sample.Algorithms[a].Mse))];
        int repaired = Algorithms.Length - 1;
        return new PoolUnit(
            mse, counted.Length, samples.Count(sample => sample.Feasible && sample.Algorithms[Network].Satisfied),
            samples.Count(sample => sample.Feasible), samples.Count(sample => sample.Algorithms[repaired].Projected == true),
            samples.Count(sample => sample.Algorithms[repaired].Projected is not null));
    }
}
