using System.Globalization;

namespace IsacCluster.Testing;

/// <summary>Finite numbers that break axes: equal, a few ulp apart, subnormal, as large as a double can be, zeros of both signs.</summary>
public static class ExtremeSeries
{
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15;

    /// <summary>By name; each holds at least one number.</summary>
    public static IReadOnlyList<(string Name, double[] Values)> All { get; } =
    [
        ("one", [0.25]),
        ("equal", [0.25, 0.25, 0.25]),
        ("zero", [0, 0]),
        ("zeros of both signs", [-0.0, 0.0, -0.0]),
        ("one ulp apart", [0.2497, Math.BitIncrement(0.2497)]),
        ("two ulp apart", [1, Math.BitIncrement(Math.BitIncrement(1.0)), 1]),
        ("one ulp apart, large", [1e300, Math.BitIncrement(1e300)]),
        ("one ulp below zero", [-double.Epsilon, -0.0]),
        ("subnormal", [double.Epsilon, 3 * double.Epsilon, 1e-310]),
        ("large", [1e308, 1.1e308, double.MaxValue]),
        ("largest", [double.MaxValue, double.MaxValue]),
        ("both ends", [double.MinValue, 0, double.MaxValue]),
        ("every positive magnitude", [double.Epsilon, 1, double.MaxValue]),
        ("an outlier", [0.25, 0.26, 0.24, 1e200]),
        ("ten digits apart", [1, 1 + 1e-10]),
        ("nine digits apart", [1, 1 + 3e-9]),
        .. Enumerable.Range(0, 24).Select(k => (string.Create(CultureInfo.InvariantCulture, $"random {k}"), Random(k, 1 + k % 7))),
    ];

    /// <summary>Doubles of arbitrary bits, all finite.</summary>
    public static double[] Random(int seed, int count) => [.. Enumerable.Range(1, 4 * count)
        .Select(i => BitConverter.UInt64BitsToDouble(Mixed((ulong)(seed * 1_000_003L + i))))
        .Where(double.IsFinite).Take(count)];

    private static ulong Mixed(ulong x)
    {
        x *= GoldenRatio;
        x = (x ^ (x >> 29)) * 0xBF58476D1CE4E5B9;
        return x ^ (x >> 32);
    }
}
