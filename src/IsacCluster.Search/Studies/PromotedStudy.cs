using IsacCluster.Search.Promotion;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Studies;

/// <summary>
/// A study whose trials run in parts (<see cref="IPartPlan"/>): decides part after part, and takes in what came of them. Pure state, as
/// <see cref="Study"/>.
/// </summary>
/// <remarks>
/// With a lag L part k is decided from the results of exactly the parts below V, where V is the least number from k - L on with which
/// something can be decided: a function of results alone, whatever order they came in.
/// </remarks>
/// <param name="options">Its pruner is not asked; no lag is one of 0.</param>
/// <param name="trials">How many trials may begin.</param>
/// <param name="prior">Trials that others evaluated: the first of those that samplers are shown.</param>
public sealed class PromotedStudy(StudyOptions options, IPartPlan plan, long trials, IReadOnlyList<Trial> prior)
{
    private readonly List<(Part Part, ParameterSet Parameters)> _parts = [];
    private readonly List<List<int>> _partsOf = [];
    private readonly List<PartResult> _results = [];

    public int Count => _parts.Count;

    public Part PartAt(int index) => _parts[index].Part;

    public ParameterSet ParametersOf(int index) => _parts[index].Parameters;

    /// <summary>The first part of a trial.</summary>
    public int FirstOf(long trial) => _partsOf[(int)trial][0];

    /// <summary>The step that a part begins after: the last one reported by the parts that it goes on from.</summary>
    public long BeginsAfter(int index)
    {
        for (int? source = _parts[index].Part.Source; source is { } from; source = _parts[from].Part.Source)
            if (_results[from].Reported is { Count: > 0 } reported) return reported[^1].Step;
        return 0;
    }

    /// <summary>Whether all results are known and no further part follows from them.</summary>
    public bool IsOver => _results.Count == _parts.Count && plan.Next(View(_parts.Count)) is null;

    /// <summary>Decides on the next part, if what is known does.</summary>
    /// <exception cref="SearchSpaceException">No feasible point was found.</exception>
    public bool TryDecide()
    {
        for (int shown = Math.Max(0, _parts.Count - (options.Lag ?? 0)); shown <= _results.Count; shown++)
            if (plan.Next(View(shown)) is { } part) return Begin(part, shown);
        return false;
    }

    /// <summary>Takes a part as decided, with what was decided then.</summary>
    public void Adopt(Part part, ParameterSet parameters)
    {
        if (part.Trial == _partsOf.Count) _partsOf.Add([]);
        _partsOf[(int)part.Trial].Add(_parts.Count);
        _parts.Add((part, parameters));
    }

    /// <summary>What came of the next part.</summary>
    /// <exception cref="InvalidOperationException">It was not decided on.</exception>
    public void Record(int index, PartResult result)
    {
        if (index != _results.Count || index >= _parts.Count) throw new InvalidOperationException($"Part {index} is not the next to end.");
        _results.Add(result);
    }

    private bool Begin(Part part, int shown)
    {
        long number = part.Trial;
        Adopt(part, part.Parameters
            ?? (number < _partsOf.Count ? _parts[_partsOf[(int)number][0]].Parameters : Proposed(number + prior.Count, shown)));
        return true;
    }

    private ParameterSet Proposed(long number, int shown)
    {
        if (options.Known.GetValueOrDefault(number) is { } known) return known;
        var history = new List<Trial>(prior);
        var pending = new List<ParameterSet>();
        for (int trial = 0; trial < _partsOf.Count; trial++)
        {
            if (Shown(trial, shown) is { } one) history.Add(one);
            else pending.Add(_parts[_partsOf[trial][0]].Parameters);
        }

        var view = new StudyView(options.Space, options.Directions, options.Seed, history, history.Count, pending);
        return options.Sampler.Propose(view, number);
    }

    /// <summary>A trial by its parts that are shown; null where none is.</summary>
    private Trial? Shown(int trial, int shown)
    {
        PartResult[] results = [.. _partsOf[trial].Select(part => Result(part, shown)).OfType<PartResult>()];
        if (results.Length == 0) return null;
        PartResult last = results[^1];
        return new Trial(trial + prior.Count, _parts[_partsOf[trial][0]].Parameters, results.SelectMany(result => result.Reported))
        {
            State = last.State,
            Values = last.Values,
            Constraints = last.Constraints,
        };
    }

    private PartResult? Result(int index, int shown) => index < shown ? _results[index] : null;

    private PartView View(int shown) =>
        new(_parts, _partsOf, index => Result(index, shown), options.Space, options.Directions[0], options.Seed, trials);
}
