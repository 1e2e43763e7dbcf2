using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Scenarios;

/// <summary>
/// Sample i of a scenario, a pure function of (scenario, seed, i). Draws depend on neither power, noise, threshold nor grid,
/// so points of a sweep over those share their channels (common random numbers). Thread-safe.
/// </summary>
public sealed class SampleGenerator
{
    private readonly BeampatternObjective? _fixedDesign, _fixedEvaluation;

    public SampleGenerator(Scenario scenario, ulong seed)
    {
        (Scenario, Seed) = (scenario ?? throw new ArgumentNullException(nameof(scenario)), seed);
        if (scenario.Targets is not FixedTargets targets) return;
        _fixedDesign = Objective(targets.Directions(), scenario.GridPoints);
        _fixedEvaluation = EvaluationObjective(_fixedDesign);
    }

    public Scenario Scenario { get; }

    public ulong Seed { get; }

    public Sample Generate(long index)
    {
        ComplexMatrix channel = ChannelGenerator.Generate(Scenario, Seed, (ulong)index);
        BeampatternObjective design = _fixedDesign
            ?? Objective(Scenario.Targets.Directions(Seed, (ulong)index), Scenario.GridPoints);
        BeampatternObjective evaluation = _fixedEvaluation ?? EvaluationObjective(design);
        var sample = new Sample(index, Scenario.InstanceOf(design, channel), evaluation);
        return Scenario.HasPerfectCsi() ? sample : Estimated(sample);
    }

    /// <summary>The sample as designs know it: with an estimate of the channel and thresholds with a margin.</summary>
    private Sample Estimated(Sample sample)
    {
        IsacInstance truth = sample.Instance;
        ComplexMatrix estimate = ChannelEstimate.Of(truth.Channel, Scenario.CsiErrorVariance, Seed, (ulong)sample.Index);
        double margin = Decibel.ToLinear(Scenario.CsiMarginDb);
        IsacInstance known = truth with
        {
            Channel = estimate,
            SinrThreshold = truth.SinrThreshold * margin,
            UserThresholds = truth.UserThresholds is { } thresholds ? [.. thresholds.Select(threshold => threshold * margin)] : null,
        };
        return sample with { Instance = known, Truth = truth };
    }

    private BeampatternObjective Objective(IReadOnlyList<Direction> targets, int gridPoints) =>
        Scenario.ObjectiveOf(targets, gridPoints);

    private BeampatternObjective EvaluationObjective(BeampatternObjective design) =>
        Scenario.EvaluationGridPoints is int points && points != Scenario.GridPoints ? Objective(design.Targets, points) : design;
}

/// <summary>One random design problem and the objective on which its designs are evaluated.</summary>
/// <param name="Instance">What designs are made for.</param>
public sealed record Sample(long Index, IsacInstance Instance, BeampatternObjective Evaluation)
{
    /// <summary>What designs are judged on: the instance, or that of the true channels where designs know estimates.</summary>
    public IsacInstance Truth { get => field ?? Instance; init; }
}
