namespace IsacCluster.Cluster.Storage;

/// <summary>Grain storage that can tell what it holds.</summary>
internal interface IRecordKeys
{
    /// <summary>The grains, each TYPE/ID, that have a record of a name; in no order.</summary>
    Task<IReadOnlyList<string>> KeysAsync(string stateName);
}
