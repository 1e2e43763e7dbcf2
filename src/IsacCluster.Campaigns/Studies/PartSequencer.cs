using IsacCluster.Campaigns.Studies.Results;
using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Jobs;
using IsacCluster.Search.Promotion;
using IsacCluster.Search.Pruning;
using IsacCluster.Search.Studies;
using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies;

/// <summary>
/// The study beside its ledger where trials pause and go on: index n of the lane is the n-th part that was decided on, a stretch of a
/// trial, and its argument names the checkpoint that it goes on from. Part n follows from the results of the parts below n - parallel + 1,
/// and of as many of the next ones as it takes to decide: so it is the same in any order of ends.
/// </summary>
internal sealed class PartSequencer : ITaskSequencer
{
    private readonly StudySpecification _specification;
    private readonly PromotedStudy _study;
    private readonly SortedDictionary<long, TrialOutcome> _accepted = [];
    private long _recorded, _counted, _failures, _stoppedAt = long.MaxValue;

    public PartSequencer(StudySpecification specification)
    {
        _specification = specification;
        Study study = specification.CreateStudy();
        _study = new PromotedStudy(study.Options, specification.Plan!, specification.RunnableTrials, [.. study.Trials]);
    }

    /// <summary>Parts that are decided on; with more failures than allowed no further one begins, as with trials in one piece.</summary>
    public long Horizon
    {
        get
        {
            while (_study.Count < _stoppedAt && (Adopt() || _study.TryDecide())) Record();
            return Math.Min(_study.Count, _stoppedAt);
        }
    }

    /// <summary>Whether no part follows after those with these results. No sampler is asked.</summary>
    public static bool IsOverAfter(StudySpecification specification, ILaneResult results)
    {
        var sequencer = new PartSequencer(specification);
        sequencer.Accept(results);
        while (sequencer.Adopt()) sequencer.Record();
        return sequencer._study.IsOver;
    }

    public void Accept(ILaneResult partial)
    {
        foreach ((long index, TrialOutcome outcome) in ((TrialOutcomes)partial).Trials) _accepted.Add(index, outcome);
        for (; _accepted.TryGetValue(_counted, out TrialOutcome? next); _counted++)
        {
            if (next.State == TrialState.Failed && ++_failures > _specification.MaxFailures)
                _stoppedAt = Math.Min(_stoppedAt, _counted + _specification.Parallel);
        }

        Record();
    }

    public byte[] ArgumentOf(long index)
    {
        if (index >= Horizon) throw new ArgumentOutOfRangeException(nameof(index), index, "It is not decided on.");
        Part part = _study.PartAt((int)index);
        return new TrialArgument(_study.ParametersOf((int)index).ToString(), PruneBounds.None, ReplicationEvidence.None)
        {
            Part = new TrialPart(part.Trial, _study.BeginsAfter((int)index), part.To, part.IsLast, part.Source),
            Source = part.Source is { } source ? Named(source) : null,
            Discards = part.Clears is { } trial ? [Named(_study.FirstOf(trial))] : [],
        }.ToBytes();
    }

    /// <summary>Number and parameters of the trial of a part.</summary>
    private KeyValuePair<long, string> Named(int index) =>
        KeyValuePair.Create(_study.PartAt(index).Trial, _study.ParametersOf(index).ToString());

    /// <summary>What an earlier run decided stays as it was, also where the study has more trials since.</summary>
    private bool Adopt()
    {
        if (!_accepted.TryGetValue(_study.Count, out TrialOutcome? outcome)) return false;
        TrialPart part = outcome.Part ?? throw new InvalidDataException($"Trial {_study.Count} was run in one piece.");
        _study.Adopt(new Part(part.Trial, part.Source, part.To, part.IsLast), _specification.Space.Parse(outcome.Parameters));
        return true;
    }

    /// <summary>Takes in the results of parts that are decided on.</summary>
    private void Record()
    {
        for (; _recorded < _study.Count && _accepted.TryGetValue(_recorded, out TrialOutcome? next); _recorded++)
        {
            _study.Record(
                (int)_recorded,
                new PartResult(next.State, next.Intermediate, next.Values, _specification.Scaled(next.Constraints)));
        }
    }
}
