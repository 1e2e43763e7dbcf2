using IsacCluster.Isac.Randomness;

namespace IsacCluster.Cli.Chaos;

/// <summary>One fault: when the job has accepted this part of its indices, and which silo is meant where one is drawn.</summary>
/// <param name="Progress">What lost submissions had accepted counts too, so that a loss does not put off what follows.</param>
/// <param name="Target">A name of the catalogue of faults.</param>
/// <param name="Draw">Uniform in [0, 1), for what else of it is random.</param>
internal sealed record PlannedFault(double Progress, string Target, int Silo, double Draw);

/// <summary>
/// The faults of one run, a pure function of the seed: progress is uniform in [2 %, 90 %], targets and silos are uniform.
/// </summary>
internal static class ChaosPlan
{
    private const double Earliest = 0.02, Latest = 0.9;

    public static IReadOnlyList<PlannedFault> Draw(ulong seed, int faults, int silos, IReadOnlyList<string> targets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(silos, 1);
        ArgumentOutOfRangeException.ThrowIfZero(targets.Count);
        var planned = new List<PlannedFault>();
        for (int fault = 0; fault < faults; fault++)
        {
            var draws = new RandomStream(seed, StreamPurpose.Faults, (ulong)fault);
            double progress = draws.NextUniform(Earliest, Latest);
            (double target, double silo) = draws.NextUniformPair();
            (double more, _) = draws.NextUniformPair();
            planned.Add(new PlannedFault(progress, targets[(int)(target * targets.Count)], (int)(silo * silos), more));
        }

        return [.. planned.OrderBy(fault => fault.Progress)];
    }
}
