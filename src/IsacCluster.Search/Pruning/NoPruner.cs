namespace IsacCluster.Search.Pruning;

/// <summary>Lets every trial go on.</summary>
public sealed class NoPruner : IPruner
{
    public string Name => "none";

    public bool PrunesNaN => false;

    public bool Judges(long trial, long step) => false;

    public PruneBound? Bound(ReadOnlySpan<double> ascendingCosts) => null;
}
