using System.Numerics;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Beampattern;

namespace IsacCluster.Solvers.InteriorPoint.Coupled;

/// <summary>
/// Problems in which the users see the covariance only through the L x L matrix U^H R U, in units where P0 = 1 and in the coordinates of
/// <see cref="SteeringBasis"/>. With the channels h_l = U g_l, U orthonormal,
/// <code>
///   split:          minimise L(R) / 2  over R >= 0, C_l >= 0 (L x L)   s.t.  Tr R = 1,  U^H R U = sum_k C_k,
///                   (1 + 1/Gamma0) g_l^H C_l g_l - g_l^H (sum_k C_k) g_l >= target_l
///                   antennas' powers: R_mm = P_m for Tr R = 1;  cross-correlation: s^2 sum_(p&lt;q) |a_p^H R a_q|^2 / 2 more
///   zero forcing:   minimise L(R) / 2  over R >= 0   s.t.  Tr R = 1,  (U^H R U)_ij = 0 (i != j),  (U^H R U)_ll >= target_l
///                   with the unit channels themselves as columns of U
/// </code>
/// The split is the SDR: beams C^_l >= 0 with sum C^_l = R give C_l = U^H C^_l U, and from (R, C_l) with G = U^H R U the beams
/// C^_l = R U G^-1 C_l G^-1 U^H R have U^H C^_l U = C_l and sum_l C^_l &lt;= R. One M x M block takes the place of L.
/// </summary>
internal sealed record CoupledProgram
{
    public required GramFactor Factor { get; init; }

    /// <summary>L x M, row a is the column u_a of U.</summary>
    public required PlanarMatrix Columns { get; init; }

    /// <summary>Row l is g_l; null for zero forcing.</summary>
    public PlanarMatrix? Channels { get; init; }

    /// <summary>1 + 1/Gamma_l; empty for zero forcing.</summary>
    public double[] Own { get; init; } = [];

    /// <summary>P_m / P0: R_mm = P_m takes the place of Tr R = 1; null: the total only. Of a split.</summary>
    public double[]? AntennaShares { get; init; }

    /// <summary>
    /// Row k is the steering vector a_k of a target: the objective is (L(R) + s^2 sum |a_p^H R a_q|^2) / 2, the sum over the pairs
    /// p &lt; q. Null: L(R) / 2. Of a split.
    /// </summary>
    public PlanarMatrix? Steering { get; init; }

    /// <summary>s.</summary>
    public double CrossScale { get; init; }

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

    /// <summary>With the antennas' powers and the cross-correlation of an instance, for which the start need not be feasible.</summary>
    public CoupledProgram WithOptionsOf(IsacInstance instance)
    {
        BeampatternObjective objective = instance.Objective;
        double[] targets = [.. objective.TargetsDeg];
        bool crosses = objective.CrossCorrelationWeight > 0 && targets.Length > 1;
        PlanarMatrix? steering = crosses ? new PlanarMatrix(targets.Length, instance.Antennas) : null;
        for (int k = 0; k < targets.Length && steering is not null; k++)
        {
            Complex[] vector = UniformLinearArray.SteeringVector(targets[k], instance.Antennas, objective.Spacing);
            PlanarMatrix row = new(1, vector.Length);
            for (int m = 0; m < vector.Length; m++) row[0, m] = vector[m];
            SteeringBasis.Of(vector.Length).ToReal(row, 0, steering, k);
        }

        return this with
        {
            AntennaShares = instance.AntennaShares(),
            Steering = steering,
            CrossScale = crosses ? Math.Sqrt(2 * objective.CrossCorrelationWeight / (targets.Length * (targets.Length - 1.0))) : 0,
        };
    }

    public CoupledShape Shape => new(Factor.Antennas, Factor.Rank, Users, Channels is not null, Factor.LatticeRows)
    {
        HasAntennaPowers = AntennaShares is not null,
        Targets = Steering?.Rows ?? 0,
    };
}

/// <summary>What the buffers of the method depend on.</summary>
/// <param name="Rows">Of a planar array; 1 for a linear one.</param>
internal readonly record struct CoupledShape(int Antennas, int Rank, int Users, bool IsSplit, int Rows = 1)
{
    /// <summary>2M-1 of a linear array, (2R-1)(2C-1) of a planar one.</summary>
    public int Frequencies => (2 * Rows - 1) * (2 * (Antennas / Rows) - 1);

    /// <summary>Whether every antenna has its power.</summary>
    public bool HasAntennaPowers { get; init; }

    /// <summary>Those whose cross-correlation counts; 0 where it does not.</summary>
    public int Targets { get; init; }

    /// <summary>Whether lanes alone know it.</summary>
    public bool IsGeneral => HasAntennaPowers || Targets > 0;

    /// <summary>Rows beyond those of the plain problem.</summary>
    public int MoreRows => (HasAntennaPowers ? Antennas - 1 : 0) + Targets * (Targets - 1);

    /// <summary>The number of C_l.</summary>
    public int Shares => IsSplit ? Users : 0;
}
