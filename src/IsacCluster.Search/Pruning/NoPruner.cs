namespace IsacCluster.Search.Pruning;

/// <summary>Lets every trial go on.</summary>
public sealed class NoPruner : IPruner
{
    public string Name => "none";

    public bool PrunesNaN => false;

    public IEnumerable<long> Rungs(long trial, IReadOnlyList<long> reported) => [];

    public PruneBound? Bound(ReadOnlySpan<double> ascendingCosts) => null;
}
