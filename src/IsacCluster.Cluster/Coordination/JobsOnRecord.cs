using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace IsacCluster.Cluster.Coordination;

/// <summary>
/// The list of jobs as it is in the store, whatever its dispatcher remembers: a store that was emptied, or that came back without the end
/// of its log, lists no job whose record it has lost.
/// </summary>
internal sealed class JobsOnRecord([FromKeyedServices("Default")] IGrainStorage storage, IGrainFactory grains)
{
    public async Task<bool> HasAsync(JobId id)
    {
        var dispatcher = grains.GetGrain<IDispatchGrain>(0).GetGrainId();
        var list = new GrainState<DispatchRecord> { State = new DispatchRecord() };
        await storage.ReadStateAsync(DispatchRecord.Name, dispatcher, list);
        return list.State.Running.Concat(list.State.Rested).Any(job => job.Id == id)
            || (await new RestedPages(storage, dispatcher).LoadAsync()).Any(page => page.Jobs.Exists(job => job.Id == id));
    }
}
