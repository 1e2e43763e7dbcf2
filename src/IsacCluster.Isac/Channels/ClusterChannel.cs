using System.Numerics;

namespace IsacCluster.Isac.Channels;

/// <summary>
/// Correlated clusters: C clusters of 20 rays each,
/// <code>
///   g_l = (20 C)^(-1/2) sum_c sum_q beta_cq a(psi_c + sigma delta_q),   beta_cq ~ CN(0, 1),   psi_c uniform in psi_l +- Delta / 2
/// </code>
/// with the ray offsets delta_q of TR 38.901, table 7.5-3, which give a cluster a Laplacian power spectrum of root mean square spread
/// sigma. Given the psi_c, g_l is Gaussian with the covariance (20 C)^-1 sum a a^H. 20 C gains and C angles a user.
/// </summary>
/// <param name="Clusters">C.</param>
/// <param name="SpreadDeg">Delta, the range of the clusters' angles, full, in degrees.</param>
/// <param name="RaySpreadDeg">sigma, of the rays of a cluster, in degrees.</param>
public sealed record ClusterChannel(int Clusters, double SpreadDeg, double RaySpreadDeg) : ChannelModel
{
    public static ChannelDescription Description { get; } = new(
        "clusters",
        "g_l = (20 C)^(-1/2) sum_c sum_q beta_cq a(psi_c + sigma delta_q), beta_cq ~ CN(0, 1), psi_c uniform in psi_l +- Delta/2",
        new ClusterChannel(3, 60, 5),
        [
            ChannelParameter.Whole<ClusterChannel>(
                "clusters", "C", 1, 100, "clusters of a user", model => model.Clusters,
                (model, value) => model with { Clusters = value }),
            ChannelParameter.Real<ClusterChannel>(
                "spread_deg", "Delta", "deg", 0, 180, "range of the clusters' angles", model => model.SpreadDeg,
                (model, value) => model with { SpreadDeg = value }),
            ChannelParameter.Real<ClusterChannel>(
                "ray_spread_deg", "sigma", "deg", 0, 40, "rms spread of the rays of a cluster", model => model.RaySpreadDeg,
                (model, value) => model with { RaySpreadDeg = value }),
        ]);

    public override ChannelDescription Describe() => Description;

    public override void Draw(UserPosition user, Span<Complex> g, ChannelStreams streams)
    {
        double amplitude = 1 / Math.Sqrt(2 * RayOffsets.Positive.Count * Clusters);
        for (int c = 0; c < Clusters; c++)
        {
            double centre = UserGeometry.AzimuthDeg(user) + SpreadDeg * (streams.Paths.NextUniformPair().First - 0.5);
            foreach (double offset in RayOffsets.Positive)
            {
                AddPath(g, amplitude * streams.Fading.NextComplexGaussian(), centre + RaySpreadDeg * offset, streams);
                AddPath(g, amplitude * streams.Fading.NextComplexGaussian(), centre - RaySpreadDeg * offset, streams);
            }
        }
    }
}
