namespace IsacCluster.Solvers.InteriorPoint;

/// <summary>The rules of Mehrotra's predictor-corrector steps of the HKM forms.</summary>
internal static class PredictorCorrector
{
    /// <summary>Shorter steps are rounding.</summary>
    public const double LeastStep = 1e-8;

    /// <summary>Factor by which a step is shortened until the point is positive definite.</summary>
    public const double Shortening = 0.8;

    /// <summary>Accuracy of the predictor's step lengths, which only choose sigma, and of the corrector's.</summary>
    public const double PredictorAccuracy = 0.1, CorrectorAccuracy = 0.01;

    /// <summary>sigma from the part of mu that the predictor's steps would leave.</summary>
    public static double Centering(double after, double mu, double primal, double dual)
    {
        double ratio = Math.Clamp(after / mu, 0, 1);
        double sigma = Math.Max(ratio * ratio * ratio, 1e-4);
        return Math.Min(primal, dual) < 0.1 ? Math.Max(sigma, 0.3) : sigma;
    }

    /// <summary>The corrector's steps, a part of the way to the boundary and at most 1.</summary>
    public static (double Primal, double Dual) Damped(double primal, double dual)
    {
        double back = 0.9 + 0.09 * Math.Min(1, Math.Min(primal, dual));
        return (Math.Min(1, back * primal), Math.Min(1, back * dual));
    }
}
