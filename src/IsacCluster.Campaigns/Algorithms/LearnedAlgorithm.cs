using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// A trained network, or another heuristic, as an algorithm (Zhao et al.). Without a repair: its designs as they are. With one: each
/// design is tested, |Tr R - P0| at most 1e-6 P0 and SINR_l at least Gamma0 (1 - 1e-6) for every user, and only what fails is repaired.
/// Stages: inference (one call a batch, whoever shares it), feasibility and projection (one call a sample each).
/// </summary>
/// <param name="name">The label in results.</param>
/// <param name="inference">The network or heuristic, which other algorithms of the thread may share.</param>
/// <param name="repair">Maps an instance and an infeasible design to a feasible one; null: none.</param>
public sealed class LearnedAlgorithm(
    string name, SharedInference inference, Func<IsacInstance, Design, SolveResult>? repair = null) : IDesignAlgorithm
{
    /// <param name="infer">The network or heuristic, with work space of its own.</param>
    public LearnedAlgorithm(string name, Inference infer, Func<IsacInstance, Design, SolveResult>? repair = null)
        : this(name, new SharedInference(infer), repair)
    {
    }

    /// <summary>The test's relative tolerance of the power; that of a SINR is <see cref="Sinr.SatisfactionTolerance"/>.</summary>
    public const double PowerTolerance = 1e-6;

    public string Name => name;

    public IReadOnlyList<DesignOutcome> Run(IReadOnlyList<Sample> samples, StageClock clock, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(clock);
        if (samples.Count == 0) return [];
        cancellation.ThrowIfCancellationRequested();
        (IReadOnlyList<Design> designs, double seconds) = inference.Of(samples, clock);
        var outcomes = new DesignOutcome[samples.Count];
        for (int i = 0; i < outcomes.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            outcomes[i] = repair is null ? Raw(designs[i], seconds) : Repaired(samples[i].Instance, designs[i], seconds, clock);
        }

        return outcomes;
    }

    /// <summary>Whether a design needs no repair. A design with a number that is not finite does.</summary>
    public static bool IsFeasible(IsacInstance instance, Design design)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(design);
        return Math.Abs(design.Power() - instance.Power) <= PowerTolerance * instance.Power
            && Sinr.Satisfied(Sinr.Of(design, instance), instance);
    }

    private static DesignOutcome Raw(Design design, double seconds)
    {
        var parts = new PartTimes(seconds);
        return double.IsFinite(design.Power())
            ? new DesignOutcome(SolveStatus.Heuristic, design, parts.Total, Parts: parts)
            : new DesignOutcome(SolveStatus.NumericalFailure, null, parts.Total, Parts: parts)
            {
                Why = "the network's design holds numbers that are not finite",
            };
    }

    private DesignOutcome Repaired(IsacInstance instance, Design design, double seconds, StageClock clock)
    {
        bool feasible;
        PartTimes parts;
        using (StageScope stage = clock.Measure("feasibility"))
        {
            feasible = IsFeasible(instance, design);
            parts = new PartTimes(seconds, stage.End());
        }

        if (feasible) return new DesignOutcome(SolveStatus.Heuristic, design, parts.Total, Projected: false, parts);
        using (StageScope stage = clock.Measure("projection"))
        {
            SolveResult result = repair!(instance, design);
            parts = parts with { Projection = stage.End() };
            // The nearest feasible design is optimal for the projection, not for the MSE.
            SolveStatus status = result.Status.HasDesign() ? SolveStatus.Heuristic : result.Status;
            return new DesignOutcome(status, result.Design, parts.Total, Projected: true, parts)
            {
                Why = SolveWords.Of(result, instance.Power),
            };
        }
    }
}
