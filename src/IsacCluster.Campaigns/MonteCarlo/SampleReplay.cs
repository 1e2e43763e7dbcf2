using System.Text.Json.Serialization;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo.Metrics;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>
/// One sample of a campaign again, alone: the same pure function that the shards run, so its numbers are the same bits.
/// </summary>
public static class SampleReplay
{
    /// <param name="point">A point's id or its position.</param>
    /// <exception cref="SpecificationException">The point or the sample does not exist.</exception>
    public static ReplayedSample Run(CampaignSpecification specification, string point, long sample, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(specification);
        SweepPoint found = Find(specification, point);
        if (sample < 0)
            throw new SpecificationException($"--sample: '{sample}' is not allowed; expected a whole number >= 0.");
        if (found.Scenario.MostSamples() is { } most && sample >= most)
            throw new SpecificationException($"--sample: '{sample}' is not allowed; expected at most {most - 1}, the last of the file.");
        using SampleEvaluator evaluator = SampleEvaluator.Of(specification, found);
        SampleEvaluation evaluation = evaluator.Evaluate(sample, new StageClock(time));
        Sample drawn = new SampleGenerator(found.Scenario, specification.Seed).Generate(sample);
        return new ReplayedSample(
            ReplayNumbers.Schema, specification.JobId, found.Id, sample, specification.Seed, evaluation.Feasible,
            drawn.Instance.Objective.TargetsDeg, ReplayNumbers.RealImaginary(drawn.Instance.Channel),
            [.. evaluation.Algorithms.Select(algorithm => Describe(algorithm, specification.Metrics))]);
    }

    private static SweepPoint Find(CampaignSpecification specification, string point)
    {
        if (int.TryParse(point, out int position) && position >= 0 && position < specification.Points.Count)
            return specification.Points[position];
        return specification.Points.FirstOrDefault(candidate => candidate.Id == point)
            ?? throw new SpecificationException(
                $"--point: '{point}' is not a point of {specification.Name}; allowed: 0 to {specification.Points.Count - 1}, or an id: "
                + string.Join(" | ", specification.Points.Select(candidate => candidate.Id)) + ".");
    }

    private static ReplayedAlgorithm Describe(AlgorithmEvaluation evaluation, IReadOnlyList<DesignMetric> metrics) => new(
        evaluation.Name, SolveStatusNames.Of(evaluation.Status), evaluation.Design is null ? null : evaluation.Mse, evaluation.Satisfied,
        [.. evaluation.Sinr.Select(ratio => ratio > 0 ? Decibel.FromLinear(ratio) : (double?)null)], evaluation.Sinr,
        evaluation.Design is { } design ? ReplayNumbers.Digest(design) : null, evaluation.Projected)
    {
        Message = evaluation.Why,
        Metrics = evaluation.Metrics.Count == 0 ? null : metrics.Zip(evaluation.Metrics)
            .ToDictionary(pair => pair.First.Name, pair => double.IsFinite(pair.Second) ? pair.Second : (double?)null),
    };
}

/// <summary>A replayed sample, as written by `isac replay --json`.</summary>
public sealed record ReplayedSample(
    string Schema, string Job, string Point, long Sample, ulong Seed, bool Feasible, IReadOnlyList<double> TargetsDeg,
    double[][][] ChannelRealImag, IReadOnlyList<ReplayedAlgorithm> Algorithms);

/// <summary>One algorithm's numbers on a replayed sample.</summary>
/// <param name="Status">optimal, infeasible, iteration-limit, numerical-failure or heuristic.</param>
/// <param name="SinrDb">Null where a user receives no signal.</param>
/// <param name="DesignDigest">SHA-256 over the bits of C and S.</param>
/// <param name="Projected">Whether the projection was needed; null where the algorithm has none.</param>
public sealed record ReplayedAlgorithm(
    string Name, string Status, double? Mse, bool Satisfied, IReadOnlyList<double?> SinrDb, IReadOnlyList<double> Sinr,
    string? DesignDigest, bool? Projected)
{
    /// <summary>Why there is no design; null, and not written, with one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Message { get; init; }

    /// <summary>The campaign's metrics by name, null where not defined; null, and not written, without metrics or a design.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double?>? Metrics { get; init; }
}
