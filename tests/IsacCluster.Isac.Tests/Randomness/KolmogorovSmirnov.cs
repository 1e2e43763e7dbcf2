namespace IsacCluster.Isac.Tests.Randomness;

/// <summary>The one-sample Kolmogorov-Smirnov test. Seeds are fixed, so a verdict never changes from run to run.</summary>
internal static class KolmogorovSmirnov
{
    /// <summary>sqrt(n) D exceeds this with probability 0.001 for large n if the samples follow the law.</summary>
    private const double CriticalValue = 1.949;

    public static void AssertFollows(IEnumerable<double> samples, Func<double, double> distribution)
    {
        double[] sorted = [.. samples.Order()];
        double distance = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            double expected = distribution(sorted[i]);
            distance = Math.Max(distance, Math.Max(expected - (double)i / sorted.Length, (i + 1.0) / sorted.Length - expected));
        }

        Assert.True(Math.Sqrt(sorted.Length) * distance < CriticalValue, $"D = {distance:g3} for n = {sorted.Length}");
    }

    /// <summary>Pearson's coefficient, of standard deviation 1 / sqrt(n) for independent pairs: within 4 of them.</summary>
    public static void AssertUncorrelated(IReadOnlyList<(double X, double Y)> pairs)
    {
        double meanX = pairs.Average(pair => pair.X), meanY = pairs.Average(pair => pair.Y);
        double covariance = pairs.Average(pair => (pair.X - meanX) * (pair.Y - meanY));
        double varianceX = pairs.Average(pair => (pair.X - meanX) * (pair.X - meanX));
        double varianceY = pairs.Average(pair => (pair.Y - meanY) * (pair.Y - meanY));
        Assert.InRange(covariance / Math.Sqrt(varianceX * varianceY) * Math.Sqrt(pairs.Count), -4, 4);
    }
}
