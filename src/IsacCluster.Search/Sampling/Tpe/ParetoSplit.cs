using IsacCluster.Search.Analysis;

namespace IsacCluster.Search.Sampling.Tpe;

/// <summary>
/// The good trials of several objectives: whole fronts by constrained domination, and of the front that no longer fits those that a greedy
/// choice by hypervolume takes. Costs are scaled to [0, 1] over the front, so that no unit matters, and the reference is 1.1.
/// </summary>
/// <remarks>
/// Ozaki et al., "Multiobjective tree-structured Parzen estimator", JAIR 73, 2022; Guerreiro, Fonseca, Paquete, "Greedy hypervolume subset
/// selection", Evolutionary Computation 24, 2016.
/// </remarks>
internal static class ParetoSplit
{
    private const double Reference = 1.1;

    /// <summary>The best so many entries, front by front; equals by number.</summary>
    public static List<TpeEntry> Best(IReadOnlyList<TpeEntry> entries, int count)
    {
        int[] ranks = ParetoFront.Ranks([.. entries.Select(e => e.Costs)], [.. entries.Select(e => e.Violation)]);
        List<TpeEntry> best = [];
        foreach (IGrouping<int, TpeEntry> front in entries.Zip(ranks).GroupBy(pair => pair.Second, pair => pair.First)
            .OrderBy(group => group.Key))
        {
            TpeEntry[] members = [.. front.OrderBy(e => e.Rank.Number)];
            if (best.Count + members.Length <= count) best.AddRange(members);
            else if (best.Count < count) best.AddRange(Spread(members, count - best.Count));
        }

        return best;
    }

    /// <summary>
    /// How much each of the good counts, in [least, 1]: the volume that it alone dominates, by the greatest such. Dominated and
    /// infeasible ones the least.
    /// </summary>
    public static double[] Weights(IReadOnlyList<TpeEntry> good, double least)
    {
        int[] front = [.. Enumerable.Range(0, good.Count).Where(i => good[i].Violation == 0
            && !good.Any(other => other.Violation == 0 && ParetoFront.Dominates(other.Costs, good[i].Costs)))];
        double[] weights = [.. Enumerable.Repeat(least, good.Count)];
        if (front.Length == 0) return weights;
        double[][] costs = Scaled([.. front.Select(i => good[i].Costs)]);
        double whole = Volume(costs);
        double[] own = [.. Enumerable.Range(0, front.Length).Select(k => whole - Volume([.. costs.Where((_, other) => other != k)]))];
        double most = own.Max();
        for (int k = 0; k < front.Length; k++) weights[front[k]] = most > 0 ? Math.Clamp(own[k] / most, least, 1) : 1;
        return weights;
    }

    /// <summary>Members one after the other, each that adds most volume to those before it.</summary>
    private static IEnumerable<TpeEntry> Spread(TpeEntry[] members, int count)
    {
        if (members.Any(member => member.Violation > 0)) return members.Take(count);
        double[][] costs = Scaled([.. members.Select(member => member.Costs)]);
        List<int> taken = [];
        List<double[]> chosen = [];
        double volume = 0;
        while (taken.Count < count)
        {
            (int next, double most) = (-1, double.NegativeInfinity);
            for (int i = 0; i < members.Length; i++)
            {
                if (taken.Contains(i)) continue;
                double gained = Volume([.. chosen, costs[i]]) - volume;
                if (gained > most) (next, most) = (i, gained);
            }

            taken.Add(next);
            chosen.Add(costs[next]);
            volume += most;
        }

        return taken.Select(i => members[i]);
    }

    /// <summary>To [0, 1] over the vectors; a power of two first, so that no range overflows.</summary>
    private static double[][] Scaled(double[][] costs)
    {
        double[][] scaled = [.. costs.Select(cost => new double[cost.Length])];
        for (int k = 0; k < costs[0].Length; k++)
        {
            double low = 0.5 * costs.Min(cost => cost[k]), range = 0.5 * costs.Max(cost => cost[k]) - low;
            for (int i = 0; i < costs.Length; i++) scaled[i][k] = range > 0 ? (0.5 * costs[i][k] - low) / range : 0;
        }

        return scaled;
    }

    private static double Volume(double[][] costs) =>
        costs.Length == 0 ? 0 : Hypervolume.Of(costs, [.. Enumerable.Repeat(Reference, costs[0].Length)]);
}
