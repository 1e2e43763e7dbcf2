using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Cluster.Storage;
using Orleans.Storage;

namespace IsacCluster.Cluster.Coordination;

/// <summary>
/// Jobs at rest that the store holds and the list of jobs does not: it lists some thousands, and it may have been damaged. They are found
/// by their records. Not thread-safe.
/// </summary>
internal sealed class UnlistedJobs(IGrainStorage storage, IGrainFactory grains, TimeProvider time)
{
    private Dictionary<JobId, DispatchedJob> _found = [];

    /// <summary>As they were when they were looked for last, in the order in which they came to rest.</summary>
    public IReadOnlyList<DispatchedJob> All => [.. _found.Values.OrderBy(job => job.Rested)];

    /// <summary>Looks for them; what was found before is not read again.</summary>
    public async Task LookAsync(Func<JobId, bool> isListed)
    {
        if (storage is not IRecordKeys records) return;
        List<JobId> held =
        [
            .. (await records.KeysAsync(JobRecord.Name)).Select(key => new JobId(key[(key.IndexOf('/', StringComparison.Ordinal) + 1)..])),
        ];
        var found = new Dictionary<JobId, DispatchedJob>();
        await Gang.ForEachAsync(held, async id =>
        {
            if (!isListed(id) && (_found.GetValueOrDefault(id) ?? await ReadAsync(id)) is { } job) found[id] = job;
        });
        _found = found;
    }

    /// <summary>Whether it still is as it was found: one that has run since then is not.</summary>
    public async Task<bool> IsUnchangedAsync(DispatchedJob job) => await ReadAsync(job.Id) is { } now && now.Rested == job.Rested;

    public void Forget(JobId id) => _found.Remove(id);

    /// <summary>Null where it does not rest, or where nobody can tell.</summary>
    private async Task<DispatchedJob?> ReadAsync(JobId id)
    {
        var state = new GrainState<JobRecord> { State = new JobRecord() };
        await storage.ReadStateAsync(JobRecord.Name, grains.GetGrain<IJobGrain>(id.Value).GetGrainId(), state);
        JobRecord record = state.State;
        bool rests = record.Damage is null && record.IsSubmitted && record.Phase != JobPhase.Running;
        DateTimeOffset? ended = record.Runs is [.., var run] ? run.End : null;
        return !rests ? null : new DispatchedJob(
            id, 0, record.Phase, record.Needs, record.Options.Priority, record.Options.MaxSlots,
            ended ?? _found.GetValueOrDefault(id)?.Rested ?? time.GetUtcNow());
    }
}
