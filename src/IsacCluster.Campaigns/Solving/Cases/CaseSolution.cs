using IsacCluster.Isac.Designs;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Solving.Cases;

/// <summary>What was solved of one case.</summary>
/// <param name="Problems">By problem name.</param>
public sealed record CaseSolution(string Id, IReadOnlyDictionary<string, ProblemSolution> Problems);

/// <summary>The outcome of one problem of one case; numbers that are not defined are NaN.</summary>
public sealed record ProblemSolution
{
    public required SolveStatus Status { get; init; }

    /// <summary>Median over the repeats, microseconds, one thread.</summary>
    public required double TimeUs { get; init; }

    public required int Iterations { get; init; }

    /// <summary>Only where infeasible.</summary>
    public InfeasibilityCertificate? Certificate { get; init; }

    /// <summary>The returned beamformers; null where there are none.</summary>
    public Design? Design { get; init; }

    /// <summary>Whether the SDR was split from the radar-only optimum without iterating.</summary>
    public bool Presolved { get; init; }

    /// <summary>L(R) of the returned beamformers themselves.</summary>
    public double Mse { get; init; } = double.NaN;

    /// <summary>L(R) plus the weighted cross-correlation of the returned beamformers; null for a plain case, where it is L.</summary>
    public double? Value { get; init; }

    /// <summary>X(R) of the returned beamformers, not weighted; null where the case has no weight.</summary>
    public double? CrossCorrelation { get; init; }

    public double RelativeGap { get; init; } = double.NaN;

    public double PrimalResidual { get; init; } = double.NaN;

    /// <summary>Of the projection: the squared distance.</summary>
    public double SquaredDistance { get; init; } = double.NaN;

    /// <summary>Of the minimum-power problem: Tr R.</summary>
    public double Power { get; init; } = double.NaN;
}
