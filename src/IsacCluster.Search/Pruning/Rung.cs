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

    /// <summary>Whether a step is least * eta^k for a k >= 0.</summary>
    public static bool IsAt(long step, long least, int eta)
    {
        long rung = least;
        while (rung < step && rung <= long.MaxValue / eta) rung *= eta;
        return rung == step;
    }
}
