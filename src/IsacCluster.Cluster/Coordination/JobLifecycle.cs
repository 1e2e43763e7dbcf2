using IsacCluster.Cluster.Jobs;
using IsacCluster.Cluster.Ledger;
using IsacCluster.Cluster.Protocol;
using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Coordination;

/// <summary>What a lane's notice changes.</summary>
internal enum NoticeEffect
{
    /// <summary>Nothing: it is older than what is known, of an earlier run, or nobody has asked for the lanes yet.</summary>
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
    /// <summary>Lanes with work that are opened before they are asked for; more are opened as these run out.</summary>
    public const int Ahead = 128;

    private readonly HashSet<string> _activeSessions = [];
    private readonly SortedSet<int> _withWork = [];
    private LaneNotice?[] _lanes = [];
    private LaneStatus[] _planned = []; // how lanes stand that nobody has asked yet; empty where that is unknown
    private int _unheard, _open, _blocked; // lanes
    private int _lastAsked, _nextUnheard;
    private bool _begun = true; // the run of the last submission

    /// <summary>Whether a notice of every lane has come since this activation.</summary>
    public bool LanesKnown { get; private set; }

    /// <summary>Whether notices of lanes are taken.</summary>
    public bool LanesExpected { get; private set; }

    /// <summary>What a running job waits for, see <see cref="JobStatus.Waiting"/>.</summary>
    public string? Waiting { get; set; }

    public bool MayHold => record.Phase is JobPhase.Running or JobPhase.Paused;

    public bool MayResume => record.Phase is JobPhase.Paused or JobPhase.Cancelled;

    /// <summary>Whether agents have yet to book the last of their time with a job that does not run any more.</summary>
    public bool AwaitsSessions => record.Phase != JobPhase.Running && _activeSessions.Count > 0;

    /// <summary>Lanes with work; none unless the job runs.</summary>
    public IReadOnlyList<int> LanesWithWork => record.Phase != JobPhase.Running ? [] : [.. _withWork];

    /// <summary>What is wrong with the record of a lane; null: nothing.</summary>
    public string? Damage { get; private set; }

    /// <summary>Indices that are wanted and not accepted.</summary>
    public long OpenTasks => Lanes.Sum(lane => lane.Boundary - lane.Accepted);

    /// <summary>Accepted indices below the boundaries; until all lanes are known at least those of the record.</summary>
    public long Accepted => Math.Max(Lanes.Sum(lane => lane.Accepted), LanesKnown ? 0 : record.Accepted ?? 0);

    /// <summary>Ranges that were given up after three attempts.</summary>
    public int ParkedRanges => Lanes.Sum(lane => lane.PoisonRanges);

    /// <summary>What it wants of the cluster.</summary>
    public JobDemand Demand(DateTimeOffset now)
    {
        long computed = Runs.Sum(run => run.SamplesComputed);
        double busy = record.Sessions.Values.Sum(session => session.SlotSeconds - session.QueueSeconds);
        return JobDemand.Of(
            record.Needs, OpenTasks, LanesWithWork.Count > 0, record.Options.MaxSlots, computed > 0 ? busy / computed : null,
            record.Runs is [.., var run] ? now - run.Start : default);
    }

    /// <summary>How the lanes stand, as far as is known.</summary>
    private IEnumerable<LaneStatus> Lanes => _planned.Length == _lanes.Length
        ? _lanes.Zip(_planned, (notice, planned) => notice?.Status ?? planned)
        : _lanes.OfType<LaneNotice>().Select(notice => notice.Status);

    /// <summary>
    /// A submission: no agent joins while lanes are opening, so the job is paused until the first are open. Every lane is to be heard anew.
    /// </summary>
    public void Submit(JobDescription description, SubmitOptions options, IJob job)
    {
        bool isFresh = !record.IsSubmitted || record.Accepted == 0;
        (record.Specification, record.Kind, record.Description) = (description.Key, description.Kind, null);
        record.Run++;
        record.LaneCount = job.Lanes.Count;
        record.Options = options;
        record.Needs = job.Needs;
        record.Failure = null;
        record.Phase = JobPhase.Paused;
        ExpectLanes(anew: true);
        _begun = false;
        if (isFresh) Plan(job);
    }

    /// <summary>Nothing was accepted before: until they are heard, lanes stand as the plan says.</summary>
    private void Plan(IJob job) => _planned =
    [
        .. job.Lanes.Select((lane, at) => new LaneStatus(
            at, lane.Label, LanePhase.Open, job.NextBoundary(at, 0) ?? 0, 0, null, default, 0)),
    ];

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
        if (_lanes.Length != record.LaneCount || (_unheard > 0 && _planned.Length != _lanes.Length)) return;
        (record.Accepted, record.Wanted, record.Bytes) = (0, 0, 0);
        foreach (var lane in Lanes)
        {
            record.Accepted += lane.Accepted;
            record.Wanted += lane.Boundary;
            record.Bytes += lane.Bytes;
        }
    }

    /// <summary>Notices of the lanes are about to come.</summary>
    /// <param name="anew">Whether what is known of them is out of date.</param>
    public void ExpectLanes(bool anew = false)
    {
        if (LanesExpected && !anew && _lanes.Length == record.LaneCount) return;
        _lanes = new LaneNotice?[record.LaneCount];
        _planned = [];
        _withWork.Clear();
        (_unheard, _open, _blocked, _nextUnheard) = (record.LaneCount, 0, 0, 0);
        (Damage, LanesExpected, LanesKnown) = (null, true, false);
    }

    /// <summary>The first lanes that have not been heard, as long as too few have work.</summary>
    public IReadOnlyList<int> NextToOpen() => _withWork.Count >= Ahead ? [] : Unheard(Gang.Size);

    /// <summary>The first lanes that have not been heard, at most so many.</summary>
    public IReadOnlyList<int> Unheard(int most = int.MaxValue)
    {
        var lanes = new List<int>();
        if (_unheard == 0) return lanes;
        while (_nextUnheard < _lanes.Length && _lanes[_nextUnheard] is not null) _nextUnheard++;
        for (int lane = _nextUnheard; lane < _lanes.Length && lanes.Count < most; lane++)
            if (_lanes[lane] is null) lanes.Add(lane);
        return lanes;
    }

    /// <summary>Lanes that were heard and are not closed.</summary>
    public IReadOnlyList<int> Opened =>
        [.. _lanes.OfType<LaneNotice>().Where(notice => notice.Status.Phase != LanePhase.Closed).Select(notice => notice.Status.Lane)];

    /// <summary>How far the lane has come at the least, as it said itself.</summary>
    public LaneStanding Standing(int lane) => new(_lanes.ElementAtOrDefault(lane)?.Status.Accepted ?? 0, IsClosed: false);

    public NoticeEffect Take(LaneNotice notice)
    {
        int lane = notice.Status.Lane;
        bool isCurrent = notice.Run == record.Run || notice.Status.Phase == LanePhase.Damaged;
        if (lane >= _lanes.Length || !isCurrent) return NoticeEffect.None;
        var known = _lanes[lane];
        if (known is not null && known.Incarnation == notice.Incarnation && known.Sequence >= notice.Sequence) return NoticeEffect.None;
        _lanes[lane] = notice;
        Count(known?.Status.Phase, -1);
        Count(notice.Status.Phase, 1);
        if (notice.HasWork) _withWork.Add(lane);
        else _withWork.Remove(lane);
        if (known is null && --_unheard == 0) KnowLanes();
        if (notice.Status.Phase == LanePhase.Damaged) Damage ??= notice.Status.StopReason;
        bool work = notice.Refilled || known?.HasWork != notice.HasWork || known?.Stragglers < notice.Stragglers;
        return work ? NoticeEffect.Work : NoticeEffect.Progress;
    }

    /// <summary>Every lane has said what it holds: that of a run that began before was an estimate.</summary>
    private void KnowLanes()
    {
        LanesKnown = true;
        if (_begun && record.Runs is [.., { End: null } run])
            record.Runs[^1] = run with { SamplesReused = Counts.SamplesReused };
    }

    private void Count(LanePhase? phase, int change)
    {
        if (phase == LanePhase.Open) _open += change;
        if (phase == LanePhase.Blocked) _blocked += change;
    }

    /// <summary>All runs, the first first; the one that is going on with what it has computed so far.</summary>
    public IReadOnlyList<JobRun> Runs => record.Runs is [.. var before, { End: null } last]
        ? [.. before, last with { SamplesComputed = Counts.SamplesComputed }]
        : [.. record.Runs];

    private TaskCounts Counts => _lanes.OfType<LaneNotice>().Aggregate(default(TaskCounts), (sum, lane) => sum + lane.Status.Counts);

    /// <summary>
    /// A run begins. What it finds is what the lanes say, or while some have not been heard what the record says. One before that was cut
    /// off did what it left.
    /// </summary>
    public void BeginRun(DateTimeOffset now, string host)
    {
        long held = LanesKnown ? Counts.SamplesReused : record.Accepted ?? 0;
        if (record.Runs is [.., { End: null } cut])
            record.Runs[^1] = cut with { SamplesComputed = Math.Max(0, held - cut.SamplesReused) };
        record.Runs.Add(new JobRun(now, null, host, 0, held));
        _begun = true;
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
        if (record.Phase != JobPhase.Damaged && Damage is not null) return JobPhase.Damaged;
        if (record.Phase != JobPhase.Running || !LanesKnown || _open > 0) return null;
        return _blocked > 0 ? JobPhase.Incomplete : JobPhase.Completed;
    }

    /// <summary>
    /// The next lane in turn that is open as far as is known, to be asked how it stands: a notice that was lost, or overtaken by one of a
    /// former incarnation, must not keep the job waiting for ever.
    /// </summary>
    public int? NextToAsk()
    {
        if (record.Phase != JobPhase.Running || !LanesExpected) return null;
        for (int step = 1; step <= _lanes.Length; step++)
        {
            int lane = (_lastAsked + step) % _lanes.Length;
            if (_lanes[lane] is not { Status.Phase: LanePhase.Open }) continue;
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
        id, record.Phase, version, [.. Lanes], record.Failure,
        record.Phase == JobPhase.Running ? Waiting : null, coordinator);
}
