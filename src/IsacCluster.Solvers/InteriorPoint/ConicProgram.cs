using IsacCluster.Solvers.Beampattern;
using IsacCluster.Solvers.Kernels;

namespace IsacCluster.Solvers.InteriorPoint;

/// <summary>
/// One constraint on the channel: the block X_b enters through its inner product with
/// (Common + [b = Owner] Own) (Factor h_First h_Second^H + h.c.), so a row with First = Second and Factor 1/2 reads h^H X h.
/// </summary>
/// <param name="Target">Right-hand side.</param>
/// <param name="IsInequality">At least the target (a slack is added) or equal to it.</param>
internal readonly record struct ChannelRow(
    int First, int Second, double FactorRe, double FactorIm, double Common, int Owner, double Own, double Target, bool IsInequality)
{
    public double CoefficientOf(int block) => block == Owner ? Common + Own : Common;
}

/// <summary>
/// The family of problems that the interior-point method solves, in units where P0 = 1 and every ||h_l|| = 1:
/// <code>
///   minimise 1/2 ||w||^2
///   over     X_b >= 0 (Hermitian), q_k >= 0, s_i >= 0, w
///   where    R = sum_b V_b X_b V_b^H + sum_k q_k v_k v_k^H
///   s.t.     F A(R) - w = f        (rank G rows)
///            Tr R = t
///            sum_b &lt;channel row i, X_b&gt; - s_i = target_i     (s_i = 0 for equalities)
/// </code>
/// A(R) are the diagonal sums and F^T F = G, so with f = 0 the value is L(R) / 2. V_b is the identity where no lift is given; lifted
/// blocks and rays take no part in channel rows.
/// </summary>
internal sealed class ConicProgram
{
    public required GramFactor Factor { get; init; }

    /// <summary>L x M, row l is h_l of unit norm; no rows for problems without channel rows.</summary>
    public required PlanarMatrix Channel { get; init; }

    public ChannelRow[] Rows { get; init; } = [];

    /// <summary>Number of blocks without lift, each M x M.</summary>
    public required int FullBlocks { get; init; }

    /// <summary>V with orthonormal columns (M x n) of one further block, or null.</summary>
    public PlanarMatrix? Lift { get; init; }

    /// <summary>Per ray k the column [F; e_0^T] A(v_k v_k^H).</summary>
    public double[][] Rays { get; init; } = [];

    /// <summary>[f; t], length Rank + 1.</summary>
    public required double[] FeatureTargets { get; init; }

    public ProgramShape Shape => new(
        Factor.Antennas, Factor.Rank, Channel.Rows, Rows.Length, FullBlocks, Lift?.Columns ?? 0, Rays.Length);
}

/// <summary>What the buffers of the method depend on.</summary>
internal readonly record struct ProgramShape(
    int Antennas, int Rank, int Users, int Rows, int FullBlocks, int LiftedOrder, int Rays);
