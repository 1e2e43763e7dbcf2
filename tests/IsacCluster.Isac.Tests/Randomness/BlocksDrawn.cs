using IsacCluster.Isac.Randomness;

namespace IsacCluster.Isac.Tests.Randomness;

/// <summary>How far a stream is: a copy of it draws next what a fresh one draws after so many blocks.</summary>
internal static class BlocksDrawn
{
    private const uint Most = 10_000;

    public static uint By(RandomStream stream, ulong seed, StreamPurpose purpose, ulong sample)
    {
        var fresh = new RandomStream(seed, purpose, sample);
        (double, double) next = stream.NextUniformPair();
        for (uint drawn = 0; drawn < Most; drawn++)
        {
            if (fresh.NextUniformPair() == next) return drawn;
        }

        throw new InvalidOperationException($"The stream is not one of seed {seed}, {purpose}, sample {sample}.");
    }
}
