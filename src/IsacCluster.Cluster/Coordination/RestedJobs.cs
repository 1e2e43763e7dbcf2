using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Cluster.Coordination;

/// <summary>
/// The jobs that came to rest. The latest stand in the dispatcher's own record, which is written often; older ones in pages, which are
/// written when they are filled and hardly ever again, so that what is written for a job does not grow with the jobs before it. The oldest
/// are forgotten. Not thread-safe.
/// </summary>
internal sealed class RestedJobs
{
    /// <summary>Jobs of a page, and pages. A page takes the place on disk of the one that is so many older.</summary>
    public const int PageSize = 64, MostPages = 63;

    private const int MostRecent = 2 * PageSize;

    private readonly List<DispatchedJob> _recent;
    private readonly List<RestedPage> _pages;
    private readonly Dictionary<JobId, RestedPage?> _places = []; // null: among the latest

    /// <param name="recent">Kept as it is on disk.</param>
    /// <param name="pages">In any order. One that was written before the dispatcher's record was, repeats jobs of it.</param>
    public RestedJobs(List<DispatchedJob> recent, IEnumerable<RestedPage> pages)
    {
        (_recent, _pages) = (recent, [.. pages.OrderBy(page => page.Number)]);
        foreach (DispatchedJob job in recent) _places[job.Id] = null;
        foreach (RestedPage page in _pages)
        {
            page.IsUnsaved |= page.Jobs.RemoveAll(job => !_places.TryAdd(job.Id, page)) > 0;
        }
    }

    /// <summary>In the order in which they came to rest.</summary>
    public IEnumerable<DispatchedJob> All => _pages.SelectMany(page => page.Jobs).Concat(_recent);

    public bool IsUnsaved => _pages.Exists(page => page.IsUnsaved);

    public IEnumerable<RestedPage> Unsaved => _pages.Where(page => page.IsUnsaved);

    public DispatchedJob? Find(JobId job) => ListOf(job)?.Find(known => known.Id == job);

    /// <summary>A job that is not among them.</summary>
    /// <returns>Jobs that are forgotten for it.</returns>
    public IReadOnlyList<JobId> Add(DispatchedJob job)
    {
        _recent.Add(job);
        _places[job.Id] = null;
        while (_recent.Count > MostRecent) Turn();
        return Forget();
    }

    public void Replace(DispatchedJob job)
    {
        List<DispatchedJob> list = ListOf(job.Id)!;
        list[list.FindIndex(known => known.Id == job.Id)] = job;
        if (_places[job.Id] is { } page) page.IsUnsaved = true;
    }

    /// <returns>Whether it was among them.</returns>
    public bool Remove(JobId job)
    {
        if (ListOf(job) is not { } list) return false;
        list.RemoveAll(known => known.Id == job);
        if (_places[job] is { } page) page.IsUnsaved = true;
        return _places.Remove(job);
    }

    private List<DispatchedJob>? ListOf(JobId job) =>
        _places.TryGetValue(job, out RestedPage? page) ? page?.Jobs ?? _recent : null;

    private void Turn()
    {
        long number = _pages.Count == 0 ? 1 : _pages[^1].Number + 1;
        var page = new RestedPage { Number = number, Jobs = _recent[..PageSize], IsUnsaved = true };
        _recent.RemoveRange(0, PageSize);
        foreach (DispatchedJob job in page.Jobs) _places[job.Id] = page;
        _pages.Add(page);
    }

    private List<JobId> Forget()
    {
        List<JobId> forgotten = [];
        while (_pages.Count > MostPages)
        {
            forgotten.AddRange(_pages[0].Jobs.Select(job => job.Id));
            _pages.RemoveAt(0);
        }

        foreach (JobId job in forgotten) _places.Remove(job);
        return forgotten;
    }
}
