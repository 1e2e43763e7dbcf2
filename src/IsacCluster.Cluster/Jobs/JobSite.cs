using IsacCluster.Jobs;
using Microsoft.Extensions.Options;

namespace IsacCluster.Cluster.Jobs;

/// <summary>
/// What this silo can do for a job: it runs one only if it builds the very job of the submission, from the same files, and may start its
/// programs. Thread-safe.
/// </summary>
internal sealed class JobSite(JobCatalog catalog, IOptions<ClusterOptions> options, ILocalSiloDetails silo)
{
    /// <returns>
    /// The job and null if it can be run here. Else why not; with a job, which may then be planned and merged as
    /// <see cref="IJob.PlansWithoutFiles"/> says, or without one.
    /// </returns>
    public Task<(IJob? Job, SiloRefusal? Refusal)> TryBuildAsync(JobId id, JobDescription description) =>
        TryBuildAsync(id, description.Key, () => catalog.GetAsync(description));

    /// <summary>The same for a description whose key is known.</summary>
    public Task<(IJob? Job, SiloRefusal? Refusal)> TryBuildAsync(JobId id, string key) =>
        TryBuildAsync(id, key, () => catalog.GetAsync(id, key));

    private async Task<(IJob? Job, SiloRefusal? Refusal)> TryBuildAsync(JobId id, string key, Func<Task<IJob>> build)
    {
        IJob job;
        try
        {
            job = await build();
        }
        catch (SpecificationException e)
        {
            return (null, e.MissingFile is { } file ? Refuse(RefusalKind.MissingFile, file) : Refuse(RefusalKind.Specification, e.Message));
        }

        if (job.Id != id.Value)
        {
            catalog.Forget(key); // the file may come
            return (job, job.Lacks.Count > 0
                ? Refuse(RefusalKind.MissingFile, string.Join(", ", job.Lacks))
                : Refuse(RefusalKind.OtherFiles, ""));
        }

        if (options.Value.Programs.Forbidden(job.Programs) is { } program) return (job, Refuse(RefusalKind.Program, program));
        return (job, DevicesLacking(job) is { } devices ? Refuse(RefusalKind.Specification, devices) : null);
    }

    /// <summary>Of a silo that has accelerator slots, with fewer devices each than the tasks of a job need.</summary>
    private string? DevicesLacking(IJob job)
    {
        int here = options.Value.Devices.DevicesPerSlot;
        return job.Needs != SlotKind.Accelerator || options.Value.Slots.Cuda == 0 || job.DevicesPerTask <= here
            ? null
            : $"its tasks need {job.DevicesPerTask} devices each, and slots here have {here} "
                + $"(isac silo --slots cuda=Nx{job.DevicesPerTask})";
    }

    private SiloRefusal Refuse(RefusalKind kind, string what) => new(silo.Name, kind, what);
}
