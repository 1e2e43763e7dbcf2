using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Campaigns.MonteCarlo.Metrics;

/// <summary>
/// R_sum / (P0 / eta + M P_c), bit/s/Hz/W: the sum rate over the power that amplifiers of efficiency eta and M radio chains of P_c take.
/// </summary>
internal sealed class EnergyEfficiency : ParameterisedMetric
{
    private const string Efficiency = "amplifier_efficiency", Circuit = "circuit_w";

    public override string Name => "energy_efficiency";

    public override string Title => "Energy efficiency";

    public override string Symbol => "EE";

    public override string Unit => "bit/s/Hz/W";

    public override string Meaning => "sum rate over Tr R / eta + M P_c";

    public override IReadOnlyList<MetricParameter> Parameters { get; } =
    [
        new(Efficiency, 0.01, 1, 0.4, "eta, of the amplifiers"),
        new(Circuit, 0, 1000, 0.1, "P_c, W, of each antenna's radio chain"),
    ];

    public override double Evaluate(Sample sample, Design design, IReadOnlyList<double> sinr) =>
        sinr.Sum(ratio => Math.Log2(1 + ratio)) / (design.Power() / Of(Efficiency) + sample.Instance.Antennas * Of(Circuit));
}
