using System.Globalization;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Solving.Cases;
using IsacCluster.Solvers;

namespace IsacCluster.Cli.Output;

/// <summary>Counts statuses and keeps times of solved cases, not the solutions.</summary>
internal sealed class SolveTally(IReadOnlyList<string> problems)
{
    private readonly Dictionary<string, List<(SolveStatus Status, double TimeUs)>> _solved =
        problems.ToDictionary(static problem => problem, static _ => new List<(SolveStatus, double)>());

    /// <summary>Whether a problem of a case ended without an answer.</summary>
    public bool HasFailures => _solved.Values.Any(static outcomes => outcomes.Exists(static outcome => outcome.Status.IsFailure()));

    /// <summary>The same solution, counted.</summary>
    public CaseSolution Counted(CaseSolution solution)
    {
        foreach ((string problem, ProblemSolution solved) in solution.Problems) _solved[problem].Add((solved.Status, solved.TimeUs));
        return solution;
    }

    /// <summary>One line a problem.</summary>
    public void Show(TextWriter target)
    {
        foreach (string problem in problems) target.WriteLine($"{problem,-10} {Outcomes(_solved[problem])}");
    }

    private static string Outcomes(List<(SolveStatus Status, double TimeUs)> solved) =>
        solved.Count == 0 ? "in no case" : Statuses(solved) + Times(solved);

    private static string Statuses(IEnumerable<(SolveStatus Status, double TimeUs)> solved) => string.Join(", ",
        from solution in solved
        group solution by solution.Status into same
        orderby same.Key
        select $"{same.Count()} {SolveStatusNames.Of(same.Key)}");

    private static string Times(IEnumerable<(SolveStatus Status, double TimeUs)> solved)
    {
        double[] times = [.. from solution in solved where solution.Status.HasDesign() orderby solution.TimeUs select solution.TimeUs];
        return times.Length == 0
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture, $"; median {times[times.Length / 2]:0.#} us, least {times[0]:0.#}, most {times[^1]:0.#}");
    }
}
