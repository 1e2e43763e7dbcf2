using System.Collections.Concurrent;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Jobs;

/// <summary>
/// The jobs that this silo has built, one object per description, shared by its grains and slots (jobs are immutable and
/// thread-safe). Building may read files, so it never runs on a grain's scheduler.
/// </summary>
internal sealed class JobCatalog(IJobFactory factory)
{
    private readonly ConcurrentDictionary<JobDescription, Lazy<Task<IJob>>> _jobs = new();

    /// <summary>The next one who asks has it built anew; who works with it keeps it.</summary>
    public void Forget(JobDescription description) => _jobs.TryRemove(description, out _);

    /// <exception cref="SpecificationException">The description is not a valid specification.</exception>
    public async Task<IJob> GetAsync(JobDescription description)
    {
        var entry = _jobs.GetOrAdd(description, key => new Lazy<Task<IJob>>(() => Task.Run(() => factory.Create(key))));
        try
        {
            return await entry.Value;
        }
        catch (Exception)
        {
            _jobs.TryRemove(new KeyValuePair<JobDescription, Lazy<Task<IJob>>>(description, entry)); // the next caller tries again
            throw;
        }
    }
}
