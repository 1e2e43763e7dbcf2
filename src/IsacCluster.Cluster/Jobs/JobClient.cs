using System.Runtime.CompilerServices;
using IsacCluster.Cluster.Coordination;
using IsacCluster.Cluster.Storage;

namespace IsacCluster.Cluster.Jobs;

/// <summary>A client over grain calls, inside a silo or outside.</summary>
internal sealed class JobClient(IGrainFactory grains, JobCatalog catalog, TimeProvider time) : IJobClient
{
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(100);

    public async Task<JobId> SubmitAsync(JobDescription description, SubmitOptions? options, CancellationToken cancellation)
    {
        options ??= new SubmitOptions();
        options.Validate();
        var job = await catalog.GetAsync(description);
        var id = new JobId(job.Id);
        // Spans are exported when they end, so the root of a job's tree is its submission, which is short.
        using var activity = ClusterTelemetry.Source.StartActivity("submit")?.SetTag("isac.job", id.Value);
        await Job(id).Submit(description, options).WaitAsync(cancellation);
        return id;
    }

    public Task<IReadOnlyList<JobListing>> GetJobsAsync(CancellationToken cancellation) =>
        grains.GetGrain<IDispatchGrain>(0).GetJobs().WaitAsync(cancellation);

    public Task<JobDescription?> GetDescriptionAsync(JobId id, CancellationToken cancellation) => Job(id).GetDescription().WaitAsync(cancellation);

    public Task<JobStatus> GetStatusAsync(JobId id, CancellationToken cancellation) => Job(id).GetStatus().WaitAsync(cancellation);

    public async IAsyncEnumerable<JobStatus> WatchAsync(JobId id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long known = 0;
        while (true)
        {
            var status = await Job(id).WaitForChange(known, cancellation).WaitAsync(cancellation);
            if (status.Failure is { Kind: JobFailureKind.DataFolder } failure) throw new DataFolderException(failure.Message);
            if (status.Version != known) yield return status;
            if (status.IsSettled) yield break;
            known = status.Version;
            await Task.Delay(WatchInterval, time, cancellation);
        }
    }

    public Task<JobResults> GetResultsAsync(JobId id, CancellationToken cancellation) => Job(id).GetResults().WaitAsync(cancellation);

    public Task CancelAsync(JobId id, CancellationToken cancellation) => Job(id).Cancel().WaitAsync(cancellation);

    public Task PauseAsync(JobId id, CancellationToken cancellation) => Job(id).Pause().WaitAsync(cancellation);

    public Task ResumeAsync(JobId id, CancellationToken cancellation) => Job(id).Resume().WaitAsync(cancellation);

    private IJobGrain Job(JobId id) => grains.GetGrain<IJobGrain>(id.Value);
}
