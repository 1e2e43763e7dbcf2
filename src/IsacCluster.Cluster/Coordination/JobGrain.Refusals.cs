using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Jobs;
using Orleans.Runtime.Placement;

namespace IsacCluster.Cluster.Coordination;

/// <summary>Silos that cannot run the job: this one, when it is submitted, and others, while it runs.</summary>
internal sealed partial class JobGrain
{
    private readonly Dictionary<AgentId, (SiloRefusal Refusal, DateTimeOffset Until)> _refusals = [];

    public async Task Refuse(AgentId agent, SiloRefusal refusal)
    {
        bool isNews = !_refusals.TryGetValue(agent, out var known) || known.Refusal != refusal;
        _refusals[agent] = (refusal, _time.GetUtcNow() + 3 * _options.RefusalPause);
        if (!isNews) return;
        _progress.Advance();
        await AnnounceAsync();
    }

    /// <summary>A silo works on the job.</summary>
    private void Welcome(string silo)
    {
        foreach (var agent in _refusals.Where(entry => entry.Value.Refusal.Silo == silo).Select(entry => entry.Key).ToList())
            _refusals.Remove(agent);
    }

    private List<AgentRefusal> Refusals()
    {
        var now = _time.GetUtcNow();
        foreach (var agent in _refusals.Where(entry => entry.Value.Until <= now).Select(entry => entry.Key).ToList())
            _refusals.Remove(agent);
        return [.. _refusals.Select(entry => new AgentRefusal(entry.Key, entry.Value.Refusal))
            .OrderBy(entry => entry.Refusal.Silo, StringComparer.Ordinal)];
    }

    /// <summary>The job as far as this silo needs it to coordinate: whole, or without files that only its tasks read.</summary>
    /// <exception cref="JobElsewhereException">It cannot; the grain moves to another silo, where the call is to be repeated.</exception>
    private async Task<(IJob Job, SiloRefusal? Refusal)> PlanAsync(JobDescription description)
    {
        var (job, refusal) = await _site.TryBuildAsync(Id, description);
        if (refusal is null || (job is { PlansWithoutFiles: true } && refusal.Kind != RefusalKind.Program))
            return (job!, refusal);
        var silos = _oracle.GetApproximateSiloStatuses(onlyActive: true).Keys.OrderBy(silo => silo).ToList();
        if (silos.Count > 1)
        {
            int next = (silos.FindIndex(silo => silo.Equals(_silo.SiloAddress)) + 1) % silos.Count;
            RequestContext.Set(IPlacementDirector.PlacementHintKey, silos[next]);
            MigrateOnIdle();
        }

        throw new JobElsewhereException(refusal, silos.Count);
    }
}
