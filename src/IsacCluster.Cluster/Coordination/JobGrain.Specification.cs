using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Cluster.Coordination;

/// <summary>What was submitted, which is kept once for the whole job.</summary>
internal sealed partial class JobGrain
{
    /// <summary>Of the last submission; null if nothing was.</summary>
    private string? SpecificationKey => State.Specification ?? State.Description?.Key;

    public Task<JobDescription?> GetDescription() =>
        SpecificationKey is { } key ? FindDescription(key) : Task.FromResult<JobDescription?>(null);

    public Task<JobDescription?> FindDescription(string key) => Task.FromResult(
        _specification.State.Find(key) ?? (State.Description is { } former && former.Key == key ? former : null));

    /// <summary>What is wrong with the record of what was submitted; null: nothing.</summary>
    private string? SpecificationDamage() => _specification.State.Damage
        ?? (State.Specification is { } key && _specification.State.Find(key) is null
            ? $"record {SpecificationRecord.Name} of {Id} is missing" : null);

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
