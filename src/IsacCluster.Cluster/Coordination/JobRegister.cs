using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Protocol;

namespace IsacCluster.Cluster.Coordination;

/// <summary>
/// The jobs that run and those that came to rest lately, each in the order of submission, as their coordinators announce them. Not
/// thread-safe.
/// </summary>
/// <param name="record">Kept as it is on disk.</param>
internal sealed class JobRegister(DispatchRecord record)
{
    private const int MostRested = 1000;
    private readonly Dictionary<JobId, JobAnnouncement> _told = []; // since this activation

    public DispatchRecord Record => record;

    public IReadOnlyList<DispatchedJob> Running => record.Running;

    /// <summary>Whether the record has changed since it was last taken to disk.</summary>
    public bool IsUnsaved { get; set; }

    /// <summary>Running jobs, then those at rest.</summary>
    public IReadOnlyList<JobListing> List() =>
        [.. record.Running.Select(Listing),
        .. record.Rested.OrderBy(job => job.Order).Select(job => Listing(job) with { Phase = job.Phase })];

    /// <summary>How many jobs of each phase it lists, by the phase's name in JSON; of every phase that a job can be in.</summary>
    public IReadOnlyDictionary<string, int> Phases()
    {
        var phases = Enum.GetValues<JobPhase>().Where(phase => phase != JobPhase.Unknown)
            .ToDictionary(phase => phase, _ => 0);
        foreach (var job in record.Rested) phases[job.Phase]++;
        phases[JobPhase.Running] += record.Running.Count;
        return phases.ToDictionary(phase => phase.Key.ToString().ToLowerInvariant(), phase => phase.Value);
    }

    /// <returns>Whether the running jobs are others now.</returns>
    public bool Take(JobAnnouncement job)
    {
        _told[job.Job] = job;
        return job.Phase == JobPhase.Running ? TakeRunning(job) : TakeRested(job);
    }

    /// <summary>A deleted job is in no listing any more.</summary>
    /// <returns>Whether the running jobs are others now.</returns>
    public bool Forget(JobId job)
    {
        _told.Remove(job);
        bool ran = record.Running.RemoveAll(known => known.Id == job) > 0;
        IsUnsaved |= record.Rested.RemoveAll(known => known.Id == job) > 0 || ran;
        return ran;
    }

    private bool TakeRunning(JobAnnouncement job)
    {
        int at = record.Running.FindIndex(known => known.Id == job.Job);
        long order = at >= 0 ? record.Running[at].Order : record.LastOrder + 1;
        var entry = new DispatchedJob(job.Job, order, job.Phase, job.Needs, job.Priority, job.MaxSlots);
        if (at >= 0 && record.Running[at] == entry) return false;
        if (at >= 0) record.Running[at] = entry;
        else record.Running.Add(entry);
        record.LastOrder = Math.Max(order, record.LastOrder);
        record.Rested.RemoveAll(rested => rested.Id == job.Job);
        return IsUnsaved = true;
    }

    private bool TakeRested(JobAnnouncement job)
    {
        int at = record.Running.FindIndex(known => known.Id == job.Job), rested = record.Rested.FindIndex(known => known.Id == job.Job);
        if (at >= 0)
        {
            record.Rested.Add(record.Running[at] with { Phase = job.Phase });
            record.Running.RemoveAt(at);
        }
        else if (rested >= 0 && record.Rested[rested].Phase != job.Phase)
        {
            record.Rested[rested] = record.Rested[rested] with { Phase = job.Phase };
        }
        else
        {
            return false;
        }

        if (record.Rested.Count > MostRested)
        {
            _told.Remove(record.Rested[0].Id);
            record.Rested.RemoveAt(0);
        }

        IsUnsaved = true;
        return at >= 0;
    }

    private JobListing Listing(DispatchedJob job)
    {
        var told = _told.GetValueOrDefault(job.Id);
        return new JobListing(job.Id, told?.Phase, job.Priority, job.Order, told?.OpenTasks);
    }
}
