using IsacCluster.Isac.Designs;

namespace IsacCluster.Solvers.Feasibility;

/// <summary>
/// Minimum-power solutions of the instances at hand: the first to ask for one solves it, all others get the same. Keyed by the instance as
/// an object, whose channel must not change meanwhile. Not thread-safe; one for each thread, cleared with every set of samples.
/// </summary>
public sealed class MinimumPowerMemo
{
    private readonly Dictionary<IsacInstance, MinimumPowerResult> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>What <see cref="MinimumPower.Solve(IsacInstance)"/> says.</summary>
    public MinimumPowerResult Of(IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (!_known.TryGetValue(instance, out MinimumPowerResult? known)) _known[instance] = known = MinimumPower.Solve(instance);
        return known;
    }

    /// <summary>Forgets all instances.</summary>
    public void Clear() => _known.Clear();
}
