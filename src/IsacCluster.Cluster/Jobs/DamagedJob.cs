using IsacCluster.Cluster.Storage;

namespace IsacCluster.Cluster.Jobs;

/// <summary>What is said to whoever wants more of a damaged job than its deletion.</summary>
public static class DamagedJob
{
    /// <param name="damage">What is wrong with which record.</param>
    public static DamagedJobException Refusal(JobId id, string damage) =>
        new($"job {id} is damaged: {damage}; 'isac delete {id}' removes it, then it can be run anew.");
}

/// <summary>A record of the job is not what was written. The job can be deleted, nothing else; others are not concerned.</summary>
[GenerateSerializer, Alias("isac.damaged-job-exception")]
public sealed class DamagedJobException : DataFolderException
{
    public DamagedJobException(string message) : base(message) { }

    public DamagedJobException(string message, Exception inner) : base(message, inner) { }

    public DamagedJobException() { }
}
