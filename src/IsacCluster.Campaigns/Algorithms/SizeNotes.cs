using System.Globalization;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>What `isac plan` says of solves that take long or end at their limit.</summary>
internal static class SizeNotes
{
    /// <summary>Real multiply-adds in a second of one core, to the order of magnitude.</summary>
    private const double WorkPerSecond = 2.5e9;

    private const double WorthMentioningSeconds = 5;

    /// <summary>A sentence for each algorithm and size that is worth one.</summary>
    public static IReadOnlyList<string> Of(IEnumerable<(string Algorithm, int Antennas, int Users, double Work)> solves) =>
        [.. solves.Distinct().Where(static solve => solve.Work > WorthMentioningSeconds * WorkPerSecond).Select(Sentence)];

    private static string Sentence((string Algorithm, int Antennas, int Users, double Work) solve)
    {
        double limit = new SolverOptions().WorkLimit;
        string size = $"{solve.Algorithm} with {solve.Antennas} antennas and {solve.Users} users";
        return solve.Work > limit
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"{size}: a solve that is iterated needs about {solve.Work:0.#e0} multiply-adds, more than the limit of {limit:0.#e0}; "
                + $"it may end as iteration-limit, after up to {limit / WorkPerSecond:0} s.")
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{size}: a solve that is iterated takes about {solve.Work / WorkPerSecond:0} s of one core.");
    }
}
