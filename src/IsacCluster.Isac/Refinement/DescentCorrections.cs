using IsacCluster.Numerics;

namespace IsacCluster.Isac.Refinement;

/// <summary>
/// What a network says about a descent; all 0 is the descent of the scalars alone. B starts at the radar-only factor plus
/// <see cref="Start"/>, scaled to power 1; the other corrections are to logarithms.
/// </summary>
public sealed class DescentCorrections(int users, int antennas, int steps)
{
    /// <summary>Added to the radar-only factor, M x M.</summary>
    public PlanarMatrix Start { get; } = new(antennas, antennas);

    /// <summary>ln w_l at the start, L.</summary>
    public double[] LogWeights { get; } = new double[users];

    /// <summary>Added to ln rho_l at the start, L.</summary>
    public double[] LogPenalties { get; } = new double[users];

    /// <summary>Added to ln eta_k, K.</summary>
    public double[] LogSteps { get; } = new double[steps];

    public int Users => users;

    public void Clear()
    {
        Start.Clear();
        Array.Clear(LogWeights);
        Array.Clear(LogPenalties);
        Array.Clear(LogSteps);
    }
}
