using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Auditing;
using IsacCluster.Solvers.Projection.Derivative;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Projection.Restoration;

/// <summary>
/// The vector-Jacobian product of <see cref="FeasibleRestoration"/>. With u = 1 - t, the cotangent V of the mixed covariances, m the row
/// that determines t and tau = V[C^a, R^a] - V[C, R],
/// <code>
/// dL = u V[dC, dR] + theta ds_m,   theta = tau dt / ds_m = -tau s_m^a / (s_m^a - s_m)^2,
/// ds_m = (1 + 1/Gamma0) h_m^H dC_m h_m - h_m^H dR h_m,
/// </code>
/// where C, R belong to the raw design X scaled to power P0, X' = X sqrt(P0) / |X|: its gradient loses the component along X'.
/// </summary>
internal sealed class RestorationPullback(IsacInstance instance, Design raw, Design anchor, RestorationSolution solution)
{
    private readonly CovarianceCotangent _cotangent = new(instance.Antennas, instance.Users);

    public DesignGradient Apply(ComplexMatrix covarianceCotangent, ComplexMatrix? beamCotangent)
    {
        Design scaled = DesignAudit.ScaledToPower(raw, instance.Power);
        _cotangent.Load(covarianceCotangent, beamCotangent, instance.Channel, beamCotangent is null ? [] : Mixed(scaled));
        double change = solution.ActiveUser is null ? 0 : Value(anchor) - Value(scaled);
        _cotangent.Covariance.Scale(solution.RawWeight);
        foreach (PlanarMatrix beam in _cotangent.Beams) beam.Scale(solution.RawWeight);
        if (solution.ActiveUser is int active) AddRow(scaled, active, change);
        return Unscaled(_cotangent.PullBack(scaled), scaled);
    }

    /// <summary>theta times the row's cotangents.</summary>
    private void AddRow(Design scaled, int active, double change)
    {
        double slack = Math.Max(0, FeasibleRestoration.Slacks(instance, anchor)[active]);
        double theta = -change * solution.RawWeight / (slack - FeasibleRestoration.Slacks(instance, scaled)[active]);
        var (re, im) = (new double[PlanarVector.Stride(instance.Antennas)], new double[PlanarVector.Stride(instance.Antennas)]);
        CovarianceCotangent.CopyVector(instance.Channel.Row(active), re, im);
        _cotangent.Beams[active].AddOuter(theta * (1 + 1 / instance.ThresholdOf(active)), re, im);
        _cotangent.Covariance.AddOuter(-theta, re, im);
    }

    /// <summary>V[C, R] of a design, half the product with its gradient, since both are quadratic in it.</summary>
    private double Value(Design design)
    {
        DesignGradient gradient = _cotangent.PullBack(design);
        return (Inner(gradient.C, design.C) + Inner(gradient.S, design.S)) / 2;
    }

    private DesignGradient Unscaled(DesignGradient gradient, Design scaled)
    {
        double factor = Math.Sqrt(instance.Power / raw.Power());
        double along = (Inner(gradient.C, scaled.C) + Inner(gradient.S, scaled.S)) / instance.Power;
        Deflate(gradient.C, scaled.C, along, factor);
        Deflate(gradient.S, scaled.S, along, factor);
        return gradient;
    }

    /// <summary>C_l(t).</summary>
    private ComplexMatrix[] Mixed(Design scaled)
    {
        var mixed = new ComplexMatrix[instance.Users];
        double rawRoot = Math.Sqrt(solution.RawWeight), anchorRoot = Math.Sqrt(solution.Mixing);
        for (int l = 0; l < mixed.Length; l++)
        {
            var factor = new ComplexMatrix(instance.Antennas, 2);
            for (int m = 0; m < instance.Antennas; m++)
                (factor[m, 0], factor[m, 1]) = (rawRoot * scaled.C[m, l], anchorRoot * anchor.C[m, l]);
            mixed[l] = factor.Gram();
        }

        return mixed;
    }

    /// <summary>g := factor (g - along x).</summary>
    private static void Deflate(ComplexMatrix g, ComplexMatrix x, double along, double factor)
    {
        for (int k = 0; k < g.Data.Length; k++) g.Data[k] = factor * (g.Data[k] - along * x.Data[k]);
    }

    /// <summary>Re Tr(A^H B).</summary>
    private static double Inner(ComplexMatrix a, ComplexMatrix b)
    {
        double sum = 0;
        for (int k = 0; k < a.Data.Length; k++) sum += (Complex.Conjugate(a.Data[k]) * b.Data[k]).Real;
        return sum;
    }
}
