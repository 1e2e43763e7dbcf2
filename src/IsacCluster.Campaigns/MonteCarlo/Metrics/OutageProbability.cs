using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo.Metrics;

/// <summary>
/// The part of the users whose rate log2(1 + SINR_l) is below a target rate; its mean over samples is the outage probability. For a single
/// user under Rayleigh fading, mean path gain g and maximum ratio transmission over M antennas it is the distribution function of a
/// chi-square with 2M degrees of freedom, 1 - e^-x sum_(m &lt; M) x^m / m!, x = (2^r - 1) sigma^2 / (P0 g).
/// </summary>
internal sealed class OutageProbability : ParameterisedMetric
{
    private const string Rate = "rate";

    public override string Name => "outage_probability";

    public override string Title => "Outage probability";

    public override string Symbol => "P_out";

    public override string Unit => "";

    public override string Meaning => "part of the users with log2(1 + SINR_l) below the rate";

    public override IReadOnlyList<MetricParameter> Parameters { get; } = [new(Rate, 0, 100, 1, "r, bit/s/Hz")];

    public override double Evaluate(Sample sample, Design design, IReadOnlyList<double> sinr)
    {
        double rate = Of(Rate);
        return sinr.Count == 0 ? double.NaN : sinr.Average(ratio => Math.Log2(1 + ratio) < rate ? 1.0 : 0.0);
    }
}
