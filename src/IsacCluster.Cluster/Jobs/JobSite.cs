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

        return (job, options.Value.Programs.Forbidden(job.Programs) is { } program ? Refuse(RefusalKind.Program, program) : null);
    }

    private SiloRefusal Refuse(RefusalKind kind, string what) => new(silo.Name, kind, what);
}
