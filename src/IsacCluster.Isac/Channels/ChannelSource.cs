using IsacCluster.Isac.Arrays;
using IsacCluster.Numerics;

namespace IsacCluster.Isac.Channels;

/// <summary>Where the channel matrices of samples come from: a <see cref="ChannelModel"/> draws them, a file holds them. Immutable and
/// thread-safe.</summary>
/// <remarks>What a source says of itself are methods: its properties enter the identity of a training.</remarks>
public abstract record ChannelSource
{
    /// <summary>Writes the channel of a sample.</summary>
    /// <param name="channel">L x M, zeros; row l becomes h_l.</param>
    /// <param name="seed">Key of the random streams.</param>
    /// <param name="sample">Its index.</param>
    /// <param name="slots">Of a trajectory.</param>
    public abstract void Fill(ComplexMatrix channel, ulong seed, ulong sample, int slots);

    /// <summary>As above, for an array (null: linear, at half a wavelength); a file's channels are those of its array.</summary>
    public virtual void Fill(ComplexMatrix channel, ulong seed, ulong sample, int slots, AntennaArray? array) =>
        Fill(channel, seed, sample, slots);

    /// <summary>Samples that there are; null: as many as one asks for.</summary>
    public virtual long? Samples() => null;
}
