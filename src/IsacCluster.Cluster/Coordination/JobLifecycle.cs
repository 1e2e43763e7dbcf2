using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Coordination;

/// <summary>What a lane's notice changes.</summary>
internal enum NoticeEffect
{
    /// <summary>Nothing: it is older than what is known, or nobody has asked for the lanes yet.</summary>
    None,
    Progress,

    /// <summary>Agents that found no work may find some, or the other way round.</summary>
    Work,
}

/// <summary>
/// The life of one job: what was submitted, how its lanes stand as far as their notices say, who works on it, and which phase follows. It
/// decides and calls nobody; the coordinator does the calls. Not thread-safe: the job's grain owns it.
/// </summary>
/// <param name="record">The part that is kept on disk.</param>
internal sealed class JobLifecycle(JobRecord record)
{
    private readonly HashSet<string> _activeSessions = [];
    private LaneNotice?[] _lanes = [];
    private int _lastAsked;

    /// <summary>Whether a notice of every lane has come since this activation.</summary>
    public bool LanesKnown { get; private set; }

    /// <summary>What a running job waits for, see <see cref="JobStatus.Waiting"/>.</summary>
    public string? Waiting { get; set; }

    public bool MayHold => record.Phase is JobPhase.Running or JobPhase.Paused;

    public bool MayResume => record.Phase is JobPhase.Paused or JobPhase.Cancelled;

    /// <summary>Whether agents have yet to book the last of their time with a job that does not run any more.</summary>
    public bool AwaitsSessions => record.Phase != JobPhase.Running && _activeSessions.Count > 0;

    /// <summary>Lanes with work; none unless the job runs.</summary>
    public IReadOnlyList<int> LanesWithWork => record.Phase != JobPhase.Running ? []
        : [.. _lanes.Index().Where(entry => entry.Item is { HasWork: true }).Select(entry => entry.Index)];

    /// <summary>What is wrong with the record of a lane; null: nothing.</summary>
    public string? Damage => _lanes.FirstOrDefault(notice => notice?.Status.Phase == LanePhase.Damaged)?.Status.StopReason;

    /// <summary>Indices that are wanted and not accepted.</summary>
    public long OpenTasks => _lanes.OfType<LaneNotice>().Sum(notice => notice.Status.Boundary - notice.Status.Accepted);

    /// <summary>What it wants of the cluster.</summary>
    public JobDemand Demand(DateTimeOffset now)
    {
        long computed = Runs.Sum(run => run.SamplesComputed);
        double busy = record.Sessions.Values.Sum(session => session.SlotSeconds - session.QueueSeconds);
        return JobDemand.Of(
            record.Needs, OpenTasks, LanesWithWork.Count > 0, record.Options.MaxSlots, computed > 0 ? busy / computed : null,
            record.Runs is [.., var run] ? now - run.Start : default);
    }

    /// <summary>A submission: no agent joins while lanes are opening, so the job is paused until <see cref="KnowLanes"/>.</summary>
    public void Submit(JobDescription description, SubmitOptions options, IJob job)
    {
        record.Description = description;
        record.LaneCount = job.Lanes.Count;
        record.Options = options;
        record.Needs = job.Needs;
        record.Failure = null;
        record.Phase = JobPhase.Paused;
        _lanes = new LaneNotice?[record.LaneCount];
    }

    /// <summary>Another phase, from now on.</summary>
    public void Enter(JobPhase phase, DateTimeOffset now)
    {
        record.Phase = phase;
        if (phase == JobPhase.Damaged) record.Failure = new JobFailure(JobFailureKind.DataFolder, Damage!);
        if (phase != JobPhase.Running) EndRun(now);
    }

    /// <summary>Takes the sums over the lanes into the record, as far as all lanes are known.</summary>
    public void Tally()
    {
        if (!LanesKnown || _lanes.Any(notice => notice is null)) return;
        record.Accepted = _lanes.Sum(notice => notice!.Status.Accepted);
        record.Wanted = _lanes.Sum(notice => notice!.Status.Boundary);
        record.Bytes = _lanes.Sum(notice => notice!.Status.Bytes);
    }

    /// <summary>Notices of the lanes are about to come.</summary>
    public void ExpectLanes()
    {
        if (_lanes.Length != record.LaneCount) _lanes = new LaneNotice?[record.LaneCount];
    }

    public void KnowLanes() => LanesKnown = true;

    public NoticeEffect Take(LaneNotice notice)
    {
        int lane = notice.Status.Lane;
        if (lane >= _lanes.Length) return NoticeEffect.None;
        var known = _lanes[lane];
        if (known is not null && known.Incarnation == notice.Incarnation && known.Sequence >= notice.Sequence) return NoticeEffect.None;
        _lanes[lane] = notice;
        bool work = notice.Refilled || known?.HasWork != notice.HasWork || known?.Stragglers < notice.Stragglers;
        return work ? NoticeEffect.Work : NoticeEffect.Progress;
    }

    /// <summary>All runs, the first first; the one that is going on with what it has computed so far.</summary>
    public IReadOnlyList<JobRun> Runs => record.Runs is [.. var before, { End: null } last]
        ? [.. before, last with { SamplesComputed = Counts.SamplesComputed }]
        : [.. record.Runs];

    private TaskCounts Counts => _lanes.OfType<LaneNotice>().Aggregate(default(TaskCounts), (sum, lane) => sum + lane.Status.Counts);

    /// <summary>A run begins; every lane has said what it holds. One before that was cut off did what it left.</summary>
    public void BeginRun(DateTimeOffset now, string host)
    {
        long held = Counts.SamplesReused;
        if (record.Runs is [.., { End: null } cut])
            record.Runs[^1] = cut with { SamplesComputed = Math.Max(0, held - cut.SamplesReused) };
        record.Runs.Add(new JobRun(now, null, host, 0, held));
    }

    /// <summary>The run goes on after a pause or a cancellation.</summary>
    public void ContinueRun()
    {
        if (record.Runs is [.., var last]) record.Runs[^1] = last with { End = null };
    }

    public void EndRun(DateTimeOffset now)
    {
        if (record.Runs is [.., { End: null } last])
            record.Runs[^1] = last with { End = now, SamplesComputed = Counts.SamplesComputed };
    }

    /// <summary>
    /// The phase of a running job of which no lane is open, and of any of which a lane is damaged; null otherwise. A notice speaks of
    /// persisted work only.
    /// </summary>
    public JobPhase? Settled()
    {
        if (LanesKnown && record.Phase != JobPhase.Damaged && Damage is not null) return JobPhase.Damaged;
        if (record.Phase != JobPhase.Running || !LanesKnown) return null;
        if (_lanes.Any(notice => notice is null or { Status.Phase: LanePhase.Open })) return null;
        return _lanes.All(notice => notice!.Status.Phase == LanePhase.Closed) ? JobPhase.Completed : JobPhase.Incomplete;
    }

    /// <summary>
    /// The next lane in turn that is open as far as is known, to be asked how it stands: a notice that was lost, or overtaken by one of a
    /// former incarnation, must not keep the job waiting for ever.
    /// </summary>
    public int? NextToAsk()
    {
        if (record.Phase != JobPhase.Running || !LanesKnown) return null;
        for (int step = 1; step <= _lanes.Length; step++)
        {
            int lane = (_lastAsked + step) % _lanes.Length;
            if (_lanes[lane] is { Status.Phase: not LanePhase.Open }) continue;
            return _lastAsked = lane;
        }

        return null;
    }

    public void Record(SessionTiming timing, bool ended)
    {
        if (ended) _activeSessions.Remove(timing.SessionId);
        else _activeSessions.Add(timing.SessionId);
        record.Sessions[timing.SessionId] = timing;
    }

    public JobStatus Status(JobId id, long version, string coordinator) => new(
        id, record.Phase, version, [.. _lanes.OfType<LaneNotice>().Select(notice => notice.Status)], record.Failure,
        record.Phase == JobPhase.Running ? Waiting : null, coordinator);
}
