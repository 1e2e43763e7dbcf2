using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Auditing;
using IsacCluster.Solvers.Projection.Derivative;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Projection.Restoration;

/// <summary>
/// Feasibility in closed form: the raw covariances, scaled to Tr R = P0, are mixed with those of a strictly feasible design
/// (<see cref="RestorationAnchor"/>),
/// <code>
/// C_l(t) = (1 - t) C_l + t C_l^a,   R(t) = (1 - t) R + t R^a,
/// s_l(t) = h_l^H C_l(t) h_l (1 + 1/Gamma0) - h_l^H R(t) h_l - sigma^2 = (1 - t) s_l + t s_l^a,
/// </code>
/// which keeps the power and positive semidefiniteness; t in [0, 1] is the least with s_l(t) >= 0 for all l, the largest of
/// -s_l / (s_l^a - s_l) over the rows with s_l &lt; 0. Rank-one recovery (30) follows. O(L M (L + M)) and no iteration beyond the anchor's,
/// but farther from the raw design than the projection (29). The gradient is exact; at the kinks (two rows alike, s_l = 0) it is
/// that of one side. Thread-safe.
/// </summary>
public static class FeasibleRestoration
{
    /// <summary>Restores with the anchor of the instance.</summary>
    /// <exception cref="ArgumentException">The raw design has not the instance's M and L.</exception>
    public static RestorationSolution Restore(IsacInstance instance, Design raw) => Restore(instance, raw, RestorationAnchor.Of(instance));

    /// <summary>Restores a raw design of any power with the instance's anchor.</summary>
    /// <exception cref="ArgumentException">The raw design has not the instance's M and L.</exception>
    public static RestorationSolution Restore(IsacInstance instance, Design raw, RestorationAnchor anchor)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(anchor);
        ProjectionSolver.CheckShapes(instance, raw);
        if (anchor.Design is not { } feasible) return new RestorationSolution(anchor.Status, anchor);
        double power = raw.Power();
        if (!(power > 0) || !double.IsFinite(power)) return new RestorationSolution(SolveStatus.NumericalFailure, anchor);
        Design scaled = DesignAudit.ScaledToPower(raw, instance);
        (double rawWeight, int? active) = Mixing(Slacks(instance, scaled), Slacks(instance, feasible));
        Design design = Recover(instance, scaled, feasible, rawWeight);
        return DesignAudit.Of(design, instance).IsFeasible
            ? new RestorationSolution(SolveStatus.Heuristic, anchor, design, 1 - rawWeight, active) { RawWeight = rawWeight }
            : new RestorationSolution(SolveStatus.NumericalFailure, anchor);
    }

    /// <summary>
    /// The gradient of a loss with respect to the raw design, through scaling, t and recovery. Cotangents and result as in
    /// <see cref="ProjectionDerivative.Backward"/>.
    /// </summary>
    /// <param name="solution">What Restore returned for this instance and raw design, with a design.</param>
    /// <exception cref="ArgumentException">The solution has no design, or a shape does not fit.</exception>
    public static DesignGradient Backward(
        IsacInstance instance, Design raw, RestorationSolution solution,
        ComplexMatrix covarianceCotangent, ComplexMatrix? beamCotangent = null)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(solution);
        ArgumentNullException.ThrowIfNull(covarianceCotangent);
        ProjectionSolver.CheckShapes(instance, raw);
        if (solution.Design is null || solution.Anchor.Design is not { } anchor)
            throw new ArgumentException($"A restoration with status {solution.Status} has no derivative.", nameof(solution));
        return new RestorationPullback(instance, raw, anchor, solution).Apply(covarianceCotangent, beamCotangent);
    }

    /// <summary>s_l in the instance's units, as |h_l^H c_l|^2 / Gamma0 minus interference and noise.</summary>
    internal static double[] Slacks(IsacInstance instance, Design design)
    {
        var slacks = new double[instance.Users];
        for (int l = 0; l < slacks.Length; l++)
        {
            ReadOnlySpan<Complex> h = instance.Channel.Row(l);
            slacks[l] = -instance.NoiseOf(l);
            for (int j = 0; j < design.C.Columns; j++)
                slacks[l] += SquaredMagnitude(Received(h, design.C, j)) * (j == l ? 1 / instance.ThresholdOf(l) : -1);
            for (int k = 0; k < design.S.Columns; k++) slacks[l] -= SquaredMagnitude(Received(h, design.S, k));
        }

        return slacks;
    }

    /// <summary>1 - t = min_l s_l^a / (s_l^a - s_l) over the violated rows, and the row that attains it.</summary>
    private static (double RawWeight, int? Active) Mixing(double[] raw, double[] anchor)
    {
        double weight = 1;
        int? active = null;
        for (int l = 0; l < raw.Length; l++)
        {
            if (raw[l] >= 0) continue;
            // Rounding of an anchor at the least power itself can leave its slack below zero.
            double slack = Math.Max(0, anchor[l]), candidate = slack / (slack - raw[l]);
            if (candidate < weight) (weight, active) = (candidate, l);
        }

        return (weight, active);
    }

    /// <summary>
    /// C_l(t) = F F^H with the two columns f_1 = sqrt(1-t) c_l, f_2 = sqrt(t) c_l^a. With g = F^H h_l, c_l(t) = F g / |g| and the rest of
    /// C_l(t) is one column, (conj(g_1) f_2 - conj(g_2) f_1) / |g|, which joins those of sqrt(1-t) S.
    /// </summary>
    private static Design Recover(IsacInstance instance, Design raw, Design anchor, double rawWeight)
    {
        int antennas = instance.Antennas, users = instance.Users, stride = PlanarVector.Stride(antennas);
        double first = Math.Sqrt(rawWeight), second = Math.Sqrt(1 - rawWeight);
        var beams = new ComplexMatrix(antennas, users);
        var factor = new ComplexMatrix(antennas, users + raw.S.Columns);
        for (int l = 0; l < users; l++)
        {
            ReadOnlySpan<Complex> h = instance.Channel.Row(l);
            Complex g1 = first * Complex.Conjugate(Received(h, raw.C, l)), g2 = second * Complex.Conjugate(Received(h, anchor.C, l));
            double norm = Math.Sqrt(SquaredMagnitude(g1) + SquaredMagnitude(g2));
            if (norm > 0) (g1, g2) = (g1 / norm, g2 / norm);
            for (int m = 0; m < antennas; m++)
            {
                Complex f1 = first * raw.C[m, l], f2 = second * anchor.C[m, l];
                beams[m, l] = f1 * g1 + f2 * g2;
                factor[m, l] = Complex.Conjugate(g1) * f2 - Complex.Conjugate(g2) * f1;
            }
        }

        for (int k = 0; k < raw.S.Columns; k++)
        {
            for (int m = 0; m < antennas; m++) factor[m, users + k] = first * raw.S[m, k];
        }

        var (re, im) = (new double[factor.Columns][], new double[factor.Columns][]);
        for (int k = 0; k < factor.Columns; k++)
        {
            (re[k], im[k]) = (new double[stride], new double[stride]);
            ScaledProblem.CopyColumn(factor, k, 1, re[k], im[k]);
        }

        return new Design(beams, TriangularFactor.Of(antennas, re, im, 1));
    }

    /// <summary>h^H x for a column x.</summary>
    private static Complex Received(ReadOnlySpan<Complex> h, ComplexMatrix beams, int column)
    {
        Complex sum = Complex.Zero;
        for (int m = 0; m < h.Length; m++) sum += Complex.Conjugate(h[m]) * beams[m, column];
        return sum;
    }

    private static double SquaredMagnitude(Complex x) => x.Real * x.Real + x.Imaginary * x.Imaginary;
}
