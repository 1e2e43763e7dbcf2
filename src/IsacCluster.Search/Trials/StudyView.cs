using System.Collections;
using IsacCluster.Search.Space;

namespace IsacCluster.Search.Trials;

/// <summary>What a sampler or a pruner is shown of a study.</summary>
public sealed class StudyView
{
    /// <param name="finished">Finished trials; not changed while the view lives, other than by appending.</param>
    /// <param name="finishedCount">How many of them are shown.</param>
    /// <param name="pending">Parameters of trials whose results are not shown.</param>
    public StudyView(
        ParameterSpace space, IReadOnlyList<Direction> directions, ulong seed, IReadOnlyList<Trial> finished, int finishedCount,
        IReadOnlyList<ParameterSet> pending)
    {
        (Space, Directions, Seed, History, Pending) = (space, directions, seed, finished, pending);
        Finished = new TrialPrefix(finished, finishedCount);
    }

    public ParameterSpace Space { get; }

    public IReadOnlyList<Direction> Directions { get; }

    public ulong Seed { get; }

    /// <summary>Finished trials, complete, pruned or failed: in trial order with a lag, in the order of telling without.</summary>
    public TrialPrefix Finished { get; }

    /// <summary>Parameters of trials that were asked for and whose results are not shown.</summary>
    public IReadOnlyList<ParameterSet> Pending { get; }

    /// <summary>Identity of the growing list that <see cref="Finished"/> is a prefix of: the key of a memo.</summary>
    internal IReadOnlyList<Trial> History { get; }

    /// <summary>A value of objective k such that less is better.</summary>
    public double Cost(int k, double value) => Directions[k] == Direction.Minimize ? value : -value;
}

/// <summary>The first trials of a list that only grows.</summary>
public readonly struct TrialPrefix(IReadOnlyList<Trial> trials, int count) : IReadOnlyList<Trial>
{
    public int Count => count;

    public Trial this[int index] => index < count ? trials[index] : throw new ArgumentOutOfRangeException(nameof(index));

    public IEnumerator<Trial> GetEnumerator()
    {
        for (int i = 0; i < count; i++) yield return trials[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
