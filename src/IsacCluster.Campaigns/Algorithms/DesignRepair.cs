using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers;
using IsacCluster.Solvers.Feasibility;
using IsacCluster.Solvers.Projection;
using IsacCluster.Solvers.Projection.Restoration;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>How a learned algorithm makes an infeasible design feasible.</summary>
public enum DesignRepair
{
    /// <summary>The exact projection (29) on the feasible set of the SDR, then rank-one recovery (30), (31).</summary>
    Projection,

    /// <summary>
    /// Mixing with the scaled minimum-power design, just enough for every SINR: closed form, farther from the network's design.
    /// </summary>
    Restoration,
}

/// <summary>The implementations of the repairs.</summary>
public static class DesignRepairs
{
    /// <summary>A fresh repair for one thread: (instance, infeasible design) to a feasible design or why there is none.</summary>
    /// <param name="memo">The minimum powers that the caller's algorithms share; null: solved where they are needed.</param>
    public static Func<IsacInstance, Design, SolveResult> Create(DesignRepair repair, MinimumPowerMemo? memo = null) => Create(
        repair, memo is null ? MinimumPower.Solve : memo.Of);

    /// <summary>C = 0, S = sqrt(P0 / M) I: what is repaired where a heuristic returned nothing.</summary>
    public static Design Silent(IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        var radar = new ComplexMatrix(instance.Antennas, instance.Antennas);
        for (int m = 0; m < instance.Antennas; m++) radar[m, m] = Math.Sqrt(instance.Power / instance.Antennas);
        return new Design(new ComplexMatrix(instance.Antennas, instance.Users), radar);
    }

    private static Func<IsacInstance, Design, SolveResult> Create(
        DesignRepair repair, Func<IsacInstance, MinimumPowerResult> least) => repair switch
        {
            DesignRepair.Projection => new ProjectionSolver(instance => least(instance).Certificate).Solve,
            DesignRepair.Restoration => (instance, raw) => Restore(instance, raw, least(instance)),
            _ => throw new ArgumentOutOfRangeException(nameof(repair), repair, null),
        };

    private static SolveResult Restore(IsacInstance instance, Design raw, MinimumPowerResult least)
    {
        RestorationSolution solution = FeasibleRestoration.Restore(instance, raw, RestorationAnchor.Of(instance, least));
        return new SolveResult { Status = solution.Status, Design = solution.Design, Certificate = solution.Certificate };
    }
}
