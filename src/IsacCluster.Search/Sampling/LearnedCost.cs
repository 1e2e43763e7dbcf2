using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling;

/// <summary>
/// What a trial teaches of the first objective: a complete one its cost; a pruned one that it is no better than half of the complete ones,
/// and its last cost where that is worse. Failed trials, and pruned ones without a finite value, teach only where trials fail.
/// </summary>
internal readonly record struct LearnedCost(Trial Trial, double Cost)
{
    /// <summary>Of finished trials, in their order.</summary>
    public static LearnedCost[] Of(StudyView view, IEnumerable<Trial> finished)
    {
        Trial[] known = [.. finished.Where(trial => !trial.IsFailure)];
        double[] complete =
            [.. known.Where(trial => trial.State == TrialState.Complete).Select(trial => view.Cost(0, trial.Values[0])).Order()];
        double middle = complete.Length == 0 ? double.NegativeInfinity : complete[complete.Length / 2];
        return
        [
            .. known.Select(trial => new LearnedCost(trial, trial.State == TrialState.Complete
                ? view.Cost(0, trial.Values[0])
                : Math.Max(middle, view.Cost(0, trial.Intermediate[^1].Value)))),
        ];
    }
}
