using IsacCluster.Search.Analysis;
using IsacCluster.Search.Randomness;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling.Tpe;

/// <summary>A ranked trial and its point of the unit cube (NaN: inactive).</summary>
/// <param name="Priority">Keyed by seed and trial number; the sample keeps those with the least.</param>
/// <param name="Costs">Of several objectives all of them; else empty.</param>
/// <param name="Violation">By how much it misses the constraints.</param>
internal sealed record TpeEntry(TrialRank Rank, double[] Unit, ulong Priority, double[] Costs, double Violation)
{
    /// <summary>Whether it is among the good trials of the ask at work.</summary>
    public bool IsGood { get; set; }
}

/// <summary>
/// What TPE keeps of a history: the best trials, and a sample of all, failed ones too, which are among the others. The sample holds the
/// trials with the least of keyed random priorities (bottom-k sampling), so it is a uniform sample that depends on the set of trials only,
/// and taking in one more trial costs the same after any number of them. With several objectives the best are an archive of the first
/// fronts, cut down as it grows.
/// </summary>
internal sealed class TpeHistory(IReadOnlyList<Trial> source, ulong seed, TpeOptions options)
{
    /// <summary>Of the archive: so many times the most good trials are kept, and twice that before it is cut.</summary>
    private const int Kept = 4;

    private const double LeastWeight = 0.2;

    private readonly List<TpeEntry> _best = [], _sample = [];
    private int _taken;
    private (int Taken, List<TpeEntry> Good, double[] Weights)? _split;

    /// <summary>Number of trials that did not fail.</summary>
    public int Count { get; private set; }

    /// <summary>Number of good trials: gamma(n) = min(ceil(share n), most).</summary>
    public int GoodCount => Math.Min((int)Math.Ceiling(options.GoodShare * Count), options.MostGood);

    /// <summary>The good trials and how much each counts: 1 with one objective, else by the volume that it alone dominates.</summary>
    public (IReadOnlyList<TpeEntry> Good, IReadOnlyList<double> Weights) Split()
    {
        if (_split is { } known && known.Taken == _taken) return (known.Good, known.Weights);
        bool several = _best.Count > 0 && _best[0].Costs.Length > 0;
        List<TpeEntry> good = several ? ParetoSplit.Best(_best, GoodCount) : [.. _best.Take(GoodCount)];
        double[] weights = several ? ParetoSplit.Weights(good, LeastWeight) : [.. Enumerable.Repeat(1.0, good.Count)];
        _split = (_taken, good, weights);
        return (good, weights);
    }

    /// <summary>By ascending number.</summary>
    public IReadOnlyList<TpeEntry> Sample => _sample;

    /// <summary>Whether this memo is of the history that a view shows, and not ahead of it.</summary>
    public bool Fits(StudyView view) => ReferenceEquals(view.History, source) && view.Seed == seed && _taken <= view.Finished.Count;

    /// <summary>Takes in what the view shows beyond what was taken in before.</summary>
    public void TakeIn(StudyView view)
    {
        for (; _taken < view.Finished.Count; _taken++)
        {
            Trial trial = source[_taken];
            bool failed = trial.IsFailure;
            TrialRank rank = failed ? TrialRank.Last(trial) : TrialRank.Of(view, trial)!.Value;
            bool several = view.Directions.Count > 1 && trial.State == TrialState.Complete;
            var entry = new TpeEntry(
                rank, Unit(trial), new SearchStream(seed, DrawPurpose.Reservoir, 0, trial.Number).NextBits(),
                several ? ParetoFront.Costs(view.Directions, trial) : [], trial.Violation);
            if (several) AddToArchive(entry);
            else if (!failed && view.Directions.Count == 1) AddRanked(entry);
            AddToSample(entry);
        }
    }

    private void AddRanked(TpeEntry entry)
    {
        Count++;
        Insert(_best, entry, static (a, b) => a.Rank.CompareTo(b.Rank));
        if (_best.Count > options.MostGood) _best.RemoveAt(_best.Count - 1);
    }

    private void AddToArchive(TpeEntry entry)
    {
        Count++;
        _best.Add(entry);
        if (_best.Count < 2 * Kept * options.MostGood) return;
        List<TpeEntry> kept = ParetoSplit.Best(_best, Kept * options.MostGood);
        _best.Clear();
        _best.AddRange(kept);
    }

    private void AddToSample(TpeEntry entry)
    {
        Insert(_sample, entry, static (a, b) => a.Rank.Number.CompareTo(b.Rank.Number));
        if (_sample.Count <= options.MostOthers + options.MostGood) return;
        int worst = 0;
        for (int i = 1; i < _sample.Count; i++)
        {
            if (_sample[i].Priority > _sample[worst].Priority) worst = i;
        }

        _sample.RemoveAt(worst);
    }

    private static void Insert(List<TpeEntry> list, TpeEntry entry, Comparison<TpeEntry> compare)
    {
        int at = list.Count;
        while (at > 0 && compare(list[at - 1], entry) > 0) at--;
        list.Insert(at, entry);
    }

    private static double[] Unit(Trial trial)
    {
        double[] unit = new double[trial.Parameters.Raw.Length];
        for (int i = 0; i < unit.Length; i++)
        {
            unit[i] = trial.Parameters.IsActive(i) ? trial.Parameters.Space.Parameters[i].ToUnit(trial.Parameters.Raw[i]) : double.NaN;
        }

        return unit;
    }
}
