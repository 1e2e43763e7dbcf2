namespace IsacCluster.Search.Randomness;

/// <summary>What random numbers are drawn for. A purpose never shares draws with another.</summary>
internal enum DrawPurpose
{
    Uniform = 1,
    Scramble = 2,
    Tpe = 3,
    Reservoir = 4,
    CmaEs = 5,
    GaussianProcess = 6,
    Nsga2 = 7,
    Noise = 8,
    Forest = 9,
    CmaEsRestart = 10,
    FailureForest = 11,
    Bbob = 12,
    TrustRegion = 13,
    Scalarisation = 14,
    Population = 15,
    Interleaving = 16,
}

/// <summary>
/// The random numbers of one (seed, purpose, part, trial): the key is the 64-bit seed, the counter is (draw, part and purpose, trial),
/// so a trial's numbers do not depend on who asks, or when. A part is a parameter or an attempt, below 2^24.
/// </summary>
internal struct SearchStream(ulong seed, DrawPurpose purpose, int part, long trial)
{
    private readonly uint _purpose = (uint)purpose | ((uint)part << 8);
    private readonly uint _low = (uint)trial, _high = (uint)(trial >> 32);
    private uint _draw;
    private double _gaussian = double.NaN;

    /// <summary>Two uniforms in the open interval (0, 1) with 52 random bits each.</summary>
    public (double First, double Second) NextPair()
    {
        (uint w0, uint w1, uint w2, uint w3) = NextBlock();
        return (ToOpenUnit(w0, w1), ToOpenUnit(w2, w3));
    }

    public double NextUniform() => NextPair().First;

    /// <summary>A uniform integer in [0, count); the bias is below count / 2^52.</summary>
    public int NextInt(int count) => Math.Min(count - 1, (int)(NextUniform() * count));

    public ulong NextBits()
    {
        (uint w0, uint w1, _, _) = NextBlock();
        return ((ulong)w1 << 32) | w0;
    }

    /// <summary>A standard normal number, by Box and Muller; every second call costs nothing.</summary>
    public double NextGaussian()
    {
        if (!double.IsNaN(_gaussian))
        {
            double kept = _gaussian;
            _gaussian = double.NaN;
            return kept;
        }

        (double u, double v) = NextPair();
        double radius = Math.Sqrt(-2 * Math.Log(u));
        (double sin, double cos) = Math.SinCos(2 * Math.PI * v);
        _gaussian = radius * sin;
        return radius * cos;
    }

    private (uint, uint, uint, uint) NextBlock() => Philox.Block(seed, _draw++, _purpose, _low, _high);

    private static double ToOpenUnit(uint low, uint high) => (((((ulong)high << 32) | low) >> 12) + 0.5) * (1.0 / (1UL << 52));
}
