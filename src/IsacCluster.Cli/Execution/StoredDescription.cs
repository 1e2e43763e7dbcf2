using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Storage;

namespace IsacCluster.Cli.Execution;

/// <summary>What was submitted under an id.</summary>
internal static class StoredDescription
{
    /// <returns>Null if nothing was.</returns>
    /// <exception cref="DataFolderException">It cannot be told: the job is damaged.</exception>
    public static async Task<JobDescription?> FindAsync(IJobClient client, JobId id, CancellationToken cancellation)
    {
        if (await client.GetDescriptionAsync(id, cancellation).ConfigureAwait(false) is { } description) return description;
        JobSummary? summary = await client.GetSummaryAsync(id, cancellation).ConfigureAwait(false);
        return summary is { Damage: { } damage } ? throw DamagedJob.Refusal(id, damage) : null;
    }
}
