namespace IsacCluster.Search.Pruning;

/// <summary>What pruners by successive halving share.</summary>
internal static class Rung
{
    /// <summary>
    /// Successive halving's rule: among the costs of a rung, its own with them, the best m = max(1, floor(count / eta)) go on; equals do.
    /// So a trial ends exactly when m others are better: when its cost is above the m-th least of theirs.
    /// </summary>
    public static PruneBound? Halve(ReadOnlySpan<double> others, int eta)
    {
        int going = Math.Max(1, (others.Length + 1) / eta);
        return others.Length >= going ? new PruneBound(others[going - 1], OfBest: false) : null;
    }

    /// <summary>least * eta^k for k = 0, 1, ..., up to a step.</summary>
    public static IEnumerable<long> Geometric(long least, int eta, long last)
    {
        for (long rung = least; rung <= last; rung *= eta)
        {
            yield return rung;
            if (rung > long.MaxValue / eta) yield break;
        }
    }
}
