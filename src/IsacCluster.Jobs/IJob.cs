namespace IsacCluster.Jobs;

/// <summary>
/// A job is a plan of pure tasks over lanes. A lane (a point of a campaign, the shards of a dataset) is a line of indices
/// 0, 1, 2, ...; a task is a contiguous range of one lane; running a task is a pure function of (job, range), so a task can
/// run anywhere, twice, or again after a crash. The partial results of disjoint ranges merge in an exact commutative
/// monoid, so neither the split into tasks nor the order of their results changes a bit of the outcome.
/// Implementations are immutable and thread-safe.
/// </summary>
public interface IJob
{
    /// <summary>Name and content hash, for example table3-1f2e3d4c5b6a. Everything that changes a task's result changes it.</summary>
    string Id { get; }

    /// <summary>The lanes of the plan, by position.</summary>
    IReadOnlyList<LanePlan> Lanes { get; }

    /// <summary>What its tasks run on; they run on nothing else. Default: cpu slots.</summary>
    SlotKind Needs => SlotKind.Cpu;

    /// <summary>Of a job on accelerator slots: how many devices a task needs; slots with fewer do not take it. Default: 1.</summary>
    int DevicesPerTask => 1;

    /// <summary>Whether one task may rightly take hours, so that only a limit which the user set ends it. Default: no.</summary>
    bool HasLongTasks => false;

    /// <summary>
    /// Programs of the machine that its tasks start, as names or absolute paths: whoever runs the tasks decides whether they may. Default:
    /// none.
    /// </summary>
    IReadOnlyList<string> Programs => [];

    /// <summary>
    /// Files that its specification names and this machine may lack, as they are written: asked where <see cref="Id"/> is not that of the
    /// submission, for then one of them is missing or another one here. Default: none.
    /// </summary>
    IReadOnlyList<string> Lacks => [];

    /// <summary>
    /// Whether it can be planned and its results merged where such files are missing: nothing but its tasks reads them, and it prepares no
    /// folder. Default: no.
    /// </summary>
    bool PlansWithoutFiles => false;

    /// <summary>The empty partial result of a lane.</summary>
    ILaneResult Empty(int lane);

    /// <summary>A partial result from its bytes.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a partial result of this lane.</exception>
    ILaneResult Read(int lane, ReadOnlySpan<byte> bytes);

    /// <summary>
    /// Decides at a canonical boundary, when exactly the indices [0, boundary) have been merged. It is called first with
    /// boundary 0 and the empty result, then with each <see cref="LaneDecision.NextBoundary"/> that it returned.
    /// A pure function: it depends on the boundary and the exact statistics only, never on time.
    /// </summary>
    LaneDecision Decide(int lane, long boundary, ILaneResult merged);

    /// <summary>
    /// The canonical boundary after one, where <see cref="Decide"/> goes on to unless it stops; null after the last. It does not depend on
    /// the statistics, so that a plan which would cut accepted work is refused before it starts. Default: the first boundary is the last.
    /// </summary>
    long? NextBoundary(int lane, long boundary) => boundary == 0 ? Decide(lane, 0, Empty(lane)).NextBoundary : null;

    /// <summary>Makes the output folder ready, where there is one; called before a run's first task, again in each run.</summary>
    /// <exception cref="SpecificationException">The folder holds the result of another job, which this one would destroy.</exception>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    void Prepare() { }

    /// <summary>
    /// Makes a runner for one worker thread; it owns work space and is not thread-safe.
    /// </summary>
    ITaskRunner CreateRunner();
}

/// <summary>A kind of slot.</summary>
public enum SlotKind
{
    /// <summary>One processor core.</summary>
    Cpu,

    /// <summary>One accelerator, with the core that feeds it.</summary>
    Accelerator,

    /// <summary>None: workers outside of the cluster ask for the tasks, see <see cref="IOutsideJob"/>.</summary>
    Outside,
}

/// <summary>One lane of a plan.</summary>
/// <param name="Label">For people: the point's parameters, the dataset's name.</param>
/// <param name="PreferredTaskSize">Indices per task when nothing else is known, at least 1.</param>
public sealed record LanePlan(string Label, int PreferredTaskSize);

/// <summary>What happens to a lane at a canonical boundary: go on to the next boundary, or stop with a reason.</summary>
/// <param name="NextBoundary">Greater than the present boundary, or null to stop.</param>
/// <param name="StopReason">Null while the lane goes on: "samples", "precision", ...</param>
public sealed record LaneDecision(long? NextBoundary, string? StopReason)
{
    public static LaneDecision ContinueTo(long boundary) => new(boundary, null);

    public static LaneDecision Stop(string reason) => new(null, reason);
}

/// <summary>A contiguous range of one lane's indices.</summary>
public readonly record struct TaskRange(int Lane, long First, int Count)
{
    public long End => First + Count;

    /// <summary>Of a task of an <see cref="IAdaptiveJob"/>: what its sequencer gave; else empty.</summary>
    public ReadOnlyMemory<byte> Argument { get; init; }
}

/// <summary>
/// A partial result of a lane: an element of an exact commutative monoid. Merging is associative and commutative to the bit;
/// equal results have equal bytes.
/// </summary>
public interface ILaneResult
{
    /// <summary>Adds another partial result of the same lane.</summary>
    void Merge(ILaneResult other);

    /// <summary>The canonical bytes; times are included but never enter a digest.</summary>
    byte[] ToBytes();
}

/// <summary>A partial result that knows which index each part of it came from.</summary>
public interface IDivisibleResult : ILaneResult
{
    /// <summary>A copy of what the indices [first, end) gave.</summary>
    ILaneResult Part(long first, long end);
}

/// <summary>Runs tasks on one thread.</summary>
public interface ITaskRunner : IDisposable
{
    /// <summary>
    /// Computes the partial result of a range. Throws only when the task cannot be computed here (a missing file, a bug): the
    /// caller counts such attempts. Numerical outcomes are part of the result.
    /// </summary>
    /// <exception cref="OperationCanceledException">The user cancelled or the host is stopping.</exception>
    TaskOutput Run(TaskRange range, CancellationToken cancellation);
}

/// <summary>What a task returns: its partial result, and how long each stage of it took.</summary>
/// <param name="Result">An object of its own, which the caller keeps and may merge others into.</param>
/// <param name="Stages">Stage name to total seconds and calls; the sum of seconds is the useful time of the task.</param>
public sealed record TaskOutput(ILaneResult Result, IReadOnlyDictionary<string, StageTime> Stages);

/// <summary>Calls of a stage and their total time in seconds.</summary>
public readonly record struct StageTime(long Calls, double TotalSeconds)
{
    public static StageTime operator +(StageTime a, StageTime b) => new(a.Calls + b.Calls, a.TotalSeconds + b.TotalSeconds);
}
