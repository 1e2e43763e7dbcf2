using IsacCluster.Isac.Randomness;

namespace IsacCluster.Statistics.Tests;

/// <summary>Random numbers for property tests, each a pure function of (seed, index).</summary>
internal static class Draws
{
    public static RandomStream Stream(ulong seed, ulong index) => new(seed, StreamPurpose.Fading, index);

    /// <summary>An integer in [0, count).</summary>
    public static int Below(ref RandomStream stream, int count) => (int)(stream.NextUniformPair().First * count);

    /// <summary>A double that sums badly: any exponent and sign, zeros, subnormals, the largest numbers, near-cancelling ones.</summary>
    public static double Nasty(ref RandomStream stream)
    {
        (double u, double v) = stream.NextUniformPair();
        double sign = v < 0.5 ? -1 : 1;
        return sign * Below(ref stream, 8) switch
        {
            0 => 0.0,
            1 => double.Epsilon * Math.Ceiling(1e6 * u),
            2 => double.MaxValue * (u < 0.5 ? 1 : u),
            3 => Math.ScaleB(1 + u, (int)(2000 * v) - 1000),
            4 => Math.ScaleB(1, (int)(2098 * u) - 1074),
            5 => 1e9 + u,
            6 => 1 + 1e-15 * u,
            _ => u,
        };
    }

    /// <summary>A random order of 0..count-1.</summary>
    public static int[] Permutation(ref RandomStream stream, int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int other = Below(ref stream, i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }
}
