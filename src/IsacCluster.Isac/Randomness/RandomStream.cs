using System.Numerics;

namespace IsacCluster.Isac.Randomness;

/// <summary>The purposes that a sample draws random numbers for. A purpose never shares draws with another.</summary>
public enum StreamPurpose
{
    UserPositions = 1,
    Fading = 2,
    Targets = 3,
    LineOfSight = 4,
    Paths = 5,
    Movement = 6,
    Training = 7,
    Faults = 8,
    Estimation = 9,
}

/// <summary>
/// The random numbers of one (seed, purpose, sample): the key is the 64-bit seed, the counter is (draw, purpose, sample).
/// Each draw is a pure function of those four numbers, so sample i is the same in every shard on every silo.
/// </summary>
public struct RandomStream(ulong seed, StreamPurpose purpose, ulong sample)
{
    private readonly uint _key0 = (uint)seed, _key1 = (uint)(seed >> 32);
    private readonly uint _sampleLow = (uint)sample, _sampleHigh = (uint)(sample >> 32);
    private readonly uint _purpose = (uint)purpose;
    private uint _block;

    /// <summary>Two uniforms in the open interval (0, 1) with 52 random bits each; consumes one block.</summary>
    public (double First, double Second) NextUniformPair()
    {
        PhiloxBlock block = NextBlock();
        return (ToOpenUnit(block.W0, block.W1), ToOpenUnit(block.W2, block.W3));
    }

    /// <summary>One uniform in [low, high] (an end is reached only by rounding); consumes one block.</summary>
    public double NextUniform(double low, double high) => low + (high - low) * NextUniformPair().First;

    /// <summary>
    /// One circularly symmetric complex Gaussian CN(0, 1) (variance 1/2 in each part), by Box and Muller, which has no
    /// rejection: every sample consumes exactly one block.
    /// </summary>
    public Complex NextComplexGaussian()
    {
        (double u, double v) = NextUniformPair();
        double radius = Math.Sqrt(-Math.Log(u));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * v);
        return new Complex(radius * cos, radius * sin);
    }

    private PhiloxBlock NextBlock() => Philox.Block(_key0, _key1, _block++, _purpose, _sampleLow, _sampleHigh);

    /// <summary>(k + 1/2) / 2^52 for the top 52 bits k: never 0, never 1.</summary>
    private static double ToOpenUnit(uint low, uint high) => (((((ulong)high << 32) | low) >> 12) + 0.5) * (1.0 / (1UL << 52));
}
