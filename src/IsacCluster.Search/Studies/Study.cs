using IsacCluster.Search.Pruning;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Studies;

/// <summary>
/// Ask, and record how each trial ended. Pure state without clocks, threads or input and output; what it knows is its options and its
/// trials. Not safe for concurrent use: its owner takes one call at a time.
/// </summary>
public sealed class Study
{
    private readonly List<Trial> _trials = [];
    private readonly List<Trial> _finished = [];
    private readonly SortedSet<long> _running = [];

    /// <exception cref="ArgumentException">
    /// No objective, a negative lag, or a sampler that does not fit (see its documentation).
    /// </exception>
    public Study(StudyOptions options)
    {
        if (options.Directions.Count == 0)
        {
            throw new ArgumentException("directions: none; allowed: one for each objective.", nameof(options));
        }

        if (options.Lag < 0) throw new ArgumentException($"lag: {options.Lag}; allowed: at least 0, or none.", nameof(options));
        if (options.Directions.Count > options.Sampler.MostObjectives)
        {
            string given = $"directions: {options.Directions.Count} for sampler {options.Sampler.Name}";
            throw new ArgumentException($"{given}; allowed: at most {options.Sampler.MostObjectives}.", nameof(options));
        }

        Options = options;
    }

    public StudyOptions Options { get; }

    /// <summary>All trials by number.</summary>
    public IReadOnlyList<Trial> Trials => _trials;

    /// <summary>
    /// The feasible trial with the best value of the first objective, the earliest of equals; null where none is complete and feasible.
    /// </summary>
    public Trial? Best =>
        _trials.Where(trial => trial.IsFeasible).MinBy(trial =>
            Options.Directions[0] == Direction.Minimize ? trial.Values[0] : -trial.Values[0]);

    /// <summary>Proposes the next trial, if the results that it needs are there.</summary>
    /// <exception cref="SearchSpaceException">No feasible point was found.</exception>
    public AskResult TryAsk()
    {
        long number = _trials.Count;
        if (number >= (Options.Sampler.Capacity(Options.Space) ?? long.MaxValue)) return new AskResult(AskStatus.Exhausted, null);
        if (Options.Lag is { } lag && _running.Count > 0 && _running.Min < number - lag)
        {
            return new AskResult(AskStatus.WaitsForResults, null);
        }

        var trial = new Trial(number, Options.Known.GetValueOrDefault(number) ?? Options.Sampler.Propose(ViewFor(number), number));
        _trials.Add(trial);
        _running.Add(number);
        return new AskResult(AskStatus.Proposed, trial);
    }

    /// <summary>The next trial.</summary>
    /// <exception cref="InvalidOperationException">There is none now; see <see cref="TryAsk"/>.</exception>
    public Trial Ask() =>
        TryAsk() is { Trial: { } trial } ? trial : throw new InvalidOperationException($"Trial {_trials.Count} cannot be proposed now.");

    /// <summary>
    /// All that the pruner will decide about a trial, from the trials that it may see now: with a lag those that its proposal
    /// saw.
    /// </summary>
    public PruneBounds Bounds(long number) => PruneBounds.Of(PrunerView(number), Options.Pruner, number);

    /// <summary>
    /// Records how a trial ended: one that was asked for and runs, or the next one, evaluated elsewhere or before. Its parameters are then
    /// those recorded.
    /// </summary>
    /// <param name="values">One for each objective of a complete trial; else empty.</param>
    /// <param name="constraints">Of a complete trial, as <see cref="Trial.Constraints"/>.</param>
    /// <exception cref="InvalidOperationException">The trial has finished, or is beyond the next.</exception>
    /// <exception cref="ArgumentException">A running state, or the wrong number of values.</exception>
    public void Record(
        long number, ParameterSet parameters, TrialState state, IReadOnlyList<double> values, IEnumerable<IntermediateValue> intermediate,
        IReadOnlyList<double>? constraints = null)
    {
        if (state == TrialState.Running || values.Count != (state == TrialState.Complete ? Options.Directions.Count : 0))
            throw new ArgumentException($"state: {state} with {values.Count} values; allowed: a finished trial.", nameof(state));
        var trial = new Trial(number, parameters, intermediate)
        {
            State = state,
            Values = [.. values],
            Constraints = [.. constraints ?? []],
        };
        if (number == _trials.Count)
        {
            _trials.Add(trial);
        }
        else
        {
            if (!_running.Remove(number)) throw new InvalidOperationException($"Trial {number} does not run.");
            _trials[(int)number] = trial;
        }

        _finished.Add(trial);
    }

    /// <summary>With a lag, the trials below n - L; without, what has been told.</summary>
    private StudyView ViewFor(long number)
    {
        if (Options.Lag is not { } lag) return View(_finished, _finished.Count, [.. _running.Select(n => _trials[(int)n].Parameters)]);
        int shown = (int)Math.Max(0, number - lag);
        var pending = new ParameterSet[(int)number - shown];
        for (int i = 0; i < pending.Length; i++) pending[i] = _trials[shown + i].Parameters;
        return View(_trials, shown, pending);
    }

    /// <summary>With a lag, what the trial's proposal saw; without, all trials, of which those that run have reported nothing.</summary>
    private StudyView PrunerView(long number) =>
        View(_trials, Options.Lag is { } lag ? (int)Math.Max(0, number - lag) : _trials.Count, []);

    private StudyView View(List<Trial> trials, int shown, IReadOnlyList<ParameterSet> pending) =>
        new(Options.Space, Options.Directions, Options.Seed, trials, shown, pending);
}
