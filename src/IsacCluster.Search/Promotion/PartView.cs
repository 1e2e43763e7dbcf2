using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Promotion;

/// <summary>What a plan is shown: all parts that have been decided on, and of some of them what came of it.</summary>
/// <param name="parts">By index, with the parameters of their trials.</param>
/// <param name="partsOf">Of each trial, by ascending index.</param>
/// <param name="result">Of a part, by index; null where it is not shown.</param>
/// <param name="trials">How many trials the study has.</param>
public sealed class PartView(
    IReadOnlyList<(Part Part, ParameterSet Parameters)> parts, IReadOnlyList<IReadOnlyList<int>> partsOf, Func<int, PartResult?> result,
    ParameterSpace space, Direction direction, ulong seed, long trials)
{
    public ParameterSpace Space => space;

    public ulong Seed => seed;

    public int Count => parts.Count;

    /// <summary>Trials that have begun.</summary>
    public int Begun => partsOf.Count;

    /// <summary>Whether another trial may begin.</summary>
    public bool MayBegin => Begun < trials;

    public Part PartAt(int index) => parts[index].Part;

    public ParameterSet ParametersOf(int index) => parts[index].Parameters;

    public IReadOnlyList<int> PartsOf(int trial) => partsOf[trial];

    public PartResult? ResultOf(int index) => result(index);

    /// <summary>
    /// The cost of a part, less is better: of its first report at or past its step, else of its last one; infinite where it failed or has
    /// none. Null where it is not shown.
    /// </summary>
    public double? CostOf(int index)
    {
        if (result(index) is not { } shown) return null;
        if (shown.State == TrialState.Failed || shown.Reported.Count == 0) return double.PositiveInfinity;
        IntermediateValue at = shown.Reported[^1];
        for (int k = shown.Reported.Count - 2; k >= 0 && shown.Reported[k].Step >= parts[index].Part.To; k--) at = shown.Reported[k];
        double cost = direction == Direction.Minimize ? at.Value : -at.Value;
        return double.IsFinite(cost) ? cost : double.PositiveInfinity;
    }
}
