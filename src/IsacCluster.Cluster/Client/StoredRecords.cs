using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Lanes;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Cluster.Storage;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace IsacCluster.Cluster.Client;

/// <summary>The records of a data folder as they were at one moment, by job and lane.</summary>
internal sealed class StoredRecords : IDisposable
{
    private static readonly Lazy<Serializer> Serializer = new(() => new ServiceCollection()
        .AddSerializer(builder => builder.AddAssembly(typeof(JobRecord).Assembly)).BuildServiceProvider().GetRequiredService<Serializer>());

    private readonly Dictionary<string, Dictionary<string, string>> _keys = new(StringComparer.Ordinal);
    private readonly SqliteSnapshot _snapshot;
    private readonly DateTimeOffset? _heldSince;

    private StoredRecords(SqliteSnapshot snapshot, DateTimeOffset? heldSince) => (_snapshot, _heldSince) = (snapshot, heldSince);

    /// <exception cref="DataFolderException">The database as a whole is damaged, or of another version.</exception>
    public static StoredRecords Open(string dataFolder)
    {
        DateTimeOffset? heldSince = DataFolder.HeldSince(dataFolder);
        return new StoredRecords(SqliteSnapshot.Open(DataFolder.DatabaseOf(dataFolder)), heldSince);
    }

    /// <summary>In no order.</summary>
    public IEnumerable<JobId> Jobs() => _snapshot.Keys(JobRecord.Name).Select(key => new JobId(IdOf(key)));

    /// <returns>The record where it can be read, and one line on the job; nothing where there is none.</returns>
    public async Task<(JobRecord? Record, JobSummary? Summary)> SummaryAsync(JobId id)
    {
        (JobRecord? record, string? damage) = await ReadAsync<JobRecord>(JobRecord.Name, id.Value);
        if (damage is not null) return (null, JobSummary.Unreadable(id, damage));
        if (record?.Summary(id) is not { } summary) return (null, null);
        return (record, summary with { Interrupted = summary.Phase == JobPhase.Running && !(_heldSince <= summary.RunStarted) });
    }

    /// <exception cref="DataFolderException">The record is damaged.</exception>
    public async Task<JobDescription?> DescriptionAsync(JobId id)
    {
        (JobRecord? job, string? damage) = await ReadAsync<JobRecord>(JobRecord.Name, id.Value);
        if (damage is not null) throw DamagedJob.Refusal(id, damage);
        if (job is null) return null;
        (SpecificationRecord? kept, string? fault) = await ReadAsync<SpecificationRecord>(SpecificationRecord.Name, id.Value);
        if (fault is not null) throw DamagedJob.Refusal(id, fault);
        return job.Specification is { } key ? kept?.Find(key) ?? job.Description : job.Description;
    }

    /// <returns>Null where it has never been written.</returns>
    /// <exception cref="DataFolderException">The record is damaged.</exception>
    public async Task<LaneRecord?> LaneAsync(JobId id, int lane)
    {
        (LaneRecord? record, string? damage) = await ReadAsync<LaneRecord>(LaneRecord.Name, new LaneKey(id, lane).ToString());
        return damage is null ? record : throw DamagedJob.Refusal(id, damage);
    }

    /// <summary>What is wrong with one lane of each job that has a damaged one.</summary>
    public async Task<Dictionary<JobId, string>> DamagedLanesAsync()
    {
        var damaged = new Dictionary<JobId, string>();
        foreach (string key in _snapshot.Keys(LaneRecord.Name))
        {
            if (await _snapshot.ReadAsync(LaneRecord.Name, key) is { Damage: { } damage })
                damaged.TryAdd(LaneKey.Parse(IdOf(key)).Job, damage);
        }

        return damaged;
    }

    public void Dispose() => _snapshot.Dispose();

    private async Task<(T? State, string? Damage)> ReadAsync<T>(string name, string id)
        where T : class
    {
        string? key = KeyOf(name, id);
        if (key is null || await _snapshot.ReadAsync(name, key) is not { } stored) return (null, null);
        return StoredState.Read<T>(Serializer.Value, stored);
    }

    /// <summary>A grain's key is TYPE/ID.</summary>
    private string? KeyOf(string name, string id)
    {
        if (!_keys.TryGetValue(name, out var keys)) _keys[name] = keys = _snapshot.Keys(name).ToDictionary(IdOf, StringComparer.Ordinal);
        return keys.GetValueOrDefault(id);
    }

    private static string IdOf(string key) => key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
