using Orleans.Storage;

namespace IsacCluster.Cluster.Storage;

/// <summary>What a failed write means. Only a data folder that cannot be used is final: everything else may heal.</summary>
internal static class DurableFailure
{
    public static bool IsFinal(Exception e) => e is DataFolderException;

    /// <summary>Another activation has written meanwhile.</summary>
    public static bool IsConflict(Exception e) => e is InconsistentStateException;
}
