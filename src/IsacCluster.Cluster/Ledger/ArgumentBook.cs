using IsacCluster.Jobs;

namespace IsacCluster.Cluster.Ledger;

/// <summary>
/// The arguments of an adaptive lane's tasks, as far as they are computed. Computing one may take long (a Gaussian process, the replay
/// of a long history), so the sequencer never runs here: the owner takes a <see cref="SequencerWork"/>, runs it on a thread of its own and
/// brings the answer back. One piece of work is under way at a time, so results reach the sequencer in the order of their acceptance and
/// arguments are computed in the order of their indices. Not thread-safe: the ledger owns it.
/// </summary>
/// <param name="create">Makes the sequencer, within the first piece of work.</param>
/// <param name="history">What earlier runs left; nobody may change it any more.</param>
internal sealed class ArgumentBook(Func<ITaskSequencer> create, IEnumerable<ILaneResult> history)
{
    private readonly Lazy<ITaskSequencer> _sequencer = new(create);
    private readonly Dictionary<long, byte[]> _ready = []; // until the index is accepted: it may be leased again
    private List<ILaneResult> _untold = [.. history]; // accepted, and unknown to the sequencer
    private long? _horizon; // as the sequencer said last; null before it said anything
    private bool _underWay;

    public bool IsReady(long index) => _ready.ContainsKey(index);

    public byte[] Of(long index) => _ready[index];

    /// <summary>Whether an argument may still come of what is known now.</summary>
    /// <param name="next">The lowest index that wants an argument; null if none does.</param>
    public bool IsPending(long? next) => _underWay || IsDue(next);

    public void Accept(ILaneResult partial, ReadOnlySpan<Interval> ranges)
    {
        _untold.Add(partial);
        foreach (var range in ranges)
        {
            for (long index = range.First; index < range.End; index++) _ready.Remove(index);
        }
    }

    /// <summary>The next piece of work; null while one is under way or if there is none. <see cref="End"/> follows.</summary>
    /// <param name="next">The lowest index that wants an argument; null if none does.</param>
    public SequencerWork? TryBegin(long? next)
    {
        if (_underWay || !IsDue(next)) return null;
        _underWay = true;
        var work = new SequencerWork(_sequencer, _untold, next);
        _untold = [];
        return work;
    }

    public void End(SequencerAnswer answer)
    {
        _underWay = false;
        _horizon = answer.Horizon;
        if (answer.Argument is { } argument) _ready[answer.Index] = argument;
    }

    private bool IsDue(long? next) => _horizon is not { } horizon || _untold.Count > 0 || next < horizon;
}

/// <summary>A piece of a sequencer's work: results to take in, then the argument of one index if it may begin by then.</summary>
public sealed class SequencerWork
{
    private readonly Lazy<ITaskSequencer> _sequencer;
    private readonly IReadOnlyList<ILaneResult> _accepted;
    private readonly long? _index;

    internal SequencerWork(Lazy<ITaskSequencer> sequencer, IReadOnlyList<ILaneResult> accepted, long? index)
    {
        _sequencer = sequencer;
        _accepted = accepted;
        _index = index;
    }

    /// <summary>May take long; throws what the sequencer throws.</summary>
    public SequencerAnswer Run()
    {
        var sequencer = _sequencer.Value;
        foreach (var partial in _accepted) sequencer.Accept(partial);
        long horizon = sequencer.Horizon;
        return _index is { } index && index < horizon
            ? new SequencerAnswer(horizon, index, sequencer.ArgumentOf(index))
            : new SequencerAnswer(horizon, default, null);
    }
}

/// <summary>What came of a piece of a sequencer's work.</summary>
/// <param name="Horizon">Indices below it may be leased, once they have an argument.</param>
/// <param name="Argument">Of <paramref name="Index"/>; null where none was computed.</param>
public readonly record struct SequencerAnswer(long Horizon, long Index, byte[]? Argument);
