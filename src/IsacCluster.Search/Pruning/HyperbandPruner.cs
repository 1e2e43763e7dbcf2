using IsacCluster.Search.Promotion;
using IsacCluster.Search.Space;

namespace IsacCluster.Search.Pruning;

/// <summary>
/// Hyperband: brackets s = s_max, ..., 0 of successive halving, the first rung of bracket s at max_resource / eta^s, so that some
/// trials are judged early and some never. Trials are dealt to the brackets by their number, in a fixed cycle in which bracket s has
/// ceil((s_max + 1) eta^s / (s + 1)) trials, as in the paper; a trial is compared with those of its own bracket only.
/// </summary>
/// <remarks>Li, Jamieson, DeSalvo, Rostamizadeh, Talwalkar, "Hyperband", JMLR 18, 2018, algorithm 1.</remarks>
public sealed class HyperbandPruner : IPruner
{
    private readonly int _eta;
    private readonly long[] _firstRung, _ends;

    /// <param name="minResource">Least first rung; at least 1.</param>
    /// <param name="maxResource">Steps of a full evaluation; at least minResource.</param>
    /// <param name="reductionFactor">eta; at least 2, default 3.</param>
    /// <param name="promotes">Whether trials pause at their rungs and go on later, instead of being stopped there.</param>
    /// <exception cref="SearchSpaceException">One of these rules is broken.</exception>
    public HyperbandPruner(long minResource, long maxResource, int reductionFactor = 3, bool promotes = false)
    {
        if (minResource < 1) throw new SearchSpaceException("hyperband", $"min_resource {minResource}", "at least 1");
        if (maxResource < minResource)
        {
            throw new SearchSpaceException("hyperband", $"max_resource {maxResource}", $"at least {minResource}");
        }

        if (reductionFactor < 2) throw new SearchSpaceException("hyperband", $"reduction_factor {reductionFactor}", "at least 2");
        _eta = reductionFactor;
        List<long> rungs = [maxResource];
        while (rungs[^1] / _eta >= minResource) rungs.Add(rungs[^1] / _eta);
        rungs.Reverse();
        _firstRung = [.. rungs];
        _ends = new long[rungs.Count];
        long end = 0, trials = 1;
        for (int s = 0; s < rungs.Count; s++, trials *= _eta)
        {
            // Bracket b starts at rung b, so s = brackets - 1 - b.
            int bracket = rungs.Count - 1 - s;
            _ends[bracket] = (rungs.Count * trials + s) / (s + 1);
        }

        for (int b = 0; b < _ends.Length; b++) _ends[b] = end += _ends[b];
        if (promotes) Plan = new HalvingPlan(_eta, [.. rungs.Select((_, b) => _firstRung[b..])], BracketOf);
    }

    public string Name => "hyperband";

    public IPartPlan? Plan { get; }

    /// <summary>
    /// The bracket of a trial, 0 the one that is judged earliest. Consecutive trials are spread by a stride that has no common factor
    /// with the cycle.
    /// </summary>
    public int BracketOf(long trial)
    {
        long cycle = _ends[^1], stride = (long)(cycle * 0.618) | 1;
        while (Common(stride, cycle) != 1) stride += 2;
        long place = (long)((UInt128)(ulong)(trial % cycle) * (ulong)stride % (ulong)cycle);
        return Array.FindIndex(_ends, end => place < end);
    }

    /// <summary>Those of its bracket below max_resource, where a trial is over anyway.</summary>
    public IEnumerable<long> Rungs(long trial, IReadOnlyList<long> reported) => _firstRung[BracketOf(trial)..^1];

    public bool Compares(long trial, long other) => BracketOf(trial) == BracketOf(other);

    public PruneBound? Bound(ReadOnlySpan<double> ascendingCosts) => Rung.Halve(ascendingCosts, _eta);

    private static long Common(long a, long b) => b == 0 ? a : Common(b, a % b);
}
