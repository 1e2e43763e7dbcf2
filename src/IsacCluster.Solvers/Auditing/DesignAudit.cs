using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Auditing;

/// <summary>
/// What is measured on a design before a method returns it, and the one set of tolerances that decides. The audit looks at the beamformers
/// alone: R is positive semidefinite by construction, its power and every SINR are recomputed, and values are compared with a lower bound.
/// </summary>
/// <param name="PowerError">|Tr R - P0| / P0.</param>
/// <param name="SinrShortfall">max_l (Gamma0 - SINR_l)+ / Gamma0; 0 where no user is to be served.</param>
internal readonly record struct DesignAudit(double PowerError, double SinrShortfall)
{
    /// <summary>Largest accepted relative violation of the trace.</summary>
    public const double PowerTolerance = 1e-9;

    /// <summary>Largest accepted relative shortfall of an SINR.</summary>
    public const double SinrTolerance = 1e-7;

    /// <summary>
    /// Largest relative gap of a design that is called optimal. Typical gaps are below 1e-9; P0 within 1e-3 of the least power, where the
    /// feasible set has hardly an interior, costs digits. A value below its bound by more than this has gained from violated constraints.
    /// </summary>
    public const double GapTolerance = 1e-6;

    /// <summary>Gap up to which a fast method's result is taken; beyond it the slower, more accurate one is asked.</summary>
    public const double CertifiedGap = 1e-8;

    /// <summary>Values below this part of their scale are compared absolutely.</summary>
    public const double ValueFloor = 1e-6;

    /// <summary>The larger of both violations.</summary>
    public double Violation => Math.Max(SinrShortfall, PowerError);

    /// <summary>Whether the design has the power and serves the users.</summary>
    public bool IsFeasible => PowerError <= PowerTolerance && SinrShortfall <= SinrTolerance;

    /// <summary>Measures a design.</summary>
    /// <param name="serves">Whether the problem has SINR constraints; the radar-only problem has none.</param>
    public static DesignAudit Of(Design design, IsacInstance instance, bool serves = true) =>
        new(Math.Abs(design.Power() - instance.Power) / instance.Power, serves ? Shortfall(design, instance) : 0);

    /// <summary>(value - bound) / max(value, <see cref="ValueFloor"/> scale).</summary>
    public static double RelativeGap(double value, double bound, double scale) => (value - bound) / Math.Max(value, ValueFloor * scale);

    /// <summary>Whether the design is feasible and its gap, which is a number, small enough for it to be called optimal.</summary>
    public bool Confirms(double gap) => IsFeasible && Math.Abs(gap) <= GapTolerance;

    /// <summary>The design scaled to Tr R = P0.</summary>
    public static Design ScaledToPower(Design design, double power)
    {
        double factor = Math.Sqrt(power / design.Power());
        return new Design(Scaled(design.C, factor), Scaled(design.S, factor));
    }

    private static double Shortfall(Design design, IsacInstance instance)
    {
        double worst = 0;
        foreach (double sinr in Sinr.Of(design, instance.Channel, instance.Noise))
        {
            double shortfall = (instance.SinrThreshold - sinr) / instance.SinrThreshold;
            worst = Math.Max(worst, double.IsNaN(shortfall) ? double.PositiveInfinity : shortfall);
        }

        return worst;
    }

    private static ComplexMatrix Scaled(ComplexMatrix matrix, double factor)
    {
        ComplexMatrix scaled = matrix.Clone();
        for (int i = 0; i < scaled.Data.Length; i++) scaled.Data[i] *= factor;
        return scaled;
    }
}
