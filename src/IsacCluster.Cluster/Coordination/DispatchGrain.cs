using IsacCluster.Cluster.Jobs;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;

namespace IsacCluster.Cluster.Coordination;

[Reentrant]
internal sealed class DispatchGrain(TimeProvider time, IOptions<ClusterOptions> options) : Grain, IDispatchGrain
{
    private readonly VersionSignal _signal = new(time);
    private readonly List<JobId> _jobs = [];

    public Task Announce(JobId job)
    {
        if (_jobs.Contains(job)) return Task.CompletedTask;
        _jobs.Add(job);
        _signal.Advance();
        return Task.CompletedTask;
    }

    public Task Withdraw(JobId job)
    {
        if (_jobs.Remove(job)) _signal.Advance();
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<JobListing>> GetJobs() => await Task.WhenAll(_jobs.Select(async job =>
    {
        var status = await GrainFactory.GetGrain<IJobGrain>(job.Value).GetStatus();
        return new JobListing(job, status.Phase, status.Lanes.Sum(lane => lane.StopReason is null ? lane.Boundary - lane.Accepted : 0));
    }));

    public async Task<JobQueue> WaitForJobs(long knownVersion, CancellationToken cancellation)
    {
        await _signal.WaitAsync(knownVersion, options.Value.LongPoll, cancellation);
        return new JobQueue(_signal.Version, [.. _jobs]);
    }
}
