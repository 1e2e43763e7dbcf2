using System.CommandLine;
using System.Globalization;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Solving.Cases;
using IsacCluster.Cli.Output;
using IsacCluster.Solvers;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac solve CASES.json`: single instances on one thread.</summary>
internal static class SolveCommand
{
    public static Command Create()
    {
        Argument<string> cases = PathOption.Input("CASES", "Case file (JSON, schema isac-reference-v1).");
        var problems = new Option<string?>("--problems")
        {
            Description = $"Comma-separated: {string.Join(", ", CaseProblems.All)}.",
            HelpName = "LIST",
        };
        Option<int> repeat = NumberOption.Of(
            "--repeat", "Solve each problem so often and report the median time.", 1, 1_000_000, usual: 1);
        Option<string?> output = PathOption.File("--out", "Write the solutions (JSON, schema isac-solutions-v1).", "-o");
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("solve", "Solve single instances on one thread.", "interrupted; no solutions were written.")
        {
            cases, problems, repeat, output, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            string? list = parsed.GetValue(problems);
            IReadOnlyList<string> chosen = list is null ? CaseProblems.Default : CaseProblems.Parse(list);
            IReadOnlyList<SolveCase> read = CaseFile.Read(
                parsed.GetValue(cases)!, list is not null && chosen.Contains(CaseProblems.Projection));
            var solver = new CaseSolver(StandardCaseSolvers.Create(), TimeProvider.System);
            List<CaseSolution> solutions = [.. solver.Solve(read, chosen, parsed.GetValue(repeat), cancellation)];
            Write(solutions, chosen, parsed.GetValue(output), parsed.GetValue(json));
            return Task.FromResult(
                solutions.SelectMany(solution => solution.Problems.Values).Any(Failed) ? ExitCode.Incomplete : ExitCode.Done);
        });
        return command;
    }

    private static bool Failed(ProblemSolution problem) => problem.Status.IsFailure();

    private static void Write(IReadOnlyList<CaseSolution> solutions, IReadOnlyList<string> problems, string? output, bool json)
    {
        if (output is not null) SolutionsFile.Write(output, solutions);
        if (json)
        {
            using Stream stdout = Console.OpenStandardOutput();
            SolutionsFile.Write(stdout, solutions);
            return;
        }

        foreach (string problem in problems)
        {
            List<ProblemSolution> solved =
                [.. from solution in solutions where solution.Problems.ContainsKey(problem) select solution.Problems[problem]];
            Console.WriteLine($"{problem,-10} {Statuses(solved)}{Times(solved)}");
        }
    }

    private static string Statuses(IEnumerable<ProblemSolution> solved) => string.Join(", ",
        from solution in solved
        group solution by solution.Status into same
        orderby same.Key
        select $"{same.Count()} {SolveStatusNames.Of(same.Key)}");

    private static string Times(IEnumerable<ProblemSolution> solved)
    {
        double[] times = [.. from solution in solved where solution.Status.HasDesign() orderby solution.TimeUs select solution.TimeUs];
        return times.Length == 0
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture, $"; median {times[times.Length / 2]:0.#} us, least {times[0]:0.#}, most {times[^1]:0.#}");
    }
}
