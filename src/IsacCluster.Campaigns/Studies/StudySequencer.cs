using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Jobs;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies;

/// <summary>
/// The study beside its ledger: index n of the lane is trial n, and its argument is what the study says when the trial begins. With P
/// trials finished (in throughput mode any, in deterministic mode an unbroken run from the first), trials below P + parallel may begin. In
/// deterministic mode trial n sees exactly the trials below n - parallel + 1, and they are all finished then, so its argument is a pure
/// function of the specification.
/// </summary>
internal sealed class StudySequencer : ITaskSequencer
{
    private readonly StudySpecification _specification;
    private readonly Study _study;
    private readonly int _prior;
    private readonly SortedDictionary<long, TrialOutcome> _accepted = [];
    private readonly List<ReplicationEvidence> _evidence = [ReplicationEvidence.None]; // [n]: of the trials below n
    private readonly StopWatch _watch;
    private readonly Dictionary<string, long> _firstComplete = new(StringComparer.Ordinal); // by parameters, of the finished run
    private readonly KeptTrials _kept;
    private readonly List<long?> _dropped = []; // [n]: whose files are of no more use once trial n has ended
    private int _handedOut; // of these, in throughput mode
    private long _finishedRun, _failures, _stoppedAt = long.MaxValue;

    public StudySequencer(StudySpecification specification)
    {
        _specification = specification;
        _watch = new StopWatch(specification);
        _kept = new KeptTrials(specification);
        _study = specification.CreateStudy();
        _prior = _study.Trials.Count;
    }

    private bool IsDeterministic => _specification.Mode == StudyMode.Deterministic;

    /// <summary>
    /// With more failures than allowed, or where the specification's rule says so, no further trial begins; in deterministic mode the last
    /// is the one that could have begun when the failure before the limit, or the last of the trials that were no better, came into view,
    /// whatever really had begun.
    /// </summary>
    public long Horizon => Math.Min((IsDeterministic ? _finishedRun : _accepted.Count) + _specification.Parallel, _stoppedAt);

    public void Accept(ILaneResult partial)
    {
        foreach ((long number, TrialOutcome outcome) in ((TrialOutcomes)partial).Trials)
        {
            _accepted.Add(number, outcome);
            if (number + _prior < _study.Trials.Count) Record(number, outcome);
            if (!IsDeterministic) CountFailure(outcome, 0);
        }

        for (; _accepted.TryGetValue(_finishedRun, out TrialOutcome? next); _finishedRun++)
        {
            ReplicationEvidence seen = _evidence[^1];
            _evidence.Add(next.State == TrialState.Complete ? seen.With(Costs(next.Replicates), next.IsFeasible) : seen);
            if (IsDeterministic) CountFailure(next, _finishedRun + _specification.Parallel);
            if (_specification.Reuse && next.State == TrialState.Complete) _firstComplete.TryAdd(next.Parameters, _finishedRun);
            _dropped.Add(_kept.Add(_finishedRun, next));
            _watch.Take(next);
            if (_watch.IsOver) _stoppedAt = Math.Min(_stoppedAt, IsDeterministic ? _finishedRun + _specification.Parallel : 0);
        }
    }

    public byte[] ArgumentOf(long index)
    {
        long number = index + _prior;
        while (_study.Trials.Count <= number)
        {
            long next = _study.Trials.Count - _prior;
            if (_accepted.TryGetValue(next, out TrialOutcome? outcome)) Record(next, outcome);
            else _study.Ask();
        }

        string parameters = _study.Trials[(int)number].Parameters.ToString();
        TrialOutcome? known = KnownFor(index, parameters);
        return new TrialArgument(parameters, _study.Bounds(number), EvidenceFor(index))
        {
            Known = known?.Values ?? [],
            KnownConstraints = known?.Constraints ?? [],
            KnownMeasured = known?.Measured ?? [],
            Discards = DiscardsFor(index),
        }.ToBytes();
    }

    /// <summary>In deterministic mode what the last trial that this one sees has dropped: one trial at most, the same each time.</summary>
    private KeyValuePair<long, string>[] DiscardsFor(long index)
    {
        if (_specification.Keep is null) return [];
        List<long> numbers = [];
        if (IsDeterministic)
        {
            long seen = index - _specification.Parallel;
            if (seen >= 0 && _dropped[(int)seen] is { } dropped) numbers.Add(dropped);
        }
        else
        {
            for (; _handedOut < _dropped.Count; _handedOut++)
                if (_dropped[_handedOut] is { } dropped) numbers.Add(dropped);
        }

        return [.. numbers.Select(number => KeyValuePair.Create(number, _accepted[number].Parameters))];
    }

    /// <summary>The first complete trial with these parameters, in deterministic mode of those that the trial sees.</summary>
    private TrialOutcome? KnownFor(long index, string parameters) =>
        _firstComplete.TryGetValue(parameters, out long first) && (!IsDeterministic || first < index - _specification.Parallel + 1)
            ? _accepted[first]
            : null;

    private ReplicationEvidence EvidenceFor(long index)
    {
        if (_specification.Seeds == 1 || _specification.Directions.Count > 1) return ReplicationEvidence.None;
        return _evidence[(int)(IsDeterministic ? Math.Max(0, index - _specification.Parallel + 1) : _finishedRun)];
    }

    private double[] Costs(IReadOnlyList<double> values) =>
        [.. values.Select(value => _specification.Directions[0] == Direction.Minimize ? value : -value)];

    private void CountFailure(TrialOutcome outcome, long stop)
    {
        if (outcome.State != TrialState.Failed) return;
        if (++_failures > _specification.MaxFailures && _stoppedAt == long.MaxValue) _stoppedAt = stop;
    }

    private void Record(long number, TrialOutcome outcome) => _study.Record(
        number + _prior, _specification.Space.Parse(outcome.Parameters), outcome.State, outcome.Values, outcome.Intermediate,
        _specification.Scaled(outcome.Constraints));
}
