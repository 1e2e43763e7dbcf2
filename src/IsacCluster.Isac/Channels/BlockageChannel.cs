using System.Numerics;
using IsacCluster.Isac.Designs;

namespace IsacCluster.Isac.Channels;

/// <summary>
/// Line of sight that something blocks with probability p, weaker by a loss D then:
/// <code>
///   g_l = b sqrt(K / (K+1)) e^{j phi} a(psi_l) + sqrt(1 / (K+1)) CN(0, I),
///   b^2 = 1 / m in sight, 1 / (D m) where blocked,   m = 1 - p + p / D
/// </code>
/// so that E ||g_l||^2 = M. M blocks, and one for the phase and whether it is blocked, a user.
/// </summary>
/// <param name="FactorDb">K, the Rice factor, in dB.</param>
/// <param name="Probability">p.</param>
/// <param name="LossDb">D in dB.</param>
public sealed record BlockageChannel(double FactorDb, double Probability, double LossDb) : ChannelModel
{
    public static ChannelDescription Description { get; } = new(
        "blockage", "g_l = b sqrt(K / (K+1)) e^{j phi} a(psi_l) + sqrt(1 / (K+1)) CN(0, I), b weaker by D with probability p",
        new BlockageChannel(10, 0.2, 20),
        [
            ChannelParameter.Real<BlockageChannel>(
                "factor_db", "K", "dB", -60, 60, "Rice factor", model => model.FactorDb,
                (model, value) => model with { FactorDb = value }),
            ChannelParameter.Real<BlockageChannel>(
                "probability", "p", "", 0, 1, "of a blocked line of sight", model => model.Probability,
                (model, value) => model with { Probability = value }),
            ChannelParameter.Real<BlockageChannel>(
                "loss_db", "D", "dB", 0, 60, "loss of a blocked line of sight", model => model.LossDb,
                (model, value) => model with { LossDb = value }),
        ]);

    public override ChannelDescription Describe() => Description;

    public override void Draw(UserPosition user, Span<Complex> g, ChannelStreams streams)
    {
        double factor = Decibel.ToLinear(FactorDb), through = Decibel.ToLinear(-LossDb);
        AddScattered(g, Math.Sqrt(1 / (1 + factor)), ref streams.Fading);
        (double phase, double draw) = streams.LineOfSight.NextUniformPair();
        double power = (draw < Probability ? through : 1) / (1 - Probability + Probability * through);
        AddPath(
            g, Complex.FromPolarCoordinates(Math.Sqrt(power / (1 + 1 / factor)), 2 * Math.PI * phase), UserGeometry.AzimuthDeg(user),
            streams);
    }
}
