using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Protocol;

namespace IsacCluster.Cluster.Coordination;

/// <summary>
/// The jobs that run and those that came to rest lately, each in the order of submission, as their coordinators announce them. Not
/// thread-safe.
/// </summary>
/// <param name="record">Kept as it is on disk.</param>
/// <param name="pages">Of <see cref="RestedJobs"/>, as they are on disk.</param>
internal sealed class JobRegister(DispatchRecord record, IEnumerable<RestedPage> pages, TimeProvider time)
{
    private readonly RestedJobs _rested = new(record.Rested, pages);
    private readonly Dictionary<JobId, JobAnnouncement> _told = []; // since this activation
    private readonly Dictionary<JobId, string> _waiting = [];

    public DispatchRecord Record => record;

    public IReadOnlyList<DispatchedJob> Running => record.Running;

    /// <summary>Whether the record has changed since it was last taken to disk.</summary>
    public bool IsUnsaved { get; set; }

    /// <summary>To be taken to disk before the record, which lists their jobs no more.</summary>
    public IEnumerable<RestedPage> UnsavedPages => _rested.Unsaved;

    /// <summary>Running jobs, then those at rest.</summary>
    public IReadOnlyList<JobListing> List() =>
        [.. record.Running.Select(Listing),
        .. _rested.All.OrderBy(job => job.Order).Select(job => Listing(job) with { Phase = job.Phase })];

    /// <summary>How many jobs of each phase it lists, by the phase's name in JSON; of every phase that a job can be in.</summary>
    public IReadOnlyDictionary<string, int> Phases()
    {
        var phases = Enum.GetValues<JobPhase>().Where(phase => phase != JobPhase.Unknown)
            .ToDictionary(phase => phase, _ => 0);
        foreach (var job in _rested.All) phases[job.Phase]++;
        phases[JobPhase.Running] += record.Running.Count;
        return phases.ToDictionary(phase => phase.Key.ToString().ToLowerInvariant(), phase => phase.Value);
    }

    /// <summary>What is on record of a job; null: nothing.</summary>
    public DispatchedJob? Find(JobId job) =>
        record.Running.Find(known => known.Id == job) ?? _rested.Find(job);

    /// <summary>What its coordinator has told since this activation; null: nothing.</summary>
    public JobAnnouncement? Told(JobId job) => _told.GetValueOrDefault(job);

    /// <returns>Whether it waited for something else before.</returns>
    public bool Waits(JobId job, string? what)
    {
        if (_waiting.GetValueOrDefault(job) == what) return false;
        if (what is null) _waiting.Remove(job);
        else _waiting[job] = what;
        return true;
    }

    /// <returns>Whether the running jobs are others now.</returns>
    public bool Take(JobAnnouncement job)
    {
        _told[job.Job] = job;
        return job.Phase == JobPhase.Running ? TakeRunning(job) : TakeRested(job);
    }

    /// <summary>Lists a job at rest that is not listed.</summary>
    public void Adopt(DispatchedJob job)
    {
        if (Find(job.Id) is not null) return;
        _rested.Add(job);
        IsUnsaved = true;
    }

    /// <summary>A deleted job is in no listing any more.</summary>
    /// <returns>Whether the running jobs are others now.</returns>
    public bool Forget(JobId job)
    {
        _told.Remove(job);
        _waiting.Remove(job);
        bool ran = record.Running.RemoveAll(known => known.Id == job) > 0;
        IsUnsaved |= _rested.Remove(job) || ran;
        return ran;
    }

    /// <summary>
    /// Jobs that are not kept any more, the first to end first. One that is paused has not ended, and one that is damaged is kept for its
    /// user to see.
    /// </summary>
    /// <param name="age">Those that ended so long ago; null: none for its age.</param>
    /// <param name="most">Those after which so many ended; null: none for their number.</param>
    public IReadOnlyList<JobId> Ended(TimeSpan? age, int? most)
    {
        var ended = _rested.All.Where(HasEnded).ToList();
        int surplus = most is { } kept ? ended.Count - kept : 0;
        DateTimeOffset? since = age is null ? null : SinceWhen(age.Value);
        return [.. ended.Where((job, at) => at < surplus || job.Rested <= since).Select(job => job.Id)];
    }

    /// <summary>Also dates those whose end was not taken down.</summary>
    private DateTimeOffset SinceWhen(TimeSpan age)
    {
        foreach (var old in _rested.All.Where(job => job.Rested is null).ToList()) // by an earlier version: its age counts from here
        {
            _rested.Replace(old with { Rested = time.GetUtcNow() });
            IsUnsaved = true;
        }

        return time.GetUtcNow() - age;
    }

    public int EndedCount => _rested.All.Count(HasEnded);

    /// <summary>Whether it came to rest for good.</summary>
    public static bool HasEnded(DispatchedJob job) => job.Phase is not (JobPhase.Paused or JobPhase.Damaged);

    private bool TakeRunning(JobAnnouncement job)
    {
        int at = record.Running.FindIndex(known => known.Id == job.Job);
        long order = at >= 0 ? record.Running[at].Order : record.LastOrder + 1;
        var entry = new DispatchedJob(job.Job, order, job.Phase, job.Needs, job.Priority, job.MaxSlots);
        if (at >= 0 && record.Running[at] == entry) return false;
        if (at >= 0) record.Running[at] = entry;
        else record.Running.Add(entry);
        record.LastOrder = Math.Max(order, record.LastOrder);
        _rested.Remove(job.Job);
        return IsUnsaved = true;
    }

    private bool TakeRested(JobAnnouncement job)
    {
        int at = record.Running.FindIndex(known => known.Id == job.Job);
        if (at >= 0)
        {
            DispatchedJob rested = record.Running[at] with { Phase = job.Phase, Rested = time.GetUtcNow() };
            record.Running.RemoveAt(at);
            foreach (JobId forgotten in _rested.Add(rested)) _told.Remove(forgotten);
        }
        else if (_rested.Find(job.Job) is { } known && known.Phase != job.Phase)
        {
            _rested.Replace(known with { Phase = job.Phase, Rested = time.GetUtcNow() });
        }
        else
        {
            return false;
        }

        IsUnsaved = true;
        return at >= 0;
    }

    private JobListing Listing(DispatchedJob job)
    {
        var told = _told.GetValueOrDefault(job.Id);
        return new JobListing(
            job.Id, told?.Phase, told?.Priority ?? job.Priority, job.Order, told?.OpenTasks, told?.Accepted, told?.Pace,
            _waiting.GetValueOrDefault(job.Id), job.MaxSlots, told?.ParkedRanges);
    }
}
