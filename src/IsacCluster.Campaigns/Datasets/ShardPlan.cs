namespace IsacCluster.Campaigns.Datasets;

/// <summary>Samples 0..Samples-1 in shards of SamplesPerShard, the last one shorter if it does not come out even.</summary>
public sealed record ShardPlan
{
    public ShardPlan(long samples, int samplesPerShard)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(samplesPerShard, 1);
        (Samples, SamplesPerShard) = (samples, samplesPerShard);
    }

    public long Samples { get; }

    public int SamplesPerShard { get; }

    /// <summary>Number of shards, at least 1.</summary>
    public long Shards => (Samples - 1) / SamplesPerShard + 1;

    /// <summary>First sample of a shard.</summary>
    public long First(long shard) => shard * SamplesPerShard;

    /// <summary>Samples of a shard.</summary>
    public int Count(long shard) => shard >= 0 && shard < Shards
        ? (int)Math.Min(SamplesPerShard, Samples - First(shard))
        : throw new ArgumentOutOfRangeException(nameof(shard), shard, $"There are {Shards} shards.");
}
