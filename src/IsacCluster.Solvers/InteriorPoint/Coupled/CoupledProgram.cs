using IsacCluster.Numerics;
using IsacCluster.Solvers.Beampattern;

namespace IsacCluster.Solvers.InteriorPoint.Coupled;

/// <summary>
/// Problems in which the users see the covariance only through the L x L matrix U^H R U, in units where P0 = 1 and in the coordinates of
/// <see cref="SteeringBasis"/>. With the channels h_l = U g_l, U orthonormal,
/// <code>
///   split:          minimise L(R) / 2  over R >= 0, C_l >= 0 (L x L)   s.t.  Tr R = 1,  U^H R U = sum_k C_k,
///                   (1 + 1/Gamma0) g_l^H C_l g_l - g_l^H (sum_k C_k) g_l >= target_l
///   zero forcing:   minimise L(R) / 2  over R >= 0   s.t.  Tr R = 1,  (U^H R U)_ij = 0 (i != j),  (U^H R U)_ll >= target_l
///                   with the unit channels themselves as columns of U
/// </code>
/// The split is the SDR: beams C^_l >= 0 with sum C^_l = R give C_l = U^H C^_l U, and from (R, C_l) with G = U^H R U the beams
/// C^_l = R U G^-1 C_l G^-1 U^H R have U^H C^_l U = C_l and sum_l C^_l &lt;= R. One M x M block takes the place of L.
/// </summary>
internal sealed class CoupledProgram
{
    public required GramFactor Factor { get; init; }

    /// <summary>L x M, row a is the column u_a of U.</summary>
    public required PlanarMatrix Columns { get; init; }

    /// <summary>Row l is g_l; null for zero forcing.</summary>
    public PlanarMatrix? Channels { get; init; }

    /// <summary>1 + 1/Gamma0.</summary>
    public double Own { get; init; }

    public required double[] Targets { get; init; }

    /// <summary>A strictly feasible R.</summary>
    public required PlanarMatrix Covariance { get; init; }

    /// <summary>Strictly feasible C_l that sum to U^H R U; empty for zero forcing.</summary>
    public PlanarMatrix[] Shares { get; init; } = [];

    /// <summary>
    /// Split: the diagonal of W = diag(q) with I + sum q_j h_j h_j^H - (1 + 1/Gamma0) q_l h_l h_l^H >= 0. Zero forcing: W with I - U W U^H
    /// >= 0.
    /// </summary>
    public required PlanarMatrix Multipliers { get; init; }

    /// <summary>1 - kappa: the start takes kappa W.</summary>
    public required double Margin { get; init; }

    /// <summary>Whether the start is close to the optimum: the least multiplier of the trace is then looked for.</summary>
    public bool IsWarm { get; init; }

    public int Users => Columns.Rows;

    public CoupledShape Shape => new(Factor.Antennas, Factor.Rank, Users, Channels is not null);
}

/// <summary>What the buffers of the method depend on.</summary>
internal readonly record struct CoupledShape(int Antennas, int Rank, int Users, bool IsSplit)
{
    /// <summary>The number of C_l.</summary>
    public int Shares => IsSplit ? Users : 0;
}
