namespace IsacCluster.Search.Sampling.GaussianProcess;

/// <summary>
/// theta, all logarithms: lengths l_j of the joint kernel, lengths m_j of the additive one, then the variances a of the joint, s of the
/// additive, q of the quadratic kernel, and b of the noise.
/// </summary>
internal static class KernelParameters
{
    /// <summary>Joint, additive, quadratic, noise.</summary>
    private static readonly double[] Variances = [0.5, 0.5, 0.05, 1e-3], Spreads = [1, 1, 1.5, 2];

    public static int Count(int dimensions) => 2 * dimensions + 4;

    public static int Joint(int dimensions) => 2 * dimensions;

    public static int Additive(int dimensions) => 2 * dimensions + 1;

    public static int Quadratic(int dimensions) => 2 * dimensions + 2;

    public static int Noise(int dimensions) => 2 * dimensions + 3;

    /// <summary>Mean and deviation of parameter p's normal prior; the joint lengths' grow with the square root of the dimensions.</summary>
    public static (double Mean, double Deviation) Prior(int p, int dimensions) =>
        p < dimensions ? (Math.Log(0.3 * Math.Sqrt(dimensions)), 1)
        : p < 2 * dimensions ? (Math.Log(0.4), 1)
        : (Math.Log(Variances[p - 2 * dimensions]), Spreads[p - 2 * dimensions]);

    /// <summary>The prior's means, with all lengths times a factor.</summary>
    public static double[] Start(int dimensions, double factor) =>
        [.. Enumerable.Range(0, Count(dimensions)).Select(p => Prior(p, dimensions).Mean + (p < 2 * dimensions ? Math.Log(factor) : 0))];
}
