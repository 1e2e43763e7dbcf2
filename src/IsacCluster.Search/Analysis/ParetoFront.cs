using IsacCluster.Search.Studies;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Analysis;

/// <summary>Dominance of cost vectors (less is better): a dominates b when it is nowhere greater and somewhere less.</summary>
public static class ParetoFront
{
    public static bool Dominates(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        bool less = false;
        for (int k = 0; k < a.Length; k++)
        {
            if (a[k] > b[k]) return false;
            less |= a[k] < b[k];
        }

        return less;
    }

    /// <summary>Feasible trials that no other feasible one dominates, by number; of equal ones all.</summary>
    public static IReadOnlyList<Trial> Of(Study study)
    {
        Trial[] feasible = [.. study.Trials.Where(trial => trial.IsFeasible)];
        double[][] costs = [.. feasible.Select(trial => Costs(study.Options.Directions, trial))];
        return [.. feasible.Where((_, i) => !costs.Any(other => Dominates(other, costs[i])))];
    }

    /// <summary>
    /// As without violations, of those that violate nothing; the others follow, a front for each amount, the least first (constrained
    /// domination).
    /// </summary>
    public static int[] Ranks(IReadOnlyList<double[]> costs, IReadOnlyList<double> violations)
    {
        int[] feasible = [.. Enumerable.Range(0, costs.Count).Where(i => violations[i] == 0)];
        int[] inner = Ranks([.. feasible.Select(i => costs[i])]), ranks = new int[costs.Count];
        for (int k = 0; k < feasible.Length; k++) ranks[feasible[k]] = inner[k];
        int next = inner.Length == 0 ? 0 : inner.Max() + 1;
        foreach (IGrouping<double, int> group in Enumerable.Range(0, costs.Count).Where(i => violations[i] > 0)
            .GroupBy(i => violations[i]).OrderBy(group => group.Key))
        {
            foreach (int i in group) ranks[i] = next;
            next++;
        }

        return ranks;
    }

    /// <summary>The front of each cost vector: 0 for those that none dominates, then, without these, 1, and so on.</summary>
    /// <remarks>Deb, Pratap, Agarwal, Meyarivan, "NSGA-II", IEEE Trans. Evol. Comput. 6, 2002, section III A.</remarks>
    public static int[] Ranks(IReadOnlyList<double[]> costs)
    {
        int[] ranks = new int[costs.Count], dominators = new int[costs.Count];
        List<int>[] dominated = [.. costs.Select(_ => new List<int>())];
        for (int i = 0; i < costs.Count; i++)
        {
            for (int j = 0; j < costs.Count; j++)
            {
                if (!Dominates(costs[i], costs[j])) continue;
                dominated[i].Add(j);
                dominators[j]++;
            }
        }

        List<int> front = [.. Enumerable.Range(0, costs.Count).Where(i => dominators[i] == 0)];
        for (int rank = 0; front.Count > 0; rank++)
        {
            foreach (int i in front) ranks[i] = rank;
            front = [.. front.SelectMany(i => dominated[i]).Where(j => --dominators[j] == 0)];
        }

        return ranks;
    }

    internal static double[] Costs(IReadOnlyList<Direction> directions, Trial trial) =>
        [.. trial.Values.Select((value, k) => directions[k] == Direction.Minimize ? value : -value)];
}
