using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace IsacCluster.Cluster.Client;

/// <summary>The jobs of a data folder, read beside a process that may run one of them, without a silo.</summary>
public static class StoredJobs
{
    /// <summary>All of them, in the order of their first submission.</summary>
    /// <exception cref="DataFolderException">The database is damaged or of another version.</exception>
    public static async Task<IReadOnlyList<JobSummary>> ListAsync(string dataFolder)
    {
        var heldSince = DataFolder.HeldSince(dataFolder);
        var services = new ServiceCollection().AddSerializer(builder => builder.AddAssembly(typeof(JobRecord).Assembly))
            .BuildServiceProvider();
        await using var _ = services.ConfigureAwait(false);
        var serializer = services.GetRequiredService<Serializer>();
        using var snapshot = SqliteSnapshot.Open(DataFolder.DatabaseOf(dataFolder));
        var jobs = new List<JobSummary>();
        foreach (string key in snapshot.Keys(JobRecord.Name))
        {
            byte[] payload = (await snapshot.ReadAsync(JobRecord.Name, key))!.Payload;
            if (serializer.Deserialize<JobRecord>(payload)?.Summary(IdOf(key)) is not { } job) continue;
            jobs.Add(job with { Interrupted = job.Phase == JobPhase.Running && !(heldSince <= job.RunStarted) });
        }

        return [.. jobs.OrderBy(job => job.Started)];
    }

    /// <summary>A grain's key is TYPE/ID.</summary>
    private static JobId IdOf(string key) => new(key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..]);
}
