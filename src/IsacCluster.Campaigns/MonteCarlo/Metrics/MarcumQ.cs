namespace IsacCluster.Campaigns.MonteCarlo.Metrics;

/// <summary>The Marcum Q-function of order 1, Q_1(a, b): the probability that a noncentral chi-square of 2 degrees exceeds b^2.</summary>
internal static class MarcumQ
{
    private const double Deviations = 40, LargestSum = 1e5;

    /// <summary>
    /// Q_1(a, b) from a^2 and b^2 as a Poisson mixture, sum_k e^(-a^2/2) (a^2/2)^k / k! P(K &lt;= k) with K Poisson of mean b^2/2, over
    /// the k that matter; for very large arguments the normal approximation of Sankaran. To 1e-12 below, 1e-4 beyond.
    /// </summary>
    public static double First(double aSquared, double bSquared)
    {
        double x = aSquared / 2, y = bSquared / 2;
        if (y == 0) return 1;
        if (x + y > LargestSum) return Normal(aSquared, bSquared);
        double spread = Deviations * Math.Sqrt(x + y) + Deviations;
        int last = (int)(x + spread);
        double sum = 0, below = 0, logX = Math.Log(x), logY = Math.Log(y), logFactorial = 0;
        for (int k = 0; k <= last; k++)
        {
            if (k > 0) logFactorial += Math.Log(k);
            below = Math.Min(1, below + Math.Exp(k * logY - y - logFactorial));
            double weight = x == 0 ? (k == 0 ? 1 : 0) : Math.Exp(k * logX - x - logFactorial);
            sum += weight * below;
        }

        return Math.Clamp(sum, 0, 1);
    }

    /// <summary>Sankaran 1963: a power of the noncentral chi-square is nearly normal.</summary>
    private static double Normal(double aSquared, double bSquared)
    {
        double mean = 2 + aSquared, second = 2 + 2 * aSquared, third = 2 + 3 * aSquared;
        double h = 1 - 2 * mean * third / (3 * second * second), p = second / (mean * mean), m = (h - 1) * (1 - 3 * h);
        double at = Math.Pow(bSquared / mean, h) - (1 + h * p * (h - 1 - 0.5 * (2 - h) * m * p));
        double z = at / (h * Math.Sqrt(2 * p) * (1 + 0.5 * m * p));
        return 0.5 * Erfc(z / Math.Sqrt(2));
    }

    /// <summary>erfc to 1.2e-7 relative (Press et al., Numerical Recipes, 6.2).</summary>
    private static double Erfc(double x)
    {
        double z = Math.Abs(x), t = 1 / (1 + 0.5 * z);
        double[] c =
        [
            -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223, 0.17087277,
        ];
        double polynomial = 0;
        for (int k = c.Length - 1; k >= 0; k--) polynomial = polynomial * t + c[k];
        double value = t * Math.Exp(-z * z + polynomial);
        return x >= 0 ? value : 2 - value;
    }
}
