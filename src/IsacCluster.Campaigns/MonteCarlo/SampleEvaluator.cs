using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.MonteCarlo.Metrics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Numerics;
using IsacCluster.Solvers;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>
/// Evaluates every algorithm of a point on samples: the pure function that a campaign repeats millions of times and that
/// a replay calls once. A sample's numbers are the same bits in any chunk. Owns work space; one per thread. Disposing it ends the
/// programs of algorithms of its own.
/// </summary>
public sealed class SampleEvaluator : IDisposable
{
    private const int MostSamples = 128;

    /// <summary>Most entries of the designs of one algorithm in a chunk, 16 MiB.</summary>
    private const int MostEntries = 1 << 20;

    private readonly SampleGenerator _generator;
    private readonly IReadOnlyList<IDesignAlgorithm> _algorithms;
    private readonly SampleMemo _memo;
    private readonly IReadOnlyList<DesignMetric> _metrics;
    private ThreadAlgorithms? _own;

    /// <param name="memo">
    /// What the algorithms were made with: minimum powers are solved once a sample, as its stage "feasibility", and a network that several
    /// of them share infers once. Null: each for itself.
    /// </param>
    /// <param name="metrics">To evaluate besides the mean squared error; default none.</param>
    public SampleEvaluator(
        Scenario scenario, ulong seed, IReadOnlyList<IDesignAlgorithm> algorithms, SampleMemo? memo = null,
        IReadOnlyList<DesignMetric>? metrics = null)
    {
        _memo = memo ?? new SampleMemo();
        _metrics = metrics ?? [];
        _generator = new SampleGenerator(scenario, seed);
        _algorithms = algorithms ?? throw new ArgumentNullException(nameof(algorithms));
        int together = Math.Max(MostSamples, algorithms.Select(algorithm => algorithm.Batch).DefaultIfEmpty().Max());
        LargestChunk = Math.Clamp(MostEntries / (scenario.Antennas * scenario.Antennas), 1, together);
    }

    /// <summary>
    /// Samples to evaluate together: 128, or more where an algorithm takes more at once; fewer for large arrays, whose designs fill memory.
    /// </summary>
    public int LargestChunk { get; }

    /// <summary>An evaluator of one point with algorithms of its own.</summary>
    public static SampleEvaluator Of(CampaignSpecification specification, SweepPoint point)
    {
        ArgumentNullException.ThrowIfNull(specification);
        ArgumentNullException.ThrowIfNull(point);
        var algorithms = new ThreadAlgorithms(specification.Algorithms);
        SampleEvaluator evaluator = Of(specification, point, algorithms);
        evaluator._own = algorithms;
        return evaluator;
    }

    public void Dispose() => _own?.Dispose();

    /// <summary>An evaluator of one point with the algorithms of its thread.</summary>
    internal static SampleEvaluator Of(CampaignSpecification specification, SweepPoint point, ThreadAlgorithms algorithms) =>
        new(point.Scenario, specification.Seed, algorithms.Of(point), algorithms.Memo, specification.Metrics);

    /// <summary>Draws one sample and runs the algorithms in order.</summary>
    public SampleEvaluation Evaluate(long index, StageClock clock) => Evaluate(index, 1, clock, CancellationToken.None)[0];

    /// <summary>Draws the samples first, ..., first + count - 1 and runs the algorithms in order, each on all of them.</summary>
    /// <param name="count">At most <see cref="LargestChunk"/> keeps memory bounded.</param>
    /// <exception cref="OperationCanceledException">The user cancelled or the host is stopping.</exception>
    public IReadOnlyList<SampleEvaluation> Evaluate(long first, int count, StageClock clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(clock);
        var samples = new Sample[count];
        var feasible = new bool[count];
        _memo.Clear();
        for (int i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            using (clock.Measure("generate")) samples[i] = _generator.Generate(first + i);
            using (clock.Measure("feasibility")) feasible[i] = _memo.MinimumPowers.Of(samples[i].Truth).IsFeasible;
        }

        var evaluations = new List<AlgorithmEvaluation[]>(_algorithms.Count);
        foreach (IDesignAlgorithm algorithm in _algorithms)
        {
            IReadOnlyList<DesignOutcome> outcomes = algorithm.Run(samples, clock, cancellation);
            evaluations.Add([.. samples.Select((sample, i) =>
                Known(algorithm.Name, outcomes[i], evaluations.Select(of => of[i]))
                ?? Evaluate(algorithm.Name, sample, outcomes[i], clock))]);
        }

        return [.. samples.Select((sample, i) => new SampleEvaluation(sample.Index, feasible[i], [.. evaluations.Select(of => of[i])]))];
    }

    /// <summary>The beampatterns of one sample's designs on the evaluation grid, for figures.</summary>
    public SampleBeampatternSet Beampatterns(long index, StageClock clock)
    {
        Sample sample = _generator.Generate(index);
        var patterns = new Dictionary<string, double[]>();
        foreach (AlgorithmEvaluation evaluation in Evaluate(index, clock).Algorithms)
        {
            if (evaluation.Design is { } design)
                patterns[evaluation.Name] = sample.Evaluation.Beampattern(design.Covariance());
        }

        return new SampleBeampatternSet(sample.Evaluation, patterns);
    }

    /// <summary>
    /// The numbers of an earlier algorithm on the same sample that gave the very same design, as gnn-ip gives gnn's where that is feasible.
    /// </summary>
    private static AlgorithmEvaluation? Known(string name, DesignOutcome outcome, IEnumerable<AlgorithmEvaluation> earlier) =>
        outcome.Design is not { } design || earlier.FirstOrDefault(other => ReferenceEquals(other.Design, design)) is not { } known
            ? null
            : known with
            {
                Name = name,
                Status = outcome.Status,
                Projected = outcome.Projected,
                Seconds = outcome.Seconds,
                Parts = outcome.Parts,
                Why = outcome.Why,
            };

    private AlgorithmEvaluation Evaluate(string name, Sample sample, DesignOutcome outcome, StageClock clock)
    {
        if (outcome.Design is not { } design)
        {
            return new AlgorithmEvaluation(
                name, outcome.Status, null, double.NaN, [], false, outcome.Projected, outcome.Seconds, outcome.Parts)
            {
                Why = outcome.Why,
            };
        }

        using (clock.Measure("evaluate"))
        {
            IsacInstance instance = sample.Truth;
            ComplexMatrix covariance = design.Covariance();
            double[] sinr = Sinr.Of(design, instance);
            bool satisfied = Sinr.Satisfied(sinr, instance);
            return new AlgorithmEvaluation(
                name, outcome.Status, design, sample.Evaluation.Mse(covariance), sinr, satisfied, outcome.Projected, outcome.Seconds,
                outcome.Parts)
            {
                Metrics = [.. _metrics.Select(metric => metric.Evaluate(sample, design, sinr))],
            };
        }
    }
}

/// <summary>All algorithms on one sample.</summary>
/// <param name="Feasible">Whether some design meets every SINR threshold: minimum power at most P0.</param>
public sealed record SampleEvaluation(long Index, bool Feasible, IReadOnlyList<AlgorithmEvaluation> Algorithms);

/// <summary>One algorithm on one sample.</summary>
/// <param name="Mse">L(R) on the evaluation grid, in units of power squared; NaN without a design.</param>
/// <param name="Sinr">Linear, length L; empty without a design.</param>
/// <param name="Name">The algorithm's label.</param>
/// <param name="Seconds">Time of the algorithm alone; never enters a digest.</param>
/// <param name="Parts">What the seconds are made of; null for a baseline.</param>
public sealed record AlgorithmEvaluation(
    string Name, SolveStatus Status, Design? Design, double Mse, IReadOnlyList<double> Sinr, bool Satisfied, bool? Projected,
    double Seconds, PartTimes? Parts = null)
{
    /// <summary>The values of the campaign's metrics, in its order, NaN or infinite where not defined; empty without a design.</summary>
    public IReadOnlyList<double> Metrics { get; init; } = [];

    /// <summary>Why there is no design, for people; null with one.</summary>
    public string? Why { get; init; }
}

/// <summary>Patterns of a sample's designs on one grid, by algorithm.</summary>
public sealed record SampleBeampatternSet(BeampatternObjective Objective, IReadOnlyDictionary<string, double[]> PatternByAlgorithm);
