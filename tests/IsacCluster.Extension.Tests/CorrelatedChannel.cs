using System.Numerics;
using IsacCluster.Isac.Channels;

namespace IsacCluster.Extension.Tests;

/// <summary>
/// Spatially correlated Rayleigh fading with the exponential model: g_l = F CN(0, I), F F^H = R, R_mn = rho^|m-n|. The Cholesky factor F
/// of R is a recursion: g_1 = w_1, g_m = rho g_(m-1) + sqrt(1 - rho^2) w_m with w = CN(0, I). R has ones on its diagonal, so
/// E||g_l||^2 = M. M blocks a user.
/// </summary>
/// <param name="Rho">rho, the correlation of neighbouring antennas, 0 (Rayleigh) to 0.999.</param>
/// <remarks>
/// S. L. Loyka, "Channel capacity of MIMO architecture using the exponential correlation matrix", IEEE Commun. Lett. 5, 2001.
/// </remarks>
public sealed record CorrelatedChannel(double Rho) : ChannelModel
{
    public static ChannelDescription Description { get; } = new(
        "correlated", "g_l = F CN(0, I), F F^H = R, R_mn = rho^|m-n|", new CorrelatedChannel(0.5),
        [
            ChannelParameter.Real<CorrelatedChannel>(
                "rho", "rho", "", 0, 0.999, "correlation of neighbouring antennas", model => model.Rho,
                (model, value) => model with { Rho = value }),
        ]);

    public override ChannelDescription Describe() => Description;

    public override void Draw(UserPosition user, Span<Complex> g, ChannelStreams streams)
    {
        AddScattered(g, 1, ref streams.Fading);
        double fresh = Math.Sqrt(1 - Rho * Rho);
        for (int m = 1; m < g.Length; m++) g[m] = Rho * g[m - 1] + fresh * g[m];
    }
}
