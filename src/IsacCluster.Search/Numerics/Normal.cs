namespace IsacCluster.Search.Numerics;

/// <summary>The standard normal distribution.</summary>
internal static class Normal
{
    private static readonly double InverseRootTwoPi = 1 / Math.Sqrt(2 * Math.PI);

    public static double Density(double z) => InverseRootTwoPi * Math.Exp(-0.5 * z * z);

    /// <summary>Phi(z), to a relative 1.2e-7 also far in the tails.</summary>
    /// <remarks>Chebyshev fit of erfc: Press et al., Numerical Recipes, section 6.2.</remarks>
    public static double Cumulative(double z)
    {
        double x = Math.Abs(z) * (1 / Math.Sqrt(2)), t = 1 / (1 + 0.5 * x);
        double polynomial = -1.26551223 + t * (1.00002368 + t * (0.37409196 + t * (0.09678418 + t * (-0.18628806 + t * (0.27886807
            + t * (-1.13520398 + t * (1.48851587 + t * (-0.82215223 + t * 0.17087277))))))));
        double tail = 0.5 * t * Math.Exp(-x * x + polynomial);
        return z >= 0 ? 1 - tail : tail;
    }
}
