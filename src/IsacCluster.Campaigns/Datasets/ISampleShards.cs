using IsacCluster.Isac.Scenarios;

namespace IsacCluster.Campaigns.Datasets;

/// <summary>Samples that are at hand, in shards: a dataset of this project, or a file of channels. Immutable and thread-safe.</summary>
public interface ISampleShards
{
    /// <summary>What they are samples of.</summary>
    Scenario Scenario { get; }

    long Samples { get; }

    /// <summary>In order of their samples, without gaps.</summary>
    IReadOnlyList<ShardEntry> Shards { get; }

    /// <summary>Absolute path of the folder beside whose files results go.</summary>
    string Folder { get; }

    /// <summary>sha256:... of what changes a sample.</summary>
    string Digest { get; }

    /// <summary>The samples of one shard.</summary>
    IReadOnlyList<Sample> ReadShard(int shard);
}
