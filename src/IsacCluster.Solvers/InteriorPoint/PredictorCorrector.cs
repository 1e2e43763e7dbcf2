using System.Runtime.Intrinsics;

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

    /// <summary><see cref="Centering(double, double, double, double)"/> in lanes.</summary>
    public static Vector256<double> Centering(
        Vector256<double> after, Vector256<double> mu, Vector256<double> primal, Vector256<double> dual)
    {
        Vector256<double> ratio = Vector256.Min(Vector256.Max(after / mu, Vector256<double>.Zero), Vector256<double>.One);
        Vector256<double> sigma = Vector256.Max(ratio * ratio * ratio, Vector256.Create(1e-4));
        return Vector256.ConditionalSelect(
            Vector256.LessThan(Vector256.Min(primal, dual), Vector256.Create(0.1)), Vector256.Max(sigma, Vector256.Create(0.3)), sigma);
    }

    /// <summary><see cref="Damped(double, double)"/> in lanes.</summary>
    public static (Vector256<double> Primal, Vector256<double> Dual) Damped(Vector256<double> primal, Vector256<double> dual)
    {
        Vector256<double> one = Vector256<double>.One;
        Vector256<double> back = Vector256.Create(0.9) + 0.09 * Vector256.Min(one, Vector256.Min(primal, dual));
        return (Vector256.Min(one, back * primal), Vector256.Min(one, back * dual));
    }
}
