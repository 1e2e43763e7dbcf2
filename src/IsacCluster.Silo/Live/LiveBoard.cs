using System.Collections.Concurrent;
using IsacCluster.Cluster.Jobs;

namespace IsacCluster.Silo.Live;

/// <summary>
/// What the readers of a live page share. Snapshots are taken while somebody listens or asks; when nobody does, the running jobs are looked
/// at now and then, so that curves against time have no gaps. Thread-safe.
/// </summary>
internal sealed class LiveBoard : IAsyncDisposable
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(1), Idle = TimeSpan.FromSeconds(5), Sampling = TimeSpan.FromSeconds(15);

    /// <summary>Jobs of which anything is kept.</summary>
    private const int MostViews = 64;

    private readonly TimeProvider _time;
    private readonly SharedValue<Overview> _overview;
    private readonly ConcurrentDictionary<string, JobView> _views = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Followed> _followed = new(StringComparer.Ordinal); // by the loop alone
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public LiveBoard(LiveSource source, TimeProvider time)
    {
        (Source, _time) = (source, time);
        var reader = new OverviewReader(time);
        _overview = new SharedValue<Overview>(() => reader.ReadAsync(Client, CancellationToken.None), time, Least, 5 * Least);
        _loop = Task.Run(FollowAsync);
    }

    public LiveSource Source { get; }

    public Listeners Listeners { get; } = new();

    /// <exception cref="NotReadyException">There is none.</exception>
    public IJobClient Client => Source.Client() ?? throw new NotReadyException();

    /// <exception cref="NotReadyException">There is no cluster to ask.</exception>
    public Task<Overview> OverviewAsync(CancellationToken stop) => _overview.GetAsync(stop);

    /// <summary>A job that the cluster holds; null: none of this id.</summary>
    public async Task<JobView?> FindAsync(string id, CancellationToken stop)
    {
        if (_views.TryGetValue(id, out JobView? view)) return view;
        Overview overview = await OverviewAsync(stop).ConfigureAwait(false);
        bool known = overview.Jobs.Any(job => job.Id == id)
            || await Client.ExistsAsync(new JobId(id), stop).ConfigureAwait(false);
        return known ? ViewOf(id) : null;
    }

    /// <summary>What the list says of a job, also where it is too old for it.</summary>
    public async Task<JobLine> LineAsync(JobId id)
    {
        Overview overview = await OverviewAsync(CancellationToken.None).ConfigureAwait(false);
        return overview.Jobs.FirstOrDefault(job => job.Id == id.Value)
            ?? JobLine.Of(id, null, await Client.GetSummaryAsync(id).ConfigureAwait(false), null);
    }

    /// <summary>Somebody has changed a job: what is told of it from now on shows that.</summary>
    public void Changed(string id)
    {
        _overview.Forget();
        if (_views.TryGetValue(id, out JobView? view)) view.Forget();
        Listeners.Wake();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        Listeners.End();
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (JobView view in _views.Values) view.Dispose();
        _stop.Dispose();
    }

    private JobView ViewOf(string id) => _views.GetOrAdd(id, _ => new JobView(this, new JobId(id), _time));

    private async Task FollowAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Overview overview = await OverviewAsync(_stop.Token).ConfigureAwait(false);
                Note(overview);
                Listeners.Tell(overview);
                if (Listeners.Any) TellJobs(overview);
                await SampleAsync(overview).ConfigureAwait(false);
            }
            catch (Exception) when (!_stop.IsCancellationRequested)
            {
                // Who asks is told; the next round tries again, whatever it was: a silo that goes takes its calls with it.
            }

            await Listeners.WaitAsync(Listeners.Any ? Least : Idle, _time, _stop.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Takes down what has changed since the last round.</summary>
    private void Note(Overview overview)
    {
        foreach (JobLine line in overview.Jobs)
        {
            Followed known = _followed.GetValueOrDefault(line.Id) ?? new Followed();
            if (known.Line is { } before && before with { RatePerS = line.RatePerS, Finish = line.Finish } == line) continue;
            _followed[line.Id] = known;
            known.IsNews = true;
            bool begins = known.Line is null;
            known.Line = line;
            if (begins && line.Phase != JobLine.Running) continue; // it rests: what it did is history
            ViewOf(line.Id).Note(line, overview.AsOf);
        }

        HashSet<string> listed = [.. overview.Jobs.Select(job => job.Id)];
        foreach (string gone in _followed.Keys.Where(id => !listed.Contains(id)).ToList()) _followed.Remove(gone);
        foreach (string gone in _views.Keys.Where(id => !listed.Contains(id) || _views.Count > MostViews).ToList())
        {
            bool runs = _followed.GetValueOrDefault(gone)?.Line?.Phase == JobLine.Running;
            if (!runs && _views.TryRemove(gone, out JobView? view)) view.Dispose();
        }
    }

    /// <summary>Tells listeners of which jobs there is more to see.</summary>
    private void TellJobs(Overview overview)
    {
        foreach (JobLine line in overview.Jobs)
        {
            Followed known = _followed[line.Id];
            if (!known.IsNews || (_views.GetValueOrDefault(line.Id) is { IsOld: false } && line.Phase == JobLine.Running)) continue;
            if (known.ToldAt is { } told && _time.GetElapsedTime(told) < 2 * Least) continue;
            (known.IsNews, known.ToldAt) = (false, _time.GetTimestamp());
            if (line.Phase != JobLine.Running) _views.GetValueOrDefault(line.Id)?.Forget();
            Listeners.TellJob(line.Id, _views.GetValueOrDefault(line.Id)?.Version ?? 1);
        }
    }

    /// <summary>Looks at running jobs of which nobody has asked for a while, for their curves against time.</summary>
    private async Task SampleAsync(Overview overview)
    {
        foreach (JobLine line in overview.Jobs.Where(job => job.Phase == JobLine.Running))
        {
            JobView view = ViewOf(line.Id);
            if (view.IsOld && view.IsSparse(Sampling)) await view.DetailAsync(_stop.Token).ConfigureAwait(false);
        }
    }

    private sealed class Followed
    {
        public JobLine? Line { get; set; }

        public bool IsNews { get; set; }

        public long? ToldAt { get; set; }
    }
}

/// <summary>There is no cluster to ask, for a while.</summary>
internal sealed class NotReadyException() : Exception("not ready");
