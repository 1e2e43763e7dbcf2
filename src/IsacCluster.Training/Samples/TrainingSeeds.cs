using IsacCluster.Isac.Randomness;

namespace IsacCluster.Training.Samples;

/// <summary>
/// The seeds that a training derives from its own: one for each purpose, by one Philox block, so that its channels meet neither each
/// other's nor those of a campaign with the same seed.
/// </summary>
internal static class TrainingSeeds
{
    public static ulong Training(ulong seed) => Derive(seed, 1);

    public static ulong Validation(ulong seed) => Derive(seed, 2);

    public static ulong Test(ulong seed) => Derive(seed, 3);

    public static ulong Weights(ulong seed) => Derive(seed, 4);

    public static ulong Shuffle(ulong seed) => Derive(seed, 5);

    /// <summary>Of the order in which a user's channels join those of the others.</summary>
    public static ulong Group(ulong seed, int user) => Derive(Derive(seed, 6), (uint)user);

    private static ulong Derive(ulong seed, uint role)
    {
        PhiloxBlock block = Philox.Block((uint)seed, (uint)(seed >> 32), role, (uint)StreamPurpose.Training, 0, 0);
        return ((ulong)block.W0 << 32) | block.W1;
    }
}
