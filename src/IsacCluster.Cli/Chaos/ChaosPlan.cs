using IsacCluster.Isac.Randomness;

namespace IsacCluster.Cli.Chaos;

/// <summary>What a kill hits.</summary>
internal enum KillTarget
{
    /// <summary>One silo that was drawn.</summary>
    Silo,

    /// <summary>The silo that coordinates the job.</summary>
    Coordinator,

    /// <summary>Half of the silos at once, rounded up.</summary>
    Half,

    /// <summary>The store, which is started again after ten seconds.</summary>
    Store,

    /// <summary>One silo that was drawn, which is paused (SIGSTOP) for half a minute and wakes as a zombie.</summary>
    Pause,
}

/// <summary>One kill: when the job has accepted this part of its indices, and which silo is meant where one is drawn.</summary>
internal sealed record PlannedKill(double Progress, KillTarget Target, int Silo);

/// <summary>The kills of one run, a pure function of the seed: progress is uniform in [2 %, 90 %], targets and silos are uniform.</summary>
internal static class ChaosPlan
{
    private const double Earliest = 0.02, Latest = 0.9;

    public static IReadOnlyList<PlannedKill> Draw(ulong seed, int kills, int silos, IReadOnlyList<KillTarget> targets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(silos, 1);
        ArgumentOutOfRangeException.ThrowIfZero(targets.Count);
        var planned = new List<PlannedKill>();
        for (int kill = 0; kill < kills; kill++)
        {
            var draws = new RandomStream(seed, StreamPurpose.Faults, (ulong)kill);
            double progress = draws.NextUniform(Earliest, Latest);
            (double target, double silo) = draws.NextUniformPair();
            planned.Add(new PlannedKill(progress, targets[(int)(target * targets.Count)], (int)(silo * silos)));
        }

        return [.. planned.OrderBy(kill => kill.Progress)];
    }
}
