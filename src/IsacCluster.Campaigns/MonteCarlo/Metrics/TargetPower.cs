using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo.Metrics;

/// <summary>The power at the targets, P(theta_k) = a^H R a, W: the least of them, or the k-th.</summary>
internal sealed class TargetPower : ParameterisedMetric
{
    private const string Target = "target";

    public override string Name => "target_power";

    public override string Title => "Power at the targets";

    public override string Symbol => "P(θ_k)";

    public override string Unit => "W";

    public override string Meaning => "a^H R a at a target: of the k-th, or the least of all with target 0";

    public override IReadOnlyList<MetricParameter> Parameters { get; } = [new(Target, 0, 180, 0, "k, from 1 on; 0: the least of all")];

    /// <summary>NaN where there is no k-th target.</summary>
    public override double Evaluate(Sample sample, Design design, IReadOnlyList<double> sinr)
    {
        BeampatternObjective objective = sample.Evaluation;
        double[] sums = objective.Array.Lags.Of(design.Covariance());
        double[] powers = [.. objective.Targets.Select(target => objective.Power(target, sums))];
        int target = (int)Of(Target);
        return target > powers.Length || powers.Length == 0 ? double.NaN : target == 0 ? powers.Min() : powers[target - 1];
    }
}
