using IsacCluster.Solvers.Feasibility;
using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// The algorithms of one thread. A baseline serves every point; a learned algorithm serves the points that share its model.
/// </summary>
internal sealed class ThreadAlgorithms(IReadOnlyList<AlgorithmSpecification> specifications)
{
    private readonly Dictionary<(AlgorithmSpecification Algorithm, object? Shared), IDesignAlgorithm> _made = [];

    /// <summary>The minimum powers that these algorithms share.</summary>
    public MinimumPowerMemo Memo { get; } = new();

    /// <summary>In the order of the specification.</summary>
    public IReadOnlyList<IDesignAlgorithm> Of(SweepPoint point) => [.. specifications.Select(algorithm => Of(algorithm, point))];

    private IDesignAlgorithm Of(AlgorithmSpecification algorithm, SweepPoint point)
    {
        (AlgorithmSpecification, object?) key = (algorithm, algorithm.SharedBy(point));
        if (_made.TryGetValue(key, out IDesignAlgorithm? known)) return known;
        return _made[key] = algorithm.Create(point, Memo);
    }
}
