using System.Numerics;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.InteriorPoint.Blockwise;

/// <summary>
/// Where the method starts. Programs with channel rows have a least-power point A (rank-one blocks, scaled to the trace t) whose
/// multipliers q make D_b = -Op_b^*(-1, q) positive semidefinite with D_b A_b = 0. Near the least power the feasible set shrinks to A, and
/// with theta small
/// <code>
///   X_b = (1 - theta) A_b + theta E_b,   lambda = kappa q,   Z_b ~ tau D_b(kappa)
/// </code>
/// is close to the central path at any excess of power: theta is as large as leaves s_i q_i >= theta c (c the size of Z_b E_b / tau off
/// A_b), and 1 - kappa is such that X_b Z_b along A_b has that size too.
/// </summary>
/// <param name="Factors">
/// T_b with X_b = T_b T_b^H positive definite, of trace t, with every row above its target; the first column is along A_b.
/// </param>
/// <param name="Multipliers">q.</param>
/// <param name="Margin">
/// 1 - kappa, about the smallest eigenvalue of the blocks D_b(kappa): how much of the pattern's gradient they take.
/// </param>
/// <param name="Share">theta.</param>
internal sealed record InteriorStart(PlanarMatrix[] Factors, double[] Multipliers, double Margin, double Share)
{
    /// <summary>Largest theta and 1 - kappa.</summary>
    private const double LargestShare = 0.9, LargestMargin = 0.5;

    /// <summary>Shares below this make the feasible set narrow: it is then solved in coordinates in which it is round.</summary>
    public const double NarrowShare = 0.02;

    /// <summary>Whether every block gets coordinates of its own: where the feasible set is narrow, or where that is asked.</summary>
    public bool IsNarrow { get; init; } = Share < NarrowShare;

    /// <summary>X_b = t I / sum n_b, for programs without rows.</summary>
    public static InteriorStart Identity(double trace, params int[] orders)
    {
        var factors = new PlanarMatrix[orders.Length];
        for (int b = 0; b < factors.Length; b++)
        {
            factors[b] = new PlanarMatrix(orders[b], orders[b]);
            factors[b].SetIdentity(Math.Sqrt(trace / orders.Sum()));
        }

        return new InteriorStart(factors, [], 1, 1);
    }

    /// <param name="anchor">Row b is the vector a of A_b = a a^H.</param>
    /// <param name="interior">S with E_b = S S^H for every b, of trace 1 in all.</param>
    /// <param name="inverse">S^-1.</param>
    /// <param name="scale">c.</param>
    /// <param name="multipliers">q.</param>
    /// <param name="anchorSlacks">s_i at A.</param>
    /// <param name="interiorSlacks">s_i at E, of any sign.</param>
    /// <returns>Null if A leaves no slack.</returns>
    public static InteriorStart? Between(
        PlanarMatrix anchor, PlanarMatrix interior, PlanarMatrix inverse, double scale, double[] multipliers, double[] anchorSlacks,
            double[] interiorSlacks)
    {
        if (ShareOf(scale, multipliers, anchorSlacks, interiorSlacks) is not double theta) return null;
        double largest = 0;
        var factors = new PlanarMatrix[anchor.Rows];
        for (int b = 0; b < factors.Length; b++)
        {
            double power = 0;
            for (int m = 0; m < anchor.Columns; m++) power += Squared(anchor[b, m]);
            largest = Math.Max(largest, power);
            factors[b] = Factor(anchor, b, interior, inverse, theta);
        }

        return new InteriorStart(factors, multipliers, MarginOf(theta, scale, largest), theta);
    }

    /// <summary>theta, or null if A leaves no slack.</summary>
    public static double? ShareOf(double scale, double[] multipliers, double[] anchorSlacks, double[] interiorSlacks)
    {
        double theta = LargestShare;
        for (int i = 0; i < multipliers.Length; i++)
        {
            double room = anchorSlacks[i] * multipliers[i], loss = scale - interiorSlacks[i] * multipliers[i];
            if (!(room > 0)) return null;
            theta = Math.Min(theta, room / Math.Max(room, room + loss));
        }

        return theta;
    }

    /// <summary>1 - kappa for the share theta, with the largest power of a beam of A.</summary>
    public static double MarginOf(double theta, double scale, double largestPower) =>
        Math.Min(LargestMargin, theta * scale / ((1 - theta) * largestPower));

    /// <summary>
    /// T of (1 - theta) a a^H + theta S S^H. With w = ((1 - theta) / theta)^1/2 S^-1 a it is theta^1/2 S (I + w w^H)^1/2, turned by the
    /// reflection H that puts w on the first axis: the first column is along a, the others are theta^1/2 S H e_k, without any cancellation.
    /// </summary>
    private static PlanarMatrix Factor(PlanarMatrix anchor, int row, PlanarMatrix interior, PlanarMatrix inverse, double theta)
    {
        int order = interior.Rows;
        var w = new Complex[order];
        double norm = 0;
        for (int i = 0; i < order; i++)
        {
            for (int j = 0; j < order; j++) w[i] += inverse[i, j] * anchor[row, j];
            norm += Squared(w[i]);
        }

        norm = Math.Sqrt(norm);
        Complex phase = w[0] == Complex.Zero ? Complex.One : w[0] / Complex.Abs(w[0]);
        double length = Math.Sqrt((1 - theta) / theta) * norm;
        double first = Math.Sqrt(1 - theta) * Math.Sqrt(1 + 1 / (length * length)), other = Math.Sqrt(theta);
        // v = w / |w| + phase e_1 spans the reflection I - 2 v v^H / v^H v, which maps w to the first axis.
        for (int i = 0; i < order; i++) w[i] /= norm;
        w[0] += phase;
        double squared = 0;
        for (int i = 0; i < order; i++) squared += Squared(w[i]);
        var factor = new PlanarMatrix(order, order);
        for (int m = 0; m < order; m++)
        {
            Complex inner = Complex.Zero;
            for (int j = 0; j < order; j++) inner += interior[m, j] * w[j];
            factor[m, 0] = first * anchor[row, m];
            for (int k = 1; k < order; k++) factor[m, k] = other * (interior[m, k] - 2 / squared * inner * Complex.Conjugate(w[k]));
        }

        return factor;
    }

    private static double Squared(Complex value) => value.Real * value.Real + value.Imaginary * value.Imaginary;
}
