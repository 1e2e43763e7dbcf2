using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo.Metrics;

/// <summary>
/// The mean squared cross-correlation of the signals at the targets, 2/(K^2 - K) sum over pairs of |a(theta_p)^H R a(theta_q)|^2, W^2
/// (Stoica et al. 2007, Liu et al. 2020). Not defined for fewer than two targets.
/// </summary>
internal sealed class CrossCorrelation : DesignMetric
{
    public override string Name => "cross_correlation";

    public override string Title => "Cross-correlation";

    public override string Symbol => "X(R)";

    public override string Unit => "W²";

    public override string Meaning => "2/(K^2 - K) times the sum over pairs of targets of |a(theta_p)^H R a(theta_q)|^2";

    public override double Evaluate(Sample sample, Design design, IReadOnlyList<double> sinr) =>
        sample.Evaluation.TargetsDeg.Count < 2 ? double.NaN : sample.Evaluation.CrossCorrelation(design.Covariance());
}
