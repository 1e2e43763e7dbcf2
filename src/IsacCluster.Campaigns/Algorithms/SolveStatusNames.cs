using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>The names of solve statuses in files: optimal, infeasible, iteration-limit, numerical-failure, heuristic.</summary>
public static class SolveStatusNames
{
    /// <summary>
    /// In the order of <see cref="SolveStatus"/>; the position is the code in HDF5 files. Tasks are pure and so have no time limit: that
    /// status never gets into a file.
    /// </summary>
    public static IReadOnlyList<string> All { get; } = ["optimal", "infeasible", "iteration-limit", "numerical-failure", "heuristic"];

    public static string Of(SolveStatus status) => All[(int)status];
}
