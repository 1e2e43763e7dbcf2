using IsacCluster.Cluster.Jobs;
using IsacCluster.Jobs;
using IsacCluster.Silo.Jobs;

namespace IsacCluster.Silo.Live;

/// <summary>One job as its readers share it: its detail, its curves against time, its report. Thread-safe.</summary>
internal sealed class JobView : IDisposable
{
    private static readonly TimeSpan Least = TimeSpan.FromSeconds(2), Most = TimeSpan.FromMinutes(2);

    private readonly LiveBoard _board;
    private readonly JobId _id;
    private readonly TimeProvider _time;
    private readonly TraceBook _traces;
    private readonly SharedValue<JobSnapshot> _detail;
    private readonly Lock _gate = new();
    private readonly DecimatedSeries<long> _throughput = new(MostThroughput);
    private (string Key, IReportableJob Job)? _built;
    private DateTimeOffset? _submitted;

    /// <summary>Entries of the accepted indices against time.</summary>
    private const int MostThroughput = 400;

    public JobView(LiveBoard board, JobId id, TimeProvider time)
    {
        (_board, _id, _time, _traces) = (board, id, time, new TraceBook(time));
        _detail = new SharedValue<JobSnapshot>(ReadAsync, time, Least, Most);
        Report = new LiveReport(this, id, time);
    }

    public LiveReport Report { get; }

    /// <summary>Grows with every change of the job that was seen.</summary>
    public long Version { get; private set; } = 1;

    /// <summary>Whether asking would give something newer.</summary>
    public bool IsOld => _detail.IsOld;

    /// <summary>
    /// Whether its curves want another value although nobody asks: the last is so long ago, or longer the more it costs. Kinds without such
    /// curves want none.
    /// </summary>
    public bool IsSparse(TimeSpan age) => _detail.Last is null || (_traces.IsUsed && _detail.IsOlderThan(age));

    public Task<JobSnapshot> DetailAsync(CancellationToken stop) => _detail.GetAsync(stop);

    /// <summary>The next who asks sees what was just changed.</summary>
    public void Forget() => _detail.Forget();

    /// <summary>Takes down how many indices are accepted.</summary>
    public void Note(JobLine line, DateTimeOffset at)
    {
        Version++;
        if (line.Accepted is not { } accepted) return;
        lock (_gate)
        {
            if (_throughput.Entries.Count > 0 && _throughput.Entries[^1].Value > accepted)
            {
                // Less than before: another job of this id, or one that has just been woken and does not know yet what it holds.
                if (line.Submitted == _submitted) return;
                _throughput.Clear();
            }

            _submitted = line.Submitted;
            _throughput.Add(at, accepted);
        }
    }

    public void Dispose() => Report.Dispose();

    /// <summary>What the cluster holds, as the raw material of a report.</summary>
    public async Task<(IReportableJob Job, JobResults Results, JobOutcome Outcome)> OutcomeAsync()
    {
        JobResults results = await _board.Client.GetResultsAsync(_id).ConfigureAwait(false);
        if (results.Description is not { } description) throw new SpecificationException($"job {_id} has no specification.");
        IReportableJob job = await Task.Run(() => Build(description)).ConfigureAwait(false);
        DateTimeOffset now = _time.GetUtcNow();
        int silos = results.Timing.Sessions.Select(session => session.Silo).Distinct().Count();
        JobOutcome outcome = OutcomeReader.Read(job, results, results.Runs is [.., var run] ? run.Start : now, now, Math.Max(1, silos));
        return (job, results, outcome with { Reach = _board.Source.Reach, IsGlance = true });
    }

    private IReportableJob Build(JobDescription description)
    {
        if (_built is { } built && built.Key == description.Key) return built.Job;
        IReportableJob job = _board.Source.Jobs.CreateReportable(description);
        _built = (description.Key, job);
        return job;
    }

    private async Task<JobSnapshot> ReadAsync()
    {
        DateTimeOffset asOf = _time.GetUtcNow();
        long version = Version;
        (IReportableJob job, JobResults results, JobOutcome outcome) = await OutcomeAsync().ConfigureAwait(false);
        JobStatus status = results.Status;
        JobLine listed = await _board.LineAsync(_id).ConfigureAwait(false);
        long accepted = status.Lanes.Sum(lane => lane.Accepted), target = status.Lanes.Sum(lane => lane.Boundary);
        JobLine line = listed with
        {
            Phase = listed.Phase == JobLine.Interrupted ? listed.Phase : LiveJson.Name(status.Phase),
            Accepted = accepted,
            Target = target,
            Percent = JobLine.PercentOf(accepted, target),
            Parked = status.Lanes.Sum(lane => lane.PoisonRanges),
            Failure = status.Failure?.Message ?? listed.Failure,
        };
        (JobDetail detail, string? note) = Detail(job, outcome, line.Phase == JobLine.Running);
        return JobSnapshot.Of(asOf, version, line, results, outcome, detail, note, Throughput());
    }

    private (JobDetail Detail, string? Note) Detail(IReportableJob job, JobOutcome outcome, bool runs)
    {
        var none = new JobDetail { Sections = new Dictionary<string, object>() };
        if (job is not IDetailedJob detailed) return (none, null);
        try
        {
            return (detailed.Detail(outcome, _traces, runs), null);
        }
        catch (Exception e) when (e is InvalidDataException or SpecificationException or IOException)
        {
            return (none, e.Message); // a file that it names is another one here
        }
    }

    private (DateTimeOffset At, long Accepted)[] Throughput()
    {
        lock (_gate) return [.. _throughput.Entries];
    }
}
