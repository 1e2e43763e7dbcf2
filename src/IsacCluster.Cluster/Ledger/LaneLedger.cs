using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Ledger;

/// <summary>How a lane stands.</summary>
public enum LanePhase
{
    /// <summary>Work is wanted.</summary>
    Open,

    /// <summary>The job decided to stop; the result is final.</summary>
    Closed,

    /// <summary>All that is still wanted is parked as poison.</summary>
    Blocked,

    /// <summary>What was kept of the lane is not what was written.</summary>
    Damaged,
}

/// <summary>
/// The ledger of one lane: hands out every wanted index to one agent at a time and accepts every index exactly once, whatever
/// is lost, repeated or reordered on the way. An index below the boundary is accepted, leased (a straggler twice, to
/// different agents), waiting for a retry, parked, or available; never two of these. Not thread-safe: the lane's grain owns it.
/// </summary>
public sealed partial class LaneLedger
{
    /// <summary>Attempts after which a failing range is parked.</summary>
    public const int AllowedAttempts = 3;

    /// <summary>A lease is a straggler when it is older than this many times the mean turnaround of the lane's accepted tasks.</summary>
    public const double StragglerFactor = 3;

    private const double MeanMemory = 0.9; // weight of the past in the running mean
    private static readonly TimeSpan LeastStragglerAge = TimeSpan.FromSeconds(2);

    private readonly IJob _job;
    private readonly int _lane;
    private readonly int _taskSize;
    private readonly SegmentLine _line;
    private readonly ArgumentBook? _arguments;
    private readonly LeaseBook _leases;
    private readonly IntervalSet _available = new();
    private readonly RetryBook _retries;
    private readonly List<PoisonRange> _poison;
    private readonly Dictionary<string, StageTime> _stages;
    private TaskCounts _counts;
    private int _argumentsAhead = 1; // that should be ready before they are asked for
    private double? _meanTurnaround; // seconds from grant to acceptance

    private LaneLedger(IJob job, int lane, int? taskSize, LaneState state, LeaseBook leases)
    {
        _job = job;
        _lane = lane;
        _taskSize = job is IAdaptiveJob ? 1 : Math.Max(1, taskSize ?? job.Lanes[lane].PreferredTaskSize);
        _leases = leases;
        _retries = new RetryBook(leases);
        _line = new SegmentLine(job, lane, state.Segments);
        _poison = [.. state.Poison];
        _stages = state.Stages.ToDictionary(total => total.Stage, total => new StageTime(total.Calls, total.Seconds));
        _counts = state.Counts;
        foreach (var missing in _line.Missing()) _available.Add(missing);
        if (job is IAdaptiveJob adaptive)
            _arguments = new ArgumentBook(() => adaptive.CreateSequencer(lane), [.. _line.Results().Select(Copy)]);
    }

    public long Boundary => _line.Boundary;

    public string? StopReason => _line.StopReason;

    public long AcceptedCount => _line.AcceptedCount;

    public TaskCounts Counts => _counts;

    public IReadOnlyList<PoisonRange> Poison => _poison;

    /// <summary>Whether a lease could be granted now.</summary>
    public bool HasWork => StopReason is null && (HasAvailable || _retries.HasAny(IsReady));

    public LanePhase Phase => StopReason is not null ? LanePhase.Closed
        : HasAvailable || !_retries.IsEmpty || _leases.Count > 0 || _arguments?.IsPending(NextArgument) == true ? LanePhase.Open
        : LanePhase.Blocked;

    /// <summary>Seconds from grant to acceptance, the mean; null before the first.</summary>
    public double? MeanTurnaround => _meanTurnaround;

    private bool HasAvailable => !_available.IsEmpty && IsReady(_available.Intervals[0]);

    private bool IsReady(Interval range) => _arguments?.IsReady(range.First) != false;

    /// <summary>Begins a new run over what earlier runs left: counts restart, parked ranges get a new chance.</summary>
    /// <param name="taskSize">Indices per task; null for the job's own preference. It never changes the result.</param>
    /// <exception cref="InvalidOperationException">The plan would discard accepted work, see <see cref="PlanCut"/>.</exception>
    public static LaneLedger Begin(IJob job, int lane, int? taskSize, LaneState state, LeaseBook leases)
    {
        leases.Clear();
        var ledger = new LaneLedger(job, lane, taskSize, state with { Poison = [], Counts = default, Retries = null, Held = null }, leases);
        ledger._counts = new TaskCounts { SamplesReused = ledger.AcceptedCount };
        return ledger;
    }

    /// <summary>Continues the present run after the lane's grain moved or restarted.</summary>
    public static LaneLedger Continue(IJob job, int lane, int? taskSize, LaneState state, LeaseBook leases)
    {
        leases.Clear();
        var ledger = new LaneLedger(job, lane, taskSize, state, leases);
        foreach (var poison in ledger._poison) ledger._available.Remove(poison.Range);
        ledger.Restore(state);
        return ledger;
    }

    /// <summary>Stragglers, and retries that any agent may have now: agents that found nothing should ask again when it grows.</summary>
    public int LateCount => Stragglers.Count + (StopReason is not null ? 0 : _retries.RipeCount);

    /// <summary>
    /// Leases that are late and have no copy, once no other work is left. A lane whose first task is still running knows no mean and has
    /// none; nor has one of an adaptive job, whose tasks may differ in length as much as a stopped trial and a full one.
    /// </summary>
    public IReadOnlyList<Lease> Stragglers =>
        StopReason is not null || HasWork || _arguments is not null || _meanTurnaround is not { } mean ? []
        : _leases.Stragglers(TimeSpan.FromSeconds(Math.Max(LeastStragglerAge.TotalSeconds, StragglerFactor * mean)));

    /// <summary>
    /// Leases up to <paramref name="maxTasks"/> tasks: ranges to retry first, then the lowest available indices, then one copy of each
    /// straggler of another agent. The first result of a straggler and its copy is accepted, the other rejected.
    /// </summary>
    public IReadOnlyList<Lease> Grant(AgentId owner, int maxTasks)
    {
        ReclaimExpired();
        var granted = new List<Lease>();
        while (granted.Count < maxTasks && StopReason is null)
        {
            if (_retries.Take(owner, NextTask, IsReady) is { } retry)
            {
                granted.Add(_leases.Grant(owner, retry.Range, retry.History));
                continue;
            }

            if (!HasAvailable) break;
            var range = NextTask(_available.Intervals[0]);
            _available.Remove(range);
            granted.Add(_leases.Grant(owner, range));
        }

        if (granted.Count < maxTasks)
        {
            foreach (var straggler in Stragglers.Where(lease => lease.Owner != owner).Take(maxTasks - granted.Count))
                granted.Add(_leases.GrantCopy(owner, straggler));
        }

        _argumentsAhead = Math.Max(1, maxTasks - granted.Count);
        return granted;
    }

    public void Renew(AgentId owner) => _leases.Renew(owner);

    /// <summary>An agent hands a lease back without having tried it to the end.</summary>
    public void Release(long leaseId, AgentId owner)
    {
        if (_leases.TryEnd(leaseId, owner, out var lease, out long twin) && twin == 0) Return(lease);
    }

    /// <summary>
    /// Counts a failed attempt. The range of a live lease is retried as it is, and parked after
    /// <see cref="AllowedAttempts"/>; the failure of a lost lease says nothing about whoever holds the range now.
    /// </summary>
    public void Fail(long leaseId, AgentId owner, string error)
    {
        _counts += new TaskCounts { TasksFailed = 1 };
        if (!_leases.TryEnd(leaseId, owner, out var lease, out long twin)) return;
        if (twin != 0)
        {
            _leases.Amend(twin, history => history.WithFailure(error));
            return;
        }

        var failed = lease.History.WithFailure(error);
        if (failed.Attempts < AllowedAttempts) _retries.Add(lease.Range, failed, owner);
        else Park(lease.Range, failed);
    }

    /// <summary>The merged result of everything accepted below the boundary; final once the lane is closed.</summary>
    public byte[] ResultBytes() => _line.ToBytes();

    public LaneState ToState() => new(
        _line.ToState(), [.. _poison], _counts, StageTotals(), [.. _retries.Ranges], StopReason is null ? _leases.ToState() : []);

    public IReadOnlyList<StageTotal> StageTotals() =>
        [.. _stages.OrderBy(stage => stage.Key, StringComparer.Ordinal)
            .Select(stage => new StageTotal(stage.Key, stage.Value.Calls, stage.Value.TotalSeconds))];

    private Interval NextTask(Interval range) =>
        new(range.First, Math.Min(Math.Min(range.End, _line.At(range.First).Range.End), range.First + _taskSize));

    private void Park(Interval range, AttemptHistory history) =>
        _poison.Add(new PoisonRange(range, history.Attempts, history.Describe()));

    private void Return(Lease lease) => Return(lease.Range, lease.History);

    /// <summary>What of a range is not accepted waits again, with what is known of it.</summary>
    private void Return(Interval range, AttemptHistory history)
    {
        if (StopReason is not null) return;
        foreach (var gap in _line.Gaps(range))
        {
            if (history.Attempts > 0) _retries.Add(gap, history);
            else _available.Add(gap);
        }
    }
}
