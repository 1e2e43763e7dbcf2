using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo.Metrics;

/// <summary>
/// What designs optimise, in its own unit: L(R) + w_c X(R) on the grid of the design, W^2, or the criterion of the scenario's objective.
/// </summary>
internal sealed class ObjectiveValue : DesignMetric
{
    public override string Name => "objective_value";

    public override string Title => "Objective";

    public override string Symbol => "f(R)";

    public override string Unit => "";

    public override string Meaning => "what designs optimise: L(R) + w_c X(R), or the criterion of `objective` in its unit";

    public override double Evaluate(Sample sample, Design design, IReadOnlyList<double> sinr) =>
        sample.Truth.Value(design.Covariance());
}
