using IsacCluster.Solvers.Feasibility;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// What the algorithms of one thread find out about the samples at hand, once for all of them: minimum powers and the designs of networks.
/// Not thread-safe; cleared with every set of samples.
/// </summary>
public sealed class SampleMemo
{
    private readonly Dictionary<object, SharedInference> _inferences = [];

    public MinimumPowerMemo MinimumPowers { get; } = new();

    /// <summary>The inference of a key, made for the first who asks; algorithms that ask with equal keys share one.</summary>
    /// <param name="key">Of the model: equal keys mean equal designs.</param>
    public SharedInference InferenceOf(object key, Func<Inference> create)
    {
        ArgumentNullException.ThrowIfNull(create);
        if (!_inferences.TryGetValue(key, out SharedInference? known)) _inferences[key] = known = new SharedInference(create());
        return known;
    }

    /// <summary>Forgets all samples.</summary>
    public void Clear()
    {
        MinimumPowers.Clear();
        foreach (SharedInference inference in _inferences.Values) inference.Forget();
    }
}
