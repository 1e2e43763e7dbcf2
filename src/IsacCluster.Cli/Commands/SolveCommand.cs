using System.CommandLine;
using System.Globalization;
using IsacCluster.Campaigns.Cases;
using IsacCluster.Solvers;

namespace IsacCluster.Cli.Commands;

/// <summary>`isac solve CASES.json`: single instances on one thread.</summary>
internal static class SolveCommand
{
    public static Command Create()
    {
        var cases = new Argument<string>("CASES") { Description = "Case file (JSON, schema isac-reference-v1)." };
        var problems = new Option<string?>("--problems")
        {
            Description = $"Comma-separated: {string.Join(", ", CaseProblems.All)}.",
            HelpName = "LIST",
        };
        var repeat = new Option<int>("--repeat")
        {
            Description = "Solve each problem so often and report the median time.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
            Validators = { result => CommonOptions.Check(result.GetValueOrDefault<int>() is >= 1 and <= 1_000_000, result, "--repeat", "a whole number from 1 to 1000000") },
        };
        var output = new Option<string?>("--out", "-o") { Description = "Write the solutions (JSON, schema isac-solutions-v1).", HelpName = "FILE" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("solve", "Solve single instances on one thread.") { cases, problems, repeat, output, json };
        command.SetAction((parsed, cancellation) => Task.FromResult(
            Solve(parsed.GetValue(cases)!, parsed.GetValue(problems), parsed.GetValue(repeat), parsed.GetValue(output), parsed.GetValue(json), cancellation)));
        return command;
    }

    private static int Solve(string file, string? list, int repeat, string? output, bool json, CancellationToken cancellation)
    {
        IReadOnlyList<string> problems = list is null ? CaseProblems.Default : CaseProblems.Parse(list);
        IReadOnlyList<SolveCase> cases = CaseFile.Read(file, list is not null && problems.Contains(CaseProblems.Projection));
        var solver = new CaseSolver(StandardCaseSolvers.Create(), TimeProvider.System);
        List<CaseSolution> solutions = [.. solver.Solve(cases, problems, repeat, cancellation)];
        if (output is not null) SolutionsFile.Write(output, solutions);
        if (json)
        {
            using Stream stdout = Console.OpenStandardOutput();
            SolutionsFile.Write(stdout, solutions);
        }
        else
        {
            foreach (string problem in problems) Console.WriteLine(Summary(problem, solutions));
        }

        return solutions.SelectMany(solution => solution.Problems.Values).Any(problem => problem.Status is SolveStatus.IterationLimit or SolveStatus.NumericalFailure)
            ? ExitCode.Incomplete
            : ExitCode.Done;
    }

    private static string Summary(string problem, IEnumerable<CaseSolution> solutions)
    {
        List<ProblemSolution> solved = [.. solutions.Where(solution => solution.Problems.ContainsKey(problem)).Select(solution => solution.Problems[problem])];
        string statuses = string.Join(", ", solved.GroupBy(solution => solution.Status).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key.ToString().ToLowerInvariant()}"));
        double[] times = [.. solved.Where(solution => solution.Status == SolveStatus.Optimal).Select(solution => solution.TimeUs).Order()];
        string median = times.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"; median {times[times.Length / 2]:0.#} us, least {times[0]:0.#}, most {times[^1]:0.#}");
        return $"{problem,-10} {statuses}{median}";
    }
}
