using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Isac.Sensing;
using IsacCluster.Numerics;

namespace IsacCluster.Campaigns.MonteCarlo.Metrics;

/// <summary>
/// The root of the Cramer-Rao bound of a target's azimuth with unknown alpha (Liu et al. 2022), degrees, the largest over the targets, each
/// alone in the scene of <see cref="EchoModel"/>. With A = b a^H and A' its derivative in theta,
/// <code>
///   CRB = P0 / (2 rho N) Tr(A^H A R) / (Tr(A'^H A' R) Tr(A^H A R) - |Tr(A'^H A R)|^2)   rad^2
/// </code>
/// </summary>
internal sealed class CramerRaoBound : ParameterisedMetric
{
    public override string Name => "crb_deg";

    public override string Title => "Root CRB of the angle";

    public override string Symbol => "CRB^1/2";

    public override string Unit => "deg";

    public override string Meaning => "largest over targets of the root Cramer-Rao bound of the angle";

    public override IReadOnlyList<MetricParameter> Parameters => EchoModel.Parameters;

    public override double Evaluate(Sample sample, Design design, IReadOnlyList<double> sinr)
    {
        ComplexMatrix covariance = design.Covariance();
        double scale = 2 * Decibel.ToLinear(Of(EchoModel.EchoSnr)) * Of(EchoModel.Symbols) / sample.Instance.Power;
        AntennaArray array = sample.Evaluation.Array;
        return sample.Evaluation.Targets
            .Select(target => Math.Sqrt(PointTarget.Bound(target, covariance, array) / scale) * (180 / Math.PI))
            .DefaultIfEmpty(double.NaN).Max();
    }
}
