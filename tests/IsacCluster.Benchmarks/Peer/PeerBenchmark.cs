using IsacCluster.Benchmarks.CommandLine;
using IsacCluster.Benchmarks.Reporting;
using IsacCluster.Campaigns.Solving.Cases;

namespace IsacCluster.Benchmarks.Peer;

/// <summary>
/// This project's solvers against general ones on the feasible cases of a file, in one session on one machine, one thread each. The passes
/// alternate, ours first and last, so that drift of the machine shows as a difference between our passes. Only the solve is timed on
/// both sides: ours is the median wall-clock time of repeats in warm code, the peer's the CPU time of one solve a pass, since a busy
/// machine would lengthen its long solves more than our short ones.
/// </summary>
internal static class PeerBenchmark
{
    private static readonly string OpenCases = Path.Combine(AppContext.BaseDirectory, "TestData", "open.json");

    /// <returns>1 if an answer of this project is missing or differs from the peer's.</returns>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new Arguments(arguments, 1, "repeat", "rounds", "limit", "peers", "python", "json", "date");
        string path = options.Positional(0) ?? OpenCases;
        int limit = options.Integer("limit", int.MaxValue), rounds = options.Integer("rounds", 1), repeat = options.Integer("repeat", 15);
        IReadOnlyList<PeerCase> cases = PeerCase.Read(path, limit);
        if (cases.Count == 0) throw new UsageException($"{path}: no case is feasible.");
        (IReadOnlyList<ConicPeer> peers, string versions) = ConicPeer.Create(
            options.Text("python") ?? "/usr/bin/python3", options.Text("peers") ?? "dual,csdp");
        var facts = MachineFacts.Take(options.Date(TimeProvider.System));

        List<string> shared = ["sdr", "zf"];
        // The peer stops at a case that it has nothing to project for.
        if (cases.All(item => item.Case.RawDesign is not null)) shared.Add(CaseProblems.Projection);
        List<string> problems =
            [.. shared, "sdr" + Solved.Iterated, "zf" + Solved.Iterated, "sdr" + Solved.Batched, "zf" + Solved.Batched,
                CaseProblems.MinimumPower];
        List<Pass> passes = Alternate(path, cases, peers, problems, shared, new PassPlan(limit, rounds, repeat));
        IReadOnlyList<ComparedCase> compared = PeerComparison.Of(cases, passes);
        Print(facts, versions, passes, problems, compared);
        if (options.Text("json") is { } json) PeerJson.Write(json, facts, versions, compared);
        return compared.Any(item => item.Fault is not null) ? 1 : 0;
    }

    private static List<Pass> Alternate(
        string path, IReadOnlyList<PeerCase> cases, IReadOnlyList<ConicPeer> peers, List<string> problems, List<string> shared,
        PassPlan plan)
    {
        var own = new OwnSolvers(TimeProvider.System);
        Console.Error.WriteLine($"{cases.Count} feasible cases; warming up");
        own.GetWarm(cases, problems);
        List<Pass> passes = [own.Measure(cases, problems, plan.Repeat)];
        for (int round = 0; round < plan.Rounds; round++)
        {
            foreach (ConicPeer peer in peers)
            {
                Console.Error.WriteLine($"{peer.Name}, round {round + 1} of {plan.Rounds} (a minute or more: M = 16 takes most of it)");
                passes.Add(peer.Measure(path, shared, plan.Limit));
                passes.Add(own.Measure(cases, problems, plan.Repeat));
            }
        }

        return passes;
    }

    private static void Print(
        MachineFacts facts, string versions, List<Pass> passes, List<string> problems, IReadOnlyList<ComparedCase> compared)
    {
        Console.WriteLine($"{facts}- peers: {versions}, one thread; load average after: {MachineFacts.ReadLoadAverage()}\n");
        foreach (string problem in problems)
        {
            ComparedCase[] cases = [.. compared.Where(item => item.Problem == problem)];
            Console.WriteLine($"### {problem}\n\n{PeerReport.Table(cases)}");
        }

        Console.WriteLine($"### Passes in order, median wall-clock time over the cases\n\n{PeerReport.Drift(passes, problems)}");
        foreach (ComparedCase item in compared)
        {
            if ((item.Fault ?? item.PeerFault) is { } fault)
                Console.WriteLine($"{item.Case.Case.Id} {item.Problem} ({item.Peer ?? "no peer"}): {fault}");
        }
    }

    private sealed record PassPlan(int Limit, int Rounds, int Repeat);
}
