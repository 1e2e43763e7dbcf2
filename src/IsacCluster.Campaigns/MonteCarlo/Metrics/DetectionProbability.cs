using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo.Metrics;

/// <summary>
/// The probability that the generalised likelihood ratio test with a given false-alarm rate finds a target at a known angle with unknown
/// alpha in the scene of <see cref="EchoModel"/> (Khawar et al. 2015), the least over the targets:
/// <code>
///   P_D = Q_1((2 rho N M P(theta) / P0)^1/2, (-2 ln P_FA)^1/2)
/// </code>
/// since b^H Y X^H a / (M N P(theta))^1/2 has noise CN(0, sigma_r^2) and |alpha| (M N P(theta))^1/2 as its mean.
/// </summary>
internal sealed class DetectionProbability : ParameterisedMetric
{
    private const string FalseAlarm = "false_alarm";

    public override string Name => "detection_probability";

    public override string Title => "Detection probability";

    public override string Symbol => "P_D";

    public override string Unit => "";

    public override string Meaning => "least over targets of Q_1((2 rho N M P(theta) / P0)^1/2, (-2 ln P_FA)^1/2)";

    public override IReadOnlyList<MetricParameter> Parameters { get; } =
        [new(FalseAlarm, 1e-300, 1, 1e-6, "P_FA, false-alarm rate"), .. EchoModel.Parameters];

    public override double Evaluate(Sample sample, Design design, IReadOnlyList<double> sinr)
    {
        BeampatternObjective objective = sample.Evaluation;
        double[] sums = objective.Array.Lags.Of(design.Covariance());
        double scale = 2 * Decibel.ToLinear(Of(EchoModel.EchoSnr)) * Of(EchoModel.Symbols) * objective.Antennas / sample.Instance.Power;
        double threshold = -2 * Math.Log(Of(FalseAlarm));
        return objective.Targets
            .Select(target => MarcumQ.First(scale * Math.Max(0, objective.Power(target, sums)), threshold))
            .DefaultIfEmpty(double.NaN).Min();
    }
}
