using System.Numerics;
using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Auditing;

/// <summary>
/// What is measured on a design before a method returns it, and the one set of tolerances that decides. The audit looks at the beamformers
/// alone: R is positive semidefinite by construction, its power and every SINR are recomputed, and values are compared with a lower bound.
/// </summary>
/// <param name="PowerError">|Tr R - P0| / P0, and |R_mm - P_m| / P_m of each antenna where these are given.</param>
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
        new(PowerErrorOf(design, instance), serves ? Shortfall(design, instance) : 0);

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

    /// <summary>
    /// The design scaled to the power of the instance: as a whole to P0, or each antenna's row to P_m, which is the congruence D R D with a
    /// diagonal D and keeps R positive semidefinite.
    /// </summary>
    public static Design ScaledToPower(Design design, IsacInstance instance)
    {
        if (instance.AntennaPowers is not { } powers) return ScaledToPower(design, instance.Power);
        Design scaled = new(design.C.Clone(), design.S.Clone());
        for (int m = 0; m < powers.Count; m++)
        {
            double factor = Math.Sqrt(powers[m] / AntennaPower(design, m));
            foreach (ref Complex entry in scaled.C.Row(m)) entry *= factor;
            foreach (ref Complex entry in scaled.S.Row(m)) entry *= factor;
        }

        return scaled;
    }

    private static double PowerErrorOf(Design design, IsacInstance instance)
    {
        double error = Math.Abs(design.Power() - instance.Power) / instance.Power;
        for (int m = 0; m < instance.AntennaPowers?.Count; m++)
        {
            double power = instance.AntennaPowers[m], relative = Math.Abs(AntennaPower(design, m) - power) / power;
            error = double.IsNaN(relative) ? double.PositiveInfinity : Math.Max(error, relative);
        }

        return error;
    }

    /// <summary>R_mm.</summary>
    private static double AntennaPower(Design design, int antenna)
    {
        double sum = 0;
        foreach (Complex entry in design.C.Row(antenna)) sum += entry.Real * entry.Real + entry.Imaginary * entry.Imaginary;
        foreach (Complex entry in design.S.Row(antenna)) sum += entry.Real * entry.Real + entry.Imaginary * entry.Imaginary;
        return sum;
    }

    private static double Shortfall(Design design, IsacInstance instance)
    {
        double worst = 0;
        double[] reached = Sinr.Of(design, instance);
        for (int l = 0; l < reached.Length; l++)
        {
            double threshold = instance.ThresholdOf(l), shortfall = (threshold - reached[l]) / threshold;
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
