using IsacCluster.Cluster.Storage;

namespace IsacCluster.Cluster.Jobs;

/// <summary>What is said to whoever wants more of a damaged job than its deletion.</summary>
public static class DamagedJob
{
    public static DataFolderException Refusal(JobId id, string damage) =>
        new($"job {id} is damaged: {damage}; 'isac delete {id}' removes it, then it can be run anew.");
}
