using IsacCluster.Search.Space;

namespace IsacCluster.Search.Trials;

/// <summary>Where a trial stands.</summary>
public enum TrialState
{
    Running = 0,
    Complete = 1,

    /// <summary>Stopped by the pruner; its last intermediate value counts.</summary>
    Pruned = 2,

    /// <summary>Its evaluation failed or gave a number that is not finite; samplers leave it out.</summary>
    Failed = 3,
}

/// <summary>A value reported after a step (an epoch, a number of samples).</summary>
public readonly record struct IntermediateValue(long Step, double Value);

/// <summary>One evaluation of the objectives. Written by its study only, and not any more once it has finished.</summary>
public sealed class Trial
{
    private readonly List<IntermediateValue> _intermediate;

    internal Trial(long number, ParameterSet parameters, IEnumerable<IntermediateValue>? intermediate = null)
    {
        (Number, Parameters) = (number, parameters);
        _intermediate = [.. intermediate ?? []];
    }

    /// <summary>0, 1, 2, ... in the order of asking.</summary>
    public long Number { get; }

    public ParameterSet Parameters { get; }

    public TrialState State { get; internal set; }

    /// <summary>One value for each objective of a complete trial; else empty.</summary>
    public IReadOnlyList<double> Values { get; internal set; } = [];

    /// <summary>Reported values, by ascending step.</summary>
    public IReadOnlyList<IntermediateValue> Intermediate => _intermediate;

    public bool IsFinished => State != TrialState.Running;

    /// <summary>The value reported at exactly a step, or null.</summary>
    public double? ValueAt(long step)
    {
        int low = 0, high = _intermediate.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (_intermediate[middle].Step == step) return _intermediate[middle].Value;
            if (_intermediate[middle].Step < step) low = middle + 1;
            else high = middle - 1;
        }

        return null;
    }

    internal void Add(IntermediateValue value)
    {
        if (_intermediate.Count > 0 && value.Step <= _intermediate[^1].Step)
        {
            throw new InvalidOperationException(
                $"Trial {Number} reported step {value.Step} after step {_intermediate[^1].Step}; steps ascend.");
        }

        _intermediate.Add(value);
    }
}
