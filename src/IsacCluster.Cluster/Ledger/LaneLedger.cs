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

    /// <summary>How long a failed range is kept from the agent at which it failed, while there are others.</summary>
    public static readonly TimeSpan RetryHold = TimeSpan.FromSeconds(5);

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
    private readonly List<PoisonRange> _retries = [];
    private readonly List<PoisonRange> _poison;
    private readonly Dictionary<long, (AgentId Owner, long At)> _lastFailures = []; // by the first index of a range
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
    public bool HasWork => StopReason is null && (_retries.Count > 0 || HasAvailable);

    public LanePhase Phase => StopReason is not null ? LanePhase.Closed
        : HasWork || _leases.Count > 0 || _arguments?.IsPending(NextArgument) == true ? LanePhase.Open
        : LanePhase.Blocked;

    private bool HasAvailable => !_available.IsEmpty && _arguments?.IsReady(_available.Intervals[0].First) != false;

    /// <summary>Begins a new run over what earlier runs left: counts restart, parked ranges get a new chance.</summary>
    /// <param name="taskSize">Indices per task; null for the job's own preference. It never changes the result.</param>
    /// <exception cref="InvalidOperationException">The plan would discard accepted work, see <see cref="PlanCut"/>.</exception>
    public static LaneLedger Begin(IJob job, int lane, int? taskSize, LaneState state, LeaseBook leases)
    {
        leases.Clear();
        var ledger = new LaneLedger(job, lane, taskSize, state with { Poison = [], Counts = default }, leases);
        ledger._counts = new TaskCounts { SamplesReused = ledger.AcceptedCount };
        return ledger;
    }

    /// <summary>Continues the present run after the lane's grain moved or restarted.</summary>
    public static LaneLedger Continue(IJob job, int lane, int? taskSize, LaneState state, LeaseBook leases)
    {
        leases.Clear();
        var ledger = new LaneLedger(job, lane, taskSize, state, leases);
        foreach (var poison in ledger._poison) ledger._available.Remove(poison.Range);
        return ledger;
    }

    /// <summary>Stragglers, and retries that any agent may have now: agents that found nothing should ask again when it grows.</summary>
    public int LateCount => Stragglers.Count
        + (StopReason is not null ? 0
            : _retries.Count(retry => _lastFailures.TryGetValue(retry.Range.First, out var last) && IsRipe(last.At)));

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
        while (granted.Count < maxTasks && HasWork)
        {
            if (_retries.FindIndex(retry => MayRetry(owner, retry)) is >= 0 and var next)
            {
                granted.Add(_leases.Grant(owner, _retries[next].Range, _retries[next].Attempts, _retries[next].Error));
                _retries.RemoveAt(next);
                continue;
            }

            if (!HasAvailable) break;
            var gap = _available.Intervals[0];
            long end = Math.Min(Math.Min(gap.End, _line.At(gap.First).Range.End), gap.First + _taskSize);
            var range = new Interval(gap.First, end);
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

    /// <summary>Returns the work of agents whose heartbeat stopped to the available; true if there was any.</summary>
    public bool ReclaimExpired() => Reclaim(_leases.VoidExpired());

    /// <summary>Returns the work of agents that are known to be dead to the available; true if there was any.</summary>
    public bool ReclaimDead(Func<AgentId, bool> isDead) => Reclaim(_leases.VoidDead(isDead));

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
            _leases.AddFailure(twin, error);
            return;
        }

        var failed = new PoisonRange(lease.Range, lease.Failures + 1, error);
        _lastFailures[lease.Range.First] = (owner, _leases.Now);
        (failed.Attempts < AllowedAttempts ? _retries : _poison).Add(failed);
    }

    /// <summary>The merged result of everything accepted below the boundary; final once the lane is closed.</summary>
    public byte[] ResultBytes() => _line.ToBytes();

    public LaneState ToState() => new(_line.ToState(), [.. _poison], _counts, StageTotals());

    public IReadOnlyList<StageTotal> StageTotals() =>
        [.. _stages.OrderBy(stage => stage.Key, StringComparer.Ordinal)
            .Select(stage => new StageTotal(stage.Key, stage.Value.Calls, stage.Value.TotalSeconds))];

    /// <summary>
    /// A range that failed at one agent goes to another if there is one, for the reason may be the node: a full disk, a missing file.
    /// After a while the first may try again.
    /// </summary>
    private bool MayRetry(AgentId owner, PoisonRange retry) =>
        !_lastFailures.TryGetValue(retry.Range.First, out var last) || last.Owner != owner || !_leases.HasOther(owner) || IsRipe(last.At);

    private bool IsRipe(long failedAt) => _leases.Since(failedAt) > RetryHold;

    private bool Reclaim(IReadOnlyList<Lease> leases)
    {
        foreach (var lease in leases) Return(lease);
        return leases.Count > 0;
    }

    private void Return(Lease lease)
    {
        if (StopReason is not null) return;
        bool untouched = _line.Gaps(lease.Range) is var gaps && gaps.Sum(gap => gap.Length) == lease.Range.Length;
        if (untouched && lease.Failures > 0)
        {
            _retries.Add(new PoisonRange(lease.Range, lease.Failures, lease.LastError));
            return;
        }

        foreach (var gap in gaps) _available.Add(gap);
    }
}
