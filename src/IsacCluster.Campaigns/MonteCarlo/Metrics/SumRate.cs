using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo.Metrics;

/// <summary>R_sum = sum_l log2(1 + SINR_l), bit/s/Hz: what Gaussian signalling achieves where interference is treated as noise.</summary>
internal sealed class SumRate : DesignMetric
{
    public override string Name => "sum_rate";

    public override string Title => "Sum rate";

    public override string Symbol => "R_sum";

    public override string Unit => "bit/s/Hz";

    public override string Meaning => "sum over users of log2(1 + SINR_l)";

    public override double Evaluate(Sample sample, Design design, IReadOnlyList<double> sinr) => sinr.Sum(ratio => Math.Log2(1 + ratio));
}
