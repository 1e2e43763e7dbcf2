using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo.Metrics;

/// <summary>The least SINR margin, min_l 10 log10(SINR_l / Gamma_l), dB; negative where a threshold is missed.</summary>
internal sealed class SinrMargin : DesignMetric
{
    public override string Name => "sinr_margin_db";

    public override string Title => "Least SINR margin";

    public override string Symbol => "min SINR/Γ";

    public override string Unit => "dB";

    public override string Meaning => "least over users of 10 log10(SINR_l / Gamma_l)";

    public override double Evaluate(Sample sample, Design design, IReadOnlyList<double> sinr) =>
        Decibel.FromLinear(sinr.Select((ratio, l) => ratio / sample.Truth.ThresholdOf(l)).Min());
}
