using System.Numerics;

namespace IsacCluster.Isac.Channels;

/// <summary>
/// g_l = (1 / sqrt(P)) sum_p beta_p a(psi_p) with beta_p ~ CN(0, 1) and psi_p uniform within +-Delta / 2 of the user's
/// azimuth. P gains and P angles a user.
/// </summary>
/// <param name="Paths">P.</param>
/// <param name="SpreadDeg">Delta, the full angular spread, in degrees.</param>
public sealed record GeometricChannel(int Paths, double SpreadDeg) : ChannelModel
{
    public static ChannelDescription Description { get; } = new(
        "geometric", "g_l = P^(-1/2) sum_p beta_p a(psi_p), beta_p ~ CN(0, 1), psi_p uniform in psi_l +- Delta/2",
        new GeometricChannel(3, 20),
        [
            ChannelParameter.Whole<GeometricChannel>(
                "paths", "P", 1, 1000, "paths of a user", model => model.Paths, (model, value) => model with { Paths = value }),
            ChannelParameter.Real<GeometricChannel>(
                "spread_deg", "Delta", "deg", 0, 180, "full angular spread", model => model.SpreadDeg,
                (model, value) => model with { SpreadDeg = value }),
        ]);

    public override ChannelDescription Describe() => Description;

    public override void Draw(UserPosition user, Span<Complex> g, ChannelStreams streams)
    {
        for (int p = 0; p < Paths; p++)
        {
            double azimuth = UserGeometry.AzimuthDeg(user) + SpreadDeg * (streams.Paths.NextUniformPair().First - 0.5);
            AddPath(g, streams.Fading.NextComplexGaussian() / Math.Sqrt(Paths), azimuth, streams);
        }
    }
}
