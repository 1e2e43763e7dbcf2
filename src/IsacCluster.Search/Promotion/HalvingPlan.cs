using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Promotion;

/// <summary>
/// Asynchronous successive halving by promotion: every trial pauses at the rungs of its bracket; a trial that is among the best floor(n /
/// eta) of the n results known at a rung goes on to the next one, the highest rung first, and where there is none a new trial begins. So no
/// worker waits for a rung to fill, and no step is computed twice. Once no further trial may begin and nothing is left to promote, the best
/// of the highest rung goes on until one trial is complete.
/// </summary>
/// <remarks>
/// Li, Jamieson, Rostamizadeh, Gonina, Hardt, Recht, Talwalkar, "A system for massively parallel hyperparameter tuning", MLSys 2020,
/// algorithm 2; in the brackets of Hyperband (Li et al., JMLR 18, 2018) a trial is compared with those of its own bracket.
/// </remarks>
/// <param name="reductionFactor">eta, at least 2.</param>
/// <param name="brackets">Of each bracket its steps, ascending, the last of which is a full evaluation.</param>
/// <param name="bracketOf">The bracket of a trial.</param>
public sealed class HalvingPlan(int reductionFactor, IReadOnlyList<IReadOnlyList<long>> brackets, Func<long, int> bracketOf) : IPartPlan
{
    public int MostParts { get; } = brackets.Max(rungs => rungs.Count);

    public bool KeepsPaused => true;

    public Part? Next(PartView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        List<int>[] trials = ByBracket(view);
        for (int b = 0; b < trials.Length; b++)
        {
            for (int level = brackets[b].Count - 2; level >= 0; level--)
            {
                foreach (int trial in Best(view, trials[b], level))
                    if (Promoted(view, trial, level) is { } part) return part;
            }
        }

        if (view.MayBegin)
        {
            IReadOnlyList<long> rungs = brackets[bracketOf(view.Begun)];
            return new Part(view.Begun, null, rungs[0], rungs.Count == 1);
        }

        return LastOne(view, trials);
    }

    /// <summary>Where all results are shown and no trial is complete: the best of those that are farthest and can go on.</summary>
    private Part? LastOne(PartView view, List<int>[] trials)
    {
        for (int index = 0; index < view.Count; index++)
            if (view.ResultOf(index) is not { State: not TrialState.Complete }) return null;
        for (int level = MostParts - 2; level >= 0; level--)
        {
            IEnumerable<Part?> able = trials
                .SelectMany((ofBracket, b) => level > brackets[b].Count - 2 ? [] : Ranked(view, ofBracket, level))
                .OrderBy(one => one.Cost).ThenBy(one => one.Trial).Select(one => Promoted(view, one.Trial, level));
            if (able.FirstOrDefault(part => part is not null) is { } best) return best;
        }

        return null;
    }

    private List<int>[] ByBracket(PartView view)
    {
        List<int>[] trials = [.. brackets.Select(_ => new List<int>())];
        for (int trial = 0; trial < view.Begun; trial++) trials[bracketOf(trial)].Add(trial);
        return trials;
    }

    /// <summary>The best floor(n / eta) at a level.</summary>
    private IEnumerable<int> Best(PartView view, List<int> trials, int level)
    {
        (int Trial, double Cost)[] ranked = Ranked(view, trials, level);
        return ranked.Take(ranked.Length / reductionFactor).Select(one => one.Trial);
    }

    /// <summary>The trials with a finite result at a level, best first, the earlier of equals.</summary>
    private static (int Trial, double Cost)[] Ranked(PartView view, List<int> trials, int level) =>
    [
        .. trials.Where(trial => view.PartsOf(trial).Count > level)
            .Select(trial => (Trial: trial, Cost: view.CostOf(view.PartsOf(trial)[level]) ?? double.PositiveInfinity))
            .Where(one => double.IsFinite(one.Cost)).OrderBy(one => one.Cost).ThenBy(one => one.Trial),
    ];

    /// <summary>The next part of a trial that is paused at a level; null where it has gone on, or is over.</summary>
    private Part? Promoted(PartView view, int trial, int level)
    {
        IReadOnlyList<int> own = view.PartsOf(trial);
        if (own.Count != level + 1 || view.ResultOf(own[level]) is not { State: TrialState.Pruned }) return null;
        IReadOnlyList<long> rungs = brackets[bracketOf(trial)];
        return new Part(trial, own[level], rungs[level + 1], level + 1 == rungs.Count - 1);
    }
}
