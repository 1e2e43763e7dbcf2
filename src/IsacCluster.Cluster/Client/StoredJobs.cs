using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Lanes;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Cluster.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace IsacCluster.Cluster.Client;

/// <summary>The jobs of a data folder, read beside a process that may run one of them, without a silo.</summary>
public static class StoredJobs
{
    /// <summary>All of them, in the order of their first submission, those that are damaged among them.</summary>
    /// <exception cref="DataFolderException">The database as a whole is damaged, or of another version.</exception>
    public static async Task<IReadOnlyList<JobSummary>> ListAsync(string dataFolder)
    {
        var heldSince = DataFolder.HeldSince(dataFolder);
        var services = new ServiceCollection().AddSerializer(builder => builder.AddAssembly(typeof(JobRecord).Assembly))
            .BuildServiceProvider();
        await using var _ = services.ConfigureAwait(false);
        var serializer = services.GetRequiredService<Serializer>();
        using var snapshot = SqliteSnapshot.Open(DataFolder.DatabaseOf(dataFolder));
        var damagedLanes = await DamagedLanesAsync(snapshot);
        var jobs = new List<JobSummary>();
        foreach (string key in snapshot.Keys(JobRecord.Name))
        {
            var id = new JobId(IdOf(key));
            var (record, damage) = StoredState.Read<JobRecord>(serializer, (await snapshot.ReadAsync(JobRecord.Name, key))!);
            if ((damage is null ? record!.Summary(id) : JobSummary.Unreadable(id, damage)) is not { } job) continue;
            if (damagedLanes.TryGetValue(id, out string? inLane))
                job = job with { Phase = JobPhase.Damaged, Damage = job.Damage ?? inLane };
            jobs.Add(job with { Interrupted = job.Phase == JobPhase.Running && !(heldSince <= job.RunStarted) });
        }

        return [.. jobs.OrderBy(job => job.Started)];
    }

    /// <summary>What is wrong with one lane of each job that has a damaged one.</summary>
    private static async Task<Dictionary<JobId, string>> DamagedLanesAsync(SqliteSnapshot snapshot)
    {
        var damaged = new Dictionary<JobId, string>();
        foreach (string key in snapshot.Keys(LaneRecord.Name))
        {
            if (await snapshot.ReadAsync(LaneRecord.Name, key) is { Damage: { } damage })
                damaged.TryAdd(LaneKey.Parse(IdOf(key)).Job, damage);
        }

        return damaged;
    }

    /// <summary>A grain's key is TYPE/ID.</summary>
    private static string IdOf(string key) => key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
