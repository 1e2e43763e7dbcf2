using IsacCluster.Numerics;

namespace IsacCluster.Solvers.InteriorPoint.Features;

/// <summary>A coefficient of a row: Common phi^H X_b phi of every block, and Own more of the block Owner (-1: none).</summary>
/// <param name="Feature">Which phi.</param>
internal readonly record struct FeatureTerm(int Feature, double Common, int Owner = -1, double Own = 0);

/// <summary>A linear row: sum of its terms, less a slack for the first rows of a program, equals Target.</summary>
/// <param name="Scale">What its residual is compared with.</param>
internal sealed record FeatureRow(FeatureTerm[] Terms, double Target, double Scale);

/// <summary>
/// The general family of problems, in units where P0 = 1. A block b has q features phi_1 .. phi_q (columns of Phi_b), and every row reads
/// the block only through the numbers phi^H X_b phi, which a polarisation makes of any Hermitian form of low rank:
/// <code>
///   minimise 1/2 ||w||^2   over  X_b >= 0, s >= 0, w
///   s.t.     sum_b sum_k c_ik phi_k^H X_b phi_k - s_i = target_i   (s_i on the first rows only)
///            D v - w = f,   E v - w' = 0,   v_k = sum_b phi_k^H X_b phi_k
/// </code>
/// with D dense on the first features and E a few rows with few terms. Uniform frequencies, channels, targets and antennas are features of
/// the patterns, SINRs, cross-correlations and antenna powers.
/// </summary>
internal sealed record FeatureProgram
{
    /// <summary>Phi_b, n_b x q; blocks may share one.</summary>
    public required PlanarMatrix[] Features { get; init; }

    /// <summary>Whether the block has the antennas' coordinates, so that the last <see cref="Units"/> features are unit vectors.</summary>
    public required bool[] IsFull { get; init; }

    /// <summary>How many of the last features are unit vectors in full blocks: M or 0.</summary>
    public int Units { get; init; }

    /// <summary>Constraints, those with a slack first.</summary>
    public required FeatureRow[] Rows { get; init; }

    public int Slacks { get; init; }

    /// <summary>D: rows of padded length <see cref="DenseStride"/>, on the first <see cref="DenseFeatures"/> features.</summary>
    public double[] Dense { get; init; } = [];

    public int DenseRows { get; init; }

    public int DenseFeatures { get; init; }

    public int DenseStride { get; init; }

    /// <summary>E.</summary>
    public FeatureRow[] Pattern { get; init; } = [];

    /// <summary>f, length DenseRows; null for zero.</summary>
    public double[]? Offset { get; init; }

    /// <summary>X_b, positive definite; residuals of the rows are allowed.</summary>
    public required PlanarMatrix[] Start { get; init; }

    /// <summary>
    /// Multipliers of the rows whose Z_b = -Op^*(.) are positive definite: the start takes tau times these; those of slacks are positive.
    /// </summary>
    public required double[] Barrier { get; init; }

    /// <summary>tau, or null: as large as the pattern's gradient asks for.</summary>
    public double? BarrierScale { get; init; }

    /// <summary>Least slack of the start.</summary>
    public double StartSlack { get; init; } = 1e-3;

    public int FeatureCount => Features[0].Columns;

    public FeatureShape Shape() => new(
        FeatureCount, Units, Rows.Length, Slacks, DenseRows, DenseFeatures, Pattern.Length, string.Join(',', Features.Select(Order)));

    private string Order(PlanarMatrix features, int block) => IsFull[block] ? features.Rows + "f" : features.Rows + "l";
}

/// <summary>What the buffers of the method depend on.</summary>
internal sealed record FeatureShape(
    int Features, int Units, int Rows, int Slacks, int DenseRows, int DenseFeatures, int Pattern, string Blocks);
