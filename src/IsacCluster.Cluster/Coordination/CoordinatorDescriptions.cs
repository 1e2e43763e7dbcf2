using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Protocol;

namespace IsacCluster.Cluster.Coordination;

/// <summary>Descriptions that the coordinators of jobs keep.</summary>
internal sealed class CoordinatorDescriptions(IGrainFactory grains) : IJobDescriptions
{
    public Task<JobDescription?> FindAsync(JobId id, string key) => grains.GetGrain<IJobGrain>(id.Value).FindDescription(key);
}
