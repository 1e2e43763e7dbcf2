using IsacCluster.Numerics;
using IsacCluster.Solvers.Beampattern;

namespace IsacCluster.Solvers.InteriorPoint.Blockwise;

/// <summary>
/// One inequality on the channel: sum_b c_b g^H V_b X_b V_b^H g >= Target with c_b = Common + [b = Owner] Own.
/// </summary>
/// <param name="Relief">The bound is that of the problem with Target + Relief.</param>
internal readonly record struct ChannelRow(double Common, int Owner, double Own, double Target, double Relief)
{
    public double CoefficientOf(int block) => block == Owner ? Common + Own : Common;
}

/// <summary>
/// The family of problems that the interior-point method solves, in units where P0 = 1:
/// <code>
///   minimise 1/2 ||w||^2
///   over     X_b >= 0 (Hermitian, n_b x n_b), s_i >= 0, w
///   where    R = sum_b V_b X_b V_b^H
///   s.t.     F A(R) - w = f        (rank G rows)
///            Tr R = t
///            sum_b c_ib g_i^H V_b X_b V_b^H g_i - s_i = target_i
/// </code>
/// A(R) are the sums that the pattern sees (diagonal sums of a linear array) and F^T F = G, so with f = 0 the value is L(R) / 2.
/// </summary>
internal sealed record ConicProgram
{
    public required GramFactor Factor { get; init; }

    /// <summary>k x M, row i is g_i.</summary>
    public required PlanarMatrix RowVectors { get; init; }

    public ChannelRow[] Rows { get; init; } = [];

    /// <summary>V_b with orthonormal columns (M x n_b), or null for the identity; a lift has fewer than M columns.</summary>
    public required PlanarMatrix?[] Lifts { get; init; }

    /// <summary>f, length Rank; null for zero.</summary>
    public double[]? PatternOffset { get; init; }

    /// <summary>t.</summary>
    public double Trace { get; init; } = 1;

    /// <summary>A strictly feasible point.</summary>
    public required InteriorStart Start { get; init; }

    /// <summary>The same program, solved in coordinates in which its start is the identity.</summary>
    public ConicProgram InOwnCoordinates() => this with { Start = Start with { IsNarrow = true } };

    public ProgramShape Shape()
    {
        int[] orders = [.. Lifts.Select(lift => lift?.Columns ?? 0)];
        return new(Factor.Antennas, Factor.Frequencies.Columns, Factor.Rank, Rows.Length, Start.IsNarrow, orders);
    }

    public bool Has(ProgramShape shape)
    {
        ProgramShape own = Shape();
        return own with { LiftedOrders = shape.LiftedOrders } == shape && own.LiftedOrders.AsSpan().SequenceEqual(shape.LiftedOrders);
    }
}

/// <summary>What the buffers of the method depend on.</summary>
/// <param name="IsNarrow">Whether every block gets its own coordinates.</param>
/// <param name="LiftedOrders">The columns of every block's lift, 0 for blocks without one.</param>
internal sealed record ProgramShape(int Antennas, int Frequencies, int Rank, int Rows, bool IsNarrow, int[] LiftedOrders)
{
    public bool IsFull(int block) => LiftedOrders[block] == 0;

    /// <summary>n_b.</summary>
    public int Order(int block) => IsFull(block) ? Antennas : LiftedOrders[block];
}
