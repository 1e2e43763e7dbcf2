using System.Numerics;
using IsacCluster.Isac.Designs;

namespace IsacCluster.Isac.Channels;

/// <summary>
/// g_l = sqrt(K / (K+1)) e^{j phi} a(psi_l) + sqrt(1 / (K+1)) CN(0, I): line of sight from the user's azimuth psi_l seen
/// from the array's broadside, with a uniform phase phi. M blocks and one phase a user.
/// </summary>
/// <param name="FactorDb">K, the Rice factor, in dB; infinite is allowed.</param>
public sealed record RicianChannel(double FactorDb) : ChannelModel
{
    public static ChannelDescription Description { get; } = new(
        "rician", "g_l = sqrt(K / (K+1)) e^{j phi} a(psi_l) + sqrt(1 / (K+1)) CN(0, I)", new RicianChannel(5),
        [
            ChannelParameter.Real<RicianChannel>(
                "factor_db", "K", "dB", -60, 60, "Rice factor", model => model.FactorDb, (model, value) => model with { FactorDb = value }),
        ]);

    public override ChannelDescription Describe() => Description;

    public override void Draw(UserPosition user, Span<Complex> g, ChannelStreams streams)
    {
        // Both weights are written so that the limits 0 and infinity of the factor stay exact.
        double factor = Decibel.ToLinear(FactorDb);
        AddScattered(g, Math.Sqrt(1 / (1 + factor)), ref streams.Fading);
        double phase = 2 * Math.PI * streams.LineOfSight.NextUniformPair().First;
        AddPath(g, Complex.FromPolarCoordinates(Math.Sqrt(1 / (1 + 1 / factor)), phase), UserGeometry.AzimuthDeg(user), streams);
    }
}
