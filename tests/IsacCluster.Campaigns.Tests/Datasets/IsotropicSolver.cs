using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Tests.Datasets;

/// <summary>
/// R = P0/M I: beam l of a user is the l-th antenna alone and the rest is radar. A valid design of the right power whose SINR
/// is what it is: optimal (among isotropic ones) where that meets the threshold, else iteration-limit, since it proves nothing.
/// </summary>
internal sealed class IsotropicSolver(string name) : IBeamformingSolver
{
    public string Name => name;

    public SolveResult Solve(IsacInstance instance)
    {
        int antennas = instance.Antennas, users = instance.Users;
        double amplitude = Math.Sqrt(instance.Power / antennas);
        ComplexMatrix c = new(antennas, users), s = new(antennas, antennas);
        for (int l = 0; l < users; l++) c[l, l] = amplitude;
        for (int m = users; m < antennas; m++) s[m, m] = amplitude;
        var design = new Design(c, s);
        bool satisfied = Sinr.Satisfied(Sinr.Of(design, instance.Channel, instance.Noise), instance.SinrThreshold);
        return satisfied
            ? new SolveResult
            {
                Status = SolveStatus.Optimal,
                Design = design,
                Objective = instance.Objective.Mse(design.Covariance()),
                RelativeGap = 0,
                PrimalResidual = 0,
                Iterations = 1,
            }
            : new SolveResult { Status = SolveStatus.IterationLimit, Iterations = 1 };
    }

    /// <summary>A catalogue of two such solvers.</summary>
    public static IBeamformingSolver Create(string name) => name is "isotropic" or "isotropic-too"
        ? new IsotropicSolver(name)
        : throw new ArgumentException($"'{name}' is not a solver; allowed: isotropic, isotropic-too.", nameof(name));
}
