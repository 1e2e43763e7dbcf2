using IsacCluster.Search.Pruning;
using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Campaigns.Studies.Objectives;

/// <summary>One seed of one trial while it is evaluated.</summary>
/// <param name="number">Of the trial.</param>
/// <param name="replicate">0 for the first seed; only it reports and may be pruned.</param>
/// <param name="folder">The trial's own folder, which exists; null where the objective keeps no files.</param>
/// <param name="sign">1 where less is better, else -1.</param>
/// <param name="resultsFrom">What a program printed before is of attempts that failed, or of earlier parts: no result.</param>
/// <param name="part">Where trials pause and go on: the part that is evaluated.</param>
internal sealed class TrialRun(
    long number, int replicate, ParameterSet parameters, string? folder, PruneBounds bounds, int sign, long resultsFrom = 0,
    PartRun? part = null)
{
    private readonly List<IntermediateValue> _reported = [];
    private double _least = double.PositiveInfinity;
    private long? _stepOfAttempt;

    public long Number => number;

    public int Replicate => replicate;

    public ParameterSet Parameters => parameters;

    public string Folder => folder ?? throw new InvalidOperationException("The objective keeps no files.");

    /// <summary>By ascending step.</summary>
    public IReadOnlyList<IntermediateValue> Reported => _reported;

    public long ResultsFrom => resultsFrom;

    /// <summary>Where trials pause and go on: the part that is evaluated; else null.</summary>
    public PartRun? Part => part;

    /// <summary>Whether the part ends with what was reported: the trial pauses.</summary>
    public bool HasReached => part is { IsLast: false } && _reported.Count > 0 && _reported[^1].Step >= part.To;

    /// <summary>What this part reported; without parts all.</summary>
    public IEnumerable<IntermediateValue> ReportedHere => _reported.Where(value => value.Step > (part?.From ?? long.MinValue));

    /// <summary>Reports of this attempt that named a step not past the one before, as restarted loggers do: they say nothing.</summary>
    public int Ignored { get; private set; }

    /// <summary>Another attempt begins, which may report again what those before it have reported.</summary>
    public void BeginAttempt() => (Ignored, _stepOfAttempt) = (0, null);

    /// <summary>
    /// Records a value of the first metric, if its step is past the one before; says whether the trial goes on. The report with which a
    /// part ends does not say so: a program ends there by itself; what is reported after it is not recorded.
    /// </summary>
    public bool Report(long step, double value)
    {
        if (replicate > 0) return true;
        if (HasReached) return step <= _reported[^1].Step;
        if (step <= _stepOfAttempt) Ignored++;
        else _stepOfAttempt = step;
        long? before = _reported.Count > 0 ? _reported[^1].Step : null;
        if (step <= before) return true;
        _reported.Add(new IntermediateValue(step, value));
        double cost = sign * value;
        if (cost < _least) _least = cost;
        return bounds.Decide(step, before, cost, _least) == PruneDecision.Continue;
    }

    /// <summary>Takes up what an earlier attempt reported before the checkpoint that this one goes on from.</summary>
    public void Restore(IEnumerable<IntermediateValue> values)
    {
        _reported.Clear();
        _least = double.PositiveInfinity;
        foreach (IntermediateValue value in values) Report(value.Step, value.Value);
        BeginAttempt();
    }
}
