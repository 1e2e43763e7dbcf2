using IsacCluster.Campaigns.Studies.Specification;
using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies.Results;

/// <summary>Follows the trials of a study by number, without a gap, until its rule says that it ends.</summary>
internal sealed class StopWatch(StudySpecification specification)
{
    private (double Violation, double Cost) _best = (double.PositiveInfinity, double.PositiveInfinity);
    private long _since;

    /// <summary>Whether the rule holds; it then holds for good.</summary>
    public bool IsOver { get; private set; }

    /// <summary>
    /// Takes in the next trial. One that is not complete is no better; one that violates less is better than one that violates more,
    /// whatever their values.
    /// </summary>
    public void Take(TrialOutcome trial)
    {
        (double Violation, double Cost) now = trial.State != TrialState.Complete
            ? (double.PositiveInfinity, double.PositiveInfinity)
            : (specification.Scaled(trial.Constraints).Sum(excess => Math.Max(0, excess)),
                specification.Directions[0] == Direction.Minimize ? trial.Values[0] : -trial.Values[0]);
        bool better = now.CompareTo(_best) < 0;
        _since = better ? 0 : _since + 1;
        if (better) _best = now;
        IsOver |= _since >= specification.Stop?.NoBetter;
    }

    /// <summary>Whether the rule has ended a study with these trials.</summary>
    public static bool HasEnded(StudySpecification specification, IReadOnlyDictionary<long, TrialOutcome> trials)
    {
        var watch = new StopWatch(specification);
        for (long number = 0; !watch.IsOver && trials.TryGetValue(number, out TrialOutcome? trial); number++) watch.Take(trial);
        return watch.IsOver;
    }
}
