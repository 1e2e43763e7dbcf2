using System.CommandLine;
using IsacCluster.Campaigns.Solving.Cases;
using IsacCluster.Cli.Output;
using IsacCluster.Reporting.Files;
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
        Option<double?> limit = NumberOption.Optional(
            "--time-limit",
            "End a solve after so many seconds as time-limit (default: after counted work of a minute or two as iteration-limit).",
            1e-3, 86_400d, "SECONDS");
        Option<string?> output = PathOption.File("--out", "Write the solutions (JSON, schema isac-solutions-v1).", "-o");
        Option<bool> json = CommonOptions.Json();
        var command = new Verb("solve", "Solve single instances on one thread.", "interrupted; no solutions were written.")
        {
            cases, problems, repeat, limit, output, json,
        };
        command.SetAction((parsed, cancellation) =>
        {
            string? list = parsed.GetValue(problems);
            IReadOnlyList<string> chosen = list is null ? CaseProblems.Default : CaseProblems.Parse(list);
            CaseFile file = CaseFile.Open(
                parsed.GetValue(cases)!, list is not null && chosen.Contains(CaseProblems.Projection), list is null ? null : chosen);
            TimeSpan? longest = parsed.GetValue(limit) is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
            var solver = new CaseSolver(StandardCaseSolvers.Create(new SolverOptions { TimeLimit = longest }), TimeProvider.System);
            var tally = new SolveTally(chosen);
            IEnumerable<CaseSolution> solutions =
                solver.Solve(file.Read(), chosen, parsed.GetValue(repeat), cancellation).Select(tally.Counted);
            Write(solutions, parsed.GetValue(output), parsed.GetValue(json));
            if (!parsed.GetValue(json)) tally.Show(Console.Out);
            return Task.FromResult(tally.HasFailures ? ExitCode.Incomplete : ExitCode.Done);
        });
        return command;
    }

    /// <summary>Writes every solution as it comes, to the file, to standard output, to both or nowhere.</summary>
    private static void Write(IEnumerable<CaseSolution> solutions, string? output, bool json)
    {
        using Stream? screen = json ? Console.OpenStandardOutput() : null;
        if (output is null) WriteTo(solutions, null, screen);
        else AtomicFile.Write(output, file => WriteTo(solutions, file, screen));
    }

    private static void WriteTo(IEnumerable<CaseSolution> solutions, Stream? file, Stream? screen)
    {
        using SolutionsWriter? toFile = file is null ? null : new(file), toScreen = screen is null ? null : new(screen);
        foreach (CaseSolution solution in solutions)
        {
            toFile?.Write(solution);
            toScreen?.Write(solution);
        }
    }
}
