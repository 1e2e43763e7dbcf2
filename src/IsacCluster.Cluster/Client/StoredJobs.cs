using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Storage;

namespace IsacCluster.Cluster.Client;

/// <summary>The jobs of a data folder, read beside a process that may run one of them, without a silo.</summary>
public static class StoredJobs
{
    /// <summary>All of them, in the order of their first submission, those that are damaged among them.</summary>
    /// <exception cref="DataFolderException">The database as a whole is damaged, or of another version.</exception>
    public static async Task<IReadOnlyList<JobSummary>> ListAsync(string dataFolder)
    {
        using StoredRecords records = StoredRecords.Open(dataFolder);
        var damagedLanes = await records.DamagedLanesAsync();
        var jobs = new List<JobSummary>();
        foreach (JobId id in records.Jobs())
        {
            if ((await records.SummaryAsync(id)).Summary is not { } job) continue;
            jobs.Add(damagedLanes.TryGetValue(id, out string? inLane)
                ? job with { Phase = JobPhase.Damaged, Damage = job.Damage ?? inLane, Interrupted = false }
                : job);
        }

        return [.. jobs.OrderBy(job => job.Started)];
    }
}
