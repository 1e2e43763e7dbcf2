using IsacCluster.Campaigns.Solving.Cases;
using MathNet.Numerics.Statistics;

namespace IsacCluster.Benchmarks.Peer;

/// <summary>One problem of one case, over all passes: medians of the times, the first pass's values.</summary>
/// <param name="Peer">Which peer; null for the minimum-power problem.</param>
/// <param name="Theirs">The peer's answer; null for the minimum-power problem.</param>
/// <param name="OwnMs">Median over this project's passes, milliseconds.</param>
/// <param name="PeerMs">Median over the peer's passes of its CPU time; NaN where it has no answer.</param>
/// <param name="PeerWallMs">The same of its wall-clock time, which a busy machine lengthens.</param>
/// <param name="Deviation">
/// |own - peer| / max(P0^2, |peer|), or relative to the known minimum power; NaN where there is nothing to compare with.
/// </param>
internal sealed record ComparedCase(
    PeerCase Case, string? Peer, Solved Ours, Solved? Theirs, double OwnMs, double PeerMs, double PeerWallMs, double Deviation)
{
    /// <summary>Largest deviation at which two values agree, as in the reference file's definition of agreement.</summary>
    public const double Agreement = 1e-6;

    public string Problem => Ours.Problem;

    /// <summary>How many times the peer's time this solver's time is contained in: above 1, this project is faster.</summary>
    public double Ratio => PeerMs / OwnMs;

    /// <summary>What is wrong with this project's answer, or null.</summary>
    public string? Fault => !Ours.IsOptimal ? $"ends as {Ours.Status}"
        : Deviation > Agreement ? FormattableString.Invariant($"differs by {Deviation:0.0e+0}")
        : null;

    /// <summary>Why the peer has no answer to compare with, or null.</summary>
    public string? PeerFault => Theirs is { IsOptimal: false } ? $"the peer ends as {Theirs.Status}" : null;
}

/// <summary>Puts the passes together.</summary>
internal static class PeerComparison
{
    /// <summary>Every case and problem against each peer that solves the problem, peer by peer.</summary>
    public static IReadOnlyList<ComparedCase> Of(IReadOnlyList<PeerCase> cases, IReadOnlyList<Pass> passes)
    {
        ILookup<(string Case, string Problem), Solved> own = Results(passes, Pass.Ours);
        Dictionary<string, PeerCase> byId = cases.ToDictionary(item => item.Case.Id, StringComparer.Ordinal);
        var compared = new List<ComparedCase>();
        foreach (string peer in passes.Select(pass => pass.Solver).Where(solver => solver != Pass.Ours).Distinct())
        {
            ILookup<(string, string), Solved> theirs = Results(passes, peer);
            HashSet<string> solved = [.. theirs.Select(results => results.Key.Item2)];
            foreach (IGrouping<(string Case, string Problem), Solved> ours in own.Where(results => solved.Contains(Base(results))))
                compared.Add(Compare(byId[ours.Key.Case], peer, [.. ours], [.. theirs[(ours.Key.Case, Base(ours))]]));
        }

        compared.AddRange(own.Where(results => results.Key.Problem == CaseProblems.MinimumPower)
            .Select(results => Compare(byId[results.Key.Case], null, [.. results], [])));
        return compared;
    }

    private static string Base(IEnumerable<Solved> results) => results.First().BaseProblem;

    private static ILookup<(string, string), Solved> Results(IEnumerable<Pass> passes, string solver) =>
        passes.Where(pass => pass.Solver == solver).SelectMany(pass => pass.Results).ToLookup(result => (result.CaseId, result.Problem));

    private static ComparedCase Compare(PeerCase item, string? peer, IReadOnlyList<Solved> ours, IReadOnlyList<Solved> theirs)
    {
        double power = item.Case.Instance.Power;
        Solved? reference = theirs.Count > 0 ? theirs[0] : null;
        double deviation = ours[0].Problem == CaseProblems.MinimumPower
            ? Math.Abs(ours[0].Value / item.MinimumPower - 1)
            : Math.Abs(ours[0].Value - (reference?.Value ?? double.NaN)) / Math.Max(power * power, Math.Abs(reference?.Value ?? 0));
        return new ComparedCase(
            item,
            peer,
            ours[0],
            reference,
            Median(ours, result => result.Milliseconds),
            Median(theirs, result => result.Milliseconds),
            Median(theirs, result => result.WallMilliseconds),
            deviation);
    }

    private static double Median(IEnumerable<Solved> results, Func<Solved, double> time) =>
        results.Where(result => result.IsOptimal).Select(time).Median();
}
