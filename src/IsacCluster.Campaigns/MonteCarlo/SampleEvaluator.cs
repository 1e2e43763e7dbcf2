using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Jobs;
using IsacCluster.Campaigns.Specs;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Numerics;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.MonteCarlo;

/// <summary>
/// Evaluates every algorithm of a point on one sample: the pure function that a campaign repeats millions of times and that
/// a replay calls once. Owns work space; one per thread.
/// </summary>
public sealed class SampleEvaluator
{
    private readonly SampleGenerator _generator;
    private readonly IReadOnlyList<IDesignAlgorithm> _algorithms;

    public SampleEvaluator(Scenario scenario, ulong seed, IReadOnlyList<IDesignAlgorithm> algorithms)
    {
        _generator = new SampleGenerator(scenario, seed);
        _algorithms = algorithms ?? throw new ArgumentNullException(nameof(algorithms));
    }

    /// <summary>An evaluator of one point with algorithms of its own.</summary>
    public static SampleEvaluator Of(CampaignSpecification specification, CampaignPoint point)
    {
        ArgumentNullException.ThrowIfNull(specification);
        ArgumentNullException.ThrowIfNull(point);
        return new SampleEvaluator(point.Scenario, specification.Seed, [.. specification.Algorithms.Select(AlgorithmCatalog.Create)]);
    }

    /// <summary>Draws the sample and runs the algorithms in order; each in a stage of its own name.</summary>
    public SampleEvaluation Evaluate(long index, StageClock clock)
    {
        ArgumentNullException.ThrowIfNull(clock);
        Sample sample;
        using (clock.Measure("generate")) sample = _generator.Generate(index);
        bool feasible;
        using (clock.Measure("feasibility")) feasible = MinimumPower.Solve(sample.Instance).IsFeasible;
        var evaluations = new AlgorithmEvaluation[_algorithms.Count];
        for (int a = 0; a < evaluations.Length; a++) evaluations[a] = Evaluate(_algorithms[a], sample, clock);
        return new SampleEvaluation(index, feasible, evaluations);
    }

    /// <summary>The beampatterns of one sample's designs on the evaluation grid, for figures.</summary>
    public SampleBeampatternSet Beampatterns(long index, StageClock clock)
    {
        Sample sample = _generator.Generate(index);
        var patterns = new Dictionary<string, double[]>();
        foreach (AlgorithmEvaluation evaluation in Evaluate(index, clock).Algorithms)
        {
            if (evaluation.Design is { } design)
                patterns[evaluation.Name] = sample.Evaluation.Beampattern(DiagonalSums.Of(design.Covariance()));
        }

        return new SampleBeampatternSet(sample.Evaluation, patterns);
    }

    private static AlgorithmEvaluation Evaluate(IDesignAlgorithm algorithm, Sample sample, StageClock clock)
    {
        using StageScope stage = clock.Measure(algorithm.Name);
        DesignOutcome outcome = algorithm.Run(sample);
        double seconds = stage.End();

        if (outcome.Design is not { } design)
            return new AlgorithmEvaluation(algorithm.Name, outcome.Status, null, double.NaN, [], false, outcome.Projected, seconds);
        using (clock.Measure("evaluate"))
        {
            IsacInstance instance = sample.Instance;
            ComplexMatrix covariance = design.Covariance();
            double[] sinr = Sinr.Of(design, instance.Channel, instance.Noise);
            bool satisfied = Sinr.Satisfied(sinr, instance.SinrThreshold);
            return new AlgorithmEvaluation(
                algorithm.Name, outcome.Status, design, sample.Evaluation.Mse(covariance), sinr, satisfied, outcome.Projected, seconds);
        }
    }
}

/// <summary>All algorithms on one sample.</summary>
/// <param name="Feasible">Whether some design meets every SINR threshold: minimum power at most P0.</param>
public sealed record SampleEvaluation(long Index, bool Feasible, IReadOnlyList<AlgorithmEvaluation> Algorithms);

/// <summary>One algorithm on one sample.</summary>
/// <param name="Mse">L(R) on the evaluation grid, in units of power squared; NaN without a design.</param>
/// <param name="Sinr">Linear, length L; empty without a design.</param>
/// <param name="Seconds">Time of the algorithm alone; never enters a digest.</param>
public sealed record AlgorithmEvaluation(
    string Name, SolveStatus Status, Design? Design, double Mse, IReadOnlyList<double> Sinr, bool Satisfied, bool? Projected, double Seconds);

/// <summary>Patterns of a sample's designs on one grid, by algorithm.</summary>
public sealed record SampleBeampatternSet(BeampatternObjective Objective, IReadOnlyDictionary<string, double[]> PatternByAlgorithm);
