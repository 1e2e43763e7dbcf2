using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Cluster.Coordination;

/// <summary>What was submitted, which is kept once for the whole job.</summary>
internal sealed partial class JobGrain
{
    /// <summary>Of the last submission; null if nothing was.</summary>
    private string? SpecificationKey => State.Specification ?? State.Description?.Key;

    public async Task<JobDescription?> GetDescription()
    {
        JobDescription? held = SpecificationKey is { } key ? await FindDescription(key) : null;
        if (held is null) ThrowIfDamaged();
        return held;
    }

    public Task<JobDescription?> FindDescription(string key) => Task.FromResult(
        _specification.State.Find(key) ?? (State.Description is { } former && former.Key == key ? former : null));

    /// <summary>What is wrong with the record of what was submitted; null: nothing.</summary>
    private string? SpecificationDamage() => _specification.State.Damage
        ?? (State.Specification is { } key && _specification.State.Find(key) is null
            ? $"record {SpecificationRecord.Name} of {Id} is missing" : null);

    /// <summary>
    /// What is wrong where the job's own record is gone and the list of jobs, which is written after it, has the job; null: nothing.
    /// </summary>
    private async Task<string?> AbsenceAsync() =>
        _options.ResumesJobs && !_record.RecordExists && await Dispatch.Knows(Id) && await _listed.HasAsync(Id)
            ? $"record {JobRecord.Name} of {Id} is missing" : null;

    /// <summary>
    /// Makes a description durable before any lane takes it up. The one before is kept with it, for a lane may not have taken it up until
    /// the next submission.
    /// </summary>
    private async Task KeepSpecificationAsync(JobDescription description)
    {
        var kept = _specification.State.Descriptions;
        if (kept.Count > 0 && kept[^1] == description) return;
        var present = await GetDescription();
        _specification.State.Descriptions = present is null || present == description ? [description] : [present, description];
        await _specification.WriteStateAsync();
    }
}
