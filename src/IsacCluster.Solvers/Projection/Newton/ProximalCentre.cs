using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Projection.Newton;

/// <summary>
/// The point (W^k, t^k) that a proximal step stays close to, where W = R^ - sum_l X_l is the radar part and t_l the slack of
/// the l-th SINR row. See <see cref="DualPoint"/>.
/// </summary>
internal sealed class ProximalCentre(int antennas, int users)
{
    public PlanarMatrix Radar { get; } = new(antennas, antennas);

    public double[] Slack { get; } = new double[users];

    /// <summary>Weight epsilon of |W - W^k|^2 + |t - t^k|^2 in the proximal problem.</summary>
    public double Weight { get; set; }
}
