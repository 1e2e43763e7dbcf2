using IsacCluster.Search.Space;

namespace IsacCluster.Search.Trials;

/// <summary>Where a trial stands.</summary>
public enum TrialState
{
    Running = 0,
    Complete = 1,

    /// <summary>Stopped by the pruner; its last intermediate value counts.</summary>
    Pruned = 2,

    /// <summary>Its evaluation failed or gave a number that is not finite: samplers that learn keep away from where that happens.</summary>
    Failed = 3,
}

/// <summary>A value reported after a step (an epoch, a number of samples).</summary>
public readonly record struct IntermediateValue(long Step, double Value);

/// <summary>One evaluation of the objectives. Immutable.</summary>
public sealed class Trial
{
    private readonly IntermediateValue[] _intermediate;

    internal Trial(long number, ParameterSet parameters, IEnumerable<IntermediateValue>? intermediate = null)
    {
        (Number, Parameters) = (number, parameters);
        _intermediate = [.. intermediate ?? []];
    }

    /// <summary>0, 1, 2, ... in the order of asking.</summary>
    public long Number { get; }

    public ParameterSet Parameters { get; }

    public TrialState State { get; init; }

    /// <summary>One value for each objective of a complete trial; else empty.</summary>
    public IReadOnlyList<double> Values { get; init; } = [];

    /// <summary>
    /// By how much a complete trial misses each constraint on what it measured: above 0 where it is violated, in comparable amounts. Empty
    /// where there are none.
    /// </summary>
    public IReadOnlyList<double> Constraints { get; init; } = [];

    /// <summary>Sum of what is violated; 0 where every constraint holds.</summary>
    public double Violation
    {
        get
        {
            double sum = 0;
            foreach (double excess in Constraints) sum += Math.Max(0, excess);
            return sum;
        }
    }

    /// <summary>Whether it is complete and every constraint holds.</summary>
    public bool IsFeasible => State == TrialState.Complete && Violation == 0;

    /// <summary>Reported values, by ascending step.</summary>
    public IReadOnlyList<IntermediateValue> Intermediate => _intermediate;

    /// <summary>Whether nothing is known of its objectives: it failed, or was pruned without a finite value.</summary>
    internal bool IsFailure => State == TrialState.Failed
        || (State == TrialState.Pruned && !(_intermediate.Length > 0 && double.IsFinite(_intermediate[^1].Value)));

    /// <summary>What was reported first at or past a step; null where nothing was.</summary>
    internal IntermediateValue? FirstFrom(long step)
    {
        int low = 0, high = _intermediate.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_intermediate[middle].Step < step) low = middle + 1;
            else high = middle;
        }

        return low < _intermediate.Length ? _intermediate[low] : null;
    }
}
