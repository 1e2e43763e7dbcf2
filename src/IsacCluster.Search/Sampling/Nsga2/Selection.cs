using IsacCluster.Search.Analysis;

namespace IsacCluster.Search.Sampling.Nsga2;

/// <summary>A member of a population: its point, its costs, and its place in the order of NSGA-II.</summary>
/// <param name="Violation">By how much it misses the constraints; 0 where they hold.</param>
internal sealed record Individual(double[] Unit, double[] Costs, double Violation = 0)
{
    /// <summary>Front, 0 the best.</summary>
    public int Rank { get; set; }

    /// <summary>Crowding distance within the front; infinite at its ends.</summary>
    public double Crowding { get; set; }

    /// <summary>The crowded-comparison operator: the lower front, then the less crowded.</summary>
    public bool Beats(Individual other) => Rank < other.Rank || (Rank == other.Rank && Crowding > other.Crowding);
}

/// <summary>Elitist selection.</summary>
/// <remarks>Deb et al., NSGA-II, 2002, section III.</remarks>
internal static class Selection
{
    /// <summary>
    /// The best <paramref name="size"/> of a list, ranked; equals in the order of the list. By constrained domination: infeasible ones
    /// behind all feasible ones, by how much they violate.
    /// </summary>
    public static List<Individual> Best(List<Individual> all, int size)
    {
        int[] ranks = ParetoFront.Ranks(
            [.. all.Select(individual => individual.Costs)], [.. all.Select(individual => individual.Violation)]);
        for (int i = 0; i < all.Count; i++) all[i].Rank = ranks[i];
        foreach (IGrouping<int, Individual> front in all.GroupBy(individual => individual.Rank)) Crowd([.. front]);
        return [.. all.OrderBy(individual => individual.Rank).ThenByDescending(individual => individual.Crowding).Take(size)];
    }

    private static void Crowd(Individual[] front)
    {
        foreach (Individual individual in front) individual.Crowding = 0;
        for (int k = 0; k < front[0].Costs.Length; k++)
        {
            Individual[] sorted = [.. front.OrderBy(individual => individual.Costs[k])];
            double range = 0.5 * sorted[^1].Costs[k] - 0.5 * sorted[0].Costs[k]; // halves do not overflow
            sorted[0].Crowding = sorted[^1].Crowding = double.PositiveInfinity;
            for (int i = 1; i < sorted.Length - 1 && range > 0; i++)
            {
                sorted[i].Crowding += (0.5 * sorted[i + 1].Costs[k] - 0.5 * sorted[i - 1].Costs[k]) / range;
            }
        }
    }
}
