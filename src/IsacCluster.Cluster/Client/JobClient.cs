using System.Diagnostics;
using System.Runtime.CompilerServices;
using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Networking;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Cluster.Storage;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Client;

/// <summary>
/// A client over grain calls, inside a silo or outside. Every call is idempotent, so one that was lost with a silo is repeated until
/// the cluster has not answered for as long as the client's patience.
/// </summary>
/// <param name="presence">Within a silo.</param>
/// <param name="patience">Default: <see cref="ClientPatience.Usual"/>.</param>
internal sealed class JobClient(
    IGrainFactory grains, JobCatalog catalog, TimeProvider time, JobPresence? presence = null, ClientPatience? patience = null) : IJobClient
{
    private readonly ClientPatience _patience = patience ?? ClientPatience.Usual;
    private static readonly TimeSpan WatchInterval = TimeSpan.FromMilliseconds(100);

    public async Task<JobId> SubmitAsync(JobDescription description, SubmitOptions? options, CancellationToken cancellation)
    {
        options = (options ?? new SubmitOptions()) with { Submission = Guid.NewGuid() };
        options.Validate();
        var job = await catalog.GetAsync(description);
        if (job.PlansWithoutFiles && job.Lacks.Count > 0)
            throw new SpecificationException(
                $"{string.Join(", ", job.Lacks)} is missing on the silo that was asked, which cannot tell the job's id without it; "
                + "submit it at a silo that has it.");
        var id = new JobId(job.Id);
        // Spans are exported when they end, so the root of a job's tree is its submission, which is short.
        using var activity = ClusterTelemetry.Source.StartActivity("submit")?.SetTag("isac.job", id.Value);
        options = options with { TraceParent = Activity.Current?.Id ?? options.TraceParent };
        await OnSomeSiloAsync(id, () => CallAsync(id, grain => grain.Submit(description, options), cancellation), cancellation);
        return id;
    }

    public Task<JobDescription?> GetDescriptionAsync(JobId id, CancellationToken cancellation) =>
        CallAsync(id, grain => grain.GetDescription(), cancellation);

    public async Task<bool> ExistsAsync(JobId id, CancellationToken cancellation)
    {
        if (await RepeatAsync(() => grains.GetGrain<IDispatchGrain>(0).Knows(id), cancellation)) return true;
        return presence is not null
            ? await presence.HasAsync(id).WaitAsync(_patience.Value, time, cancellation)
            : await GetSummaryAsync(id, cancellation) is not null;
    }

    public Task<IReadOnlyList<JobListing>> GetJobsAsync(CancellationToken cancellation) =>
        RepeatAsync(() => grains.GetGrain<IDispatchGrain>(0).GetJobs(), cancellation);

    public Task<ClusterView> GetClusterAsync(CancellationToken cancellation) =>
        RepeatAsync(() => grains.GetGrain<IDispatchGrain>(0).GetView(), cancellation);

    public Task<JobSummary?> GetSummaryAsync(JobId id, CancellationToken cancellation) =>
        CallAsync(id, grain => grain.GetSummary(), cancellation);

    public Task<JobStatus> GetStatusAsync(JobId id, CancellationToken cancellation) =>
        CallAsync(id, grain => grain.GetStatus(), cancellation);

    public async IAsyncEnumerable<JobStatus> WatchAsync(JobId id, [EnumeratorCancellation] CancellationToken cancellation)
    {
        long known = 0;
        while (true)
        {
            var status = await CallAsync(id, grain => grain.WaitForChange(known, cancellation), cancellation);
            if (status is { Phase: JobPhase.Damaged, Failure: { } damage }) throw DamagedJob.Refusal(id, damage.Message);
            if (status.Failure is { Kind: JobFailureKind.DataFolder } failure) throw new DataFolderException(failure.Message);
            if (status.Phase == JobPhase.Unknown && known != 0)
            {
                throw new ClusterException(
                    $"job {id} is gone: the cluster does not hold it any more. It was deleted, or the store was emptied or replaced; "
                        + "submitted again, it begins anew.");
            }

            if (status.Version != known) yield return status;
            if (status.IsSettled) yield break;
            known = status.Version;
            await Task.Delay(WatchInterval, time, cancellation);
        }
    }

    public Task<JobResults> GetResultsAsync(JobId id, CancellationToken cancellation) =>
        CallAsync(id, grain => grain.GetResults(), cancellation);

    public Task CancelAsync(JobId id, CancellationToken cancellation) => CallAsync(id, grain => grain.Cancel(), cancellation);

    public Task PauseAsync(JobId id, CancellationToken cancellation) => CallAsync(id, grain => grain.Pause(), cancellation);

    public Task ResumeAsync(JobId id, CancellationToken cancellation) => CallAsync(id, grain => grain.Resume(), cancellation);

    public Task SetPriorityAsync(JobId id, int priority, CancellationToken cancellation)
    {
        new SubmitOptions { Priority = priority }.Validate();
        return CallAsync(id, grain => grain.SetPriority(priority), cancellation);
    }

    public Task<bool> DeleteAsync(JobId id, CancellationToken cancellation) => CallAsync(id, grain => grain.Delete(), cancellation);

    public Task<OutsideAnswer> AskAsync(JobId id, OutsideAsk ask, CancellationToken cancellation) =>
        RepeatAsync(() => grains.GetGrain<IOutsideGrain>(id.Value).Ask(ask), cancellation);

    public Task<OutsideAnswer> SayAsync(JobId id, OutsideWord word, CancellationToken cancellation) =>
        RepeatAsync(() => grains.GetGrain<IOutsideGrain>(id.Value).Say(word), cancellation);

    private Task<T> CallAsync<T>(JobId id, Func<IJobGrain, Task<T>> call, CancellationToken cancellation) =>
        RepeatAsync(() => call(grains.GetGrain<IJobGrain>(id.Value)), cancellation);

    private Task<bool> CallAsync(JobId id, Func<IJobGrain, Task> call, CancellationToken cancellation) => CallAsync(id, async grain =>
    {
        await call(grain);
        return true;
    }, cancellation);

    /// <summary>Repeats a submission until it reaches a silo that can take it, or all have refused.</summary>
    private async Task OnSomeSiloAsync(JobId id, Func<Task> submit, CancellationToken cancellation)
    {
        var refusals = new Dictionary<string, SiloRefusal>(StringComparer.Ordinal);
        for (int asked = 1; ; asked++)
        {
            try
            {
                await submit();
                return;
            }
            catch (JobElsewhereException e)
            {
                refusals[e.Refusal.Silo] = e.Refusal;
                if (refusals.Count >= e.Silos || asked >= 3 * e.Silos)
                    throw new SpecificationException($"job {id} cannot be run: it wants {SiloRefusal.Wanted(refusals.Values)}.");
            }

            await Task.Delay(WatchInterval, time, cancellation);
        }
    }

    private async Task<T> RepeatAsync<T>(Func<Task<T>> call, CancellationToken cancellation)
    {
        long start = time.GetTimestamp();
        bool told = false;
        while (true)
        {
            try
            {
                return await call().WaitAsync(cancellation);
            }
            catch (Exception e) when (IsLost(e, cancellation) && time.GetElapsedTime(start) is var waited && waited < _patience.Value)
            {
                if (!told && waited >= ClientPatience.UntilTold && _patience.Waiting is { } tell)
                {
                    told = true;
                    tell($"the cluster does not answer, waiting up to {_patience.Value.TotalSeconds:0} s: {await CauseAsync()}");
                }

                await Task.Delay(WatchInterval, time, cancellation);
            }
            catch (Exception e) when (IsLost(e, cancellation))
            {
                throw new ClusterException(
                    $"the cluster has not answered for {_patience.Value.TotalSeconds:0} s: {await CauseAsync()}. Jobs go on by themselves "
                        + "once it is back.",
                    e);
            }
        }
    }

    private async Task<string> CauseAsync() => _patience.Cause is { } cause ? await cause() : "its silos do not answer";

    /// <summary>
    /// Whether a call failed on its way, so that its outcome is unknown. A message that waits for too long in a busy silo is cancelled by
    /// Orleans and not by the caller.
    /// </summary>
    private static bool IsLost(Exception e, CancellationToken cancellation) =>
        e is TimeoutException or OrleansException || (e is OperationCanceledException && !cancellation.IsCancellationRequested);
}
