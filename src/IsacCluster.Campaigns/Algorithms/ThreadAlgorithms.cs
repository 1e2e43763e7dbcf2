using IsacCluster.Specifications.Scenarios;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// The algorithms of one thread. A baseline serves every point, and so does a program; a learned algorithm serves the points that share
/// its model.
/// </summary>
/// <param name="programMemory">Most bytes of memory that the program of an algorithm may take; null: no limit.</param>
internal sealed class ThreadAlgorithms(IReadOnlyList<AlgorithmSpecification> specifications, long? programMemory = null) : IDisposable
{
    private readonly Dictionary<(AlgorithmSpecification Algorithm, object? Shared), IDesignAlgorithm> _made = [];

    /// <summary>What these algorithms share about the samples at hand.</summary>
    public SampleMemo Memo { get; } = new();

    /// <summary>In the order of the specification.</summary>
    public IReadOnlyList<IDesignAlgorithm> Of(SweepPoint point) => [.. specifications.Select(algorithm => Of(algorithm, point))];

    /// <summary><see cref="IDesignAlgorithm.BeginTask"/> of all.</summary>
    public void BeginTask()
    {
        foreach (IDesignAlgorithm algorithm in _made.Values) algorithm.BeginTask();
    }

    public void Dispose()
    {
        foreach (IDisposable algorithm in _made.Values.OfType<IDisposable>()) algorithm.Dispose();
        _made.Clear();
    }

    private IDesignAlgorithm Of(AlgorithmSpecification algorithm, SweepPoint point)
    {
        (AlgorithmSpecification, object?) key = (algorithm, algorithm.SharedBy(point));
        if (_made.TryGetValue(key, out IDesignAlgorithm? known)) return known;
        return _made[key] = algorithm.WithProgramMemory(programMemory).Create(point, Memo);
    }
}
