using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Jobs;

/// <summary>
/// The jobs that this silo has built, one object per description, shared by its grains and slots (jobs are immutable and
/// thread-safe). The latest are kept, others for as long as somebody works with them. Building may read files, so it never runs on a
/// grain's scheduler. Thread-safe.
/// </summary>
internal sealed class JobCatalog(IJobFactory factory, IJobDescriptions descriptions)
{
    /// <summary>Jobs that are kept although nobody works with them.</summary>
    public const int MostIdle = 16;

    private readonly Lock _gate = new();
    private readonly LinkedList<Entry> _recent = []; // the latest first
    private readonly Dictionary<string, Entry> _entries = []; // by the key of the description

    /// <summary>Jobs that are kept or known to be worked with.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _entries.Count;
        }
    }

    /// <exception cref="SpecificationException">The description is not a valid specification.</exception>
    public Task<IJob> GetAsync(JobDescription description) => GetAsync(description.Key, () => Task.FromResult(description));

    /// <summary>A job whose description its coordinator keeps.</summary>
    /// <param name="key">Of the description.</param>
    /// <exception cref="SpecificationException">The description is not a valid specification.</exception>
    /// <exception cref="InvalidOperationException">The job has no such description.</exception>
    public Task<IJob> GetAsync(JobId id, string key) => GetAsync(key, async () =>
        await descriptions.FindAsync(id, key)
            ?? throw new InvalidOperationException($"Job {id} has no specification {key}."));

    /// <summary>The next one who asks has it built anew; who works with it keeps it.</summary>
    public void Forget(string key)
    {
        lock (_gate)
        {
            if (!_entries.Remove(key, out var entry)) return;
            if (entry.Place is { } place) _recent.Remove(place);
            (entry.Place, entry.Job) = (null, null);
        }
    }

    private async Task<IJob> GetAsync(string key, Func<Task<JobDescription>> describe)
    {
        var (entry, building, built) = Take(key, describe);
        if (built is not null) return built;
        try
        {
            var job = await building!.Value;
            entry.Built = new WeakReference<IJob>(job);
            return job;
        }
        catch
        {
            Remove(entry); // the next caller tries again
            throw;
        }
    }

    private (Entry Entry, Lazy<Task<IJob>>? Building, IJob? Built) Take(string key, Func<Task<JobDescription>> describe)
    {
        lock (_gate)
        {
            if (_entries.TryGetValue(key, out var entry) && entry.Job is null)
            {
                if (entry.Built!.TryGetTarget(out var alive)) return (entry, null, alive);
                _entries.Remove(key);
                entry = null;
            }

            if (entry is not null)
            {
                _recent.Remove(entry.Place!);
                _recent.AddFirst(entry.Place!);
                return (entry, entry.Job, null);
            }

            entry = new Entry(key, new Lazy<Task<IJob>>(() => Task.Run(async () => factory.Create(await describe()))));
            entry.Place = _recent.AddFirst(entry);
            _entries[key] = entry;
            if (_recent.Count > MostIdle) LetGo(_recent.Last!.Value);
            return (entry, entry.Job, null);
        }
    }

    /// <summary>Keeps the oldest only for as long as somebody works with it, and forgets all with which nobody does.</summary>
    private void LetGo(Entry oldest)
    {
        _recent.Remove(oldest.Place!);
        (oldest.Place, oldest.Job) = (null, null);
        foreach (var gone in _entries.Values.Where(entry => entry.Job is null && entry.Built?.TryGetTarget(out _) != true).ToList())
            _entries.Remove(gone.Key);
    }

    private void Remove(Entry entry)
    {
        lock (_gate)
        {
            if (entry.Place is { } place) _recent.Remove(place);
            (entry.Place, entry.Job) = (null, null);
            if (_entries.GetValueOrDefault(entry.Key) == entry) _entries.Remove(entry.Key);
        }
    }

    private sealed class Entry(string key, Lazy<Task<IJob>> job)
    {
        public string Key { get; } = key;

        /// <summary>Null once it is not among the latest.</summary>
        public Lazy<Task<IJob>>? Job { get; set; } = job;

        public LinkedListNode<Entry>? Place { get; set; }

        public WeakReference<IJob>? Built { get; set; }
    }
}
