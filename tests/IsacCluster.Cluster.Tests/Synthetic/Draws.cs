namespace IsacCluster.Cluster.Tests.Synthetic;

/// <summary>Reproducible draws for property tests (SplitMix64).</summary>
internal sealed class Draws(ulong seed)
{
    private ulong _state = seed;

    /// <summary>Uniform on 0..<paramref name="end"/>-1.</summary>
    public int Below(int end)
    {
        unchecked
        {
            ulong x = _state += 0x9E3779B97F4A7C15UL;
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9UL;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EBUL;
            return (int)((x ^ (x >> 31)) % (ulong)end);
        }
    }

    public bool OneIn(int n) => Below(n) == 0;
}
