using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace IsacCluster.Cluster.Client;

/// <summary>Whether the storage of a silo holds a job, asked of the storage itself: a grain would be activated by the question.</summary>
internal sealed class JobPresence(IGrainFactory grains, [FromKeyedServices("Default")] IGrainStorage storage)
{
    public async Task<bool> HasAsync(JobId id)
    {
        if (id.Value.Length == 0) return false;
        var state = new GrainState<JobRecord> { State = new JobRecord() };
        await storage.ReadStateAsync(JobRecord.Name, grains.GetGrain<IJobGrain>(id.Value).GetGrainId(), state);
        return state.State.IsHeld;
    }
}
