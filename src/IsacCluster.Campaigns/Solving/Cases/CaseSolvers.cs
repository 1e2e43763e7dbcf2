using IsacCluster.Isac.Designs;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Solving.Cases;

/// <summary>The solvers that a <see cref="CaseSolver"/> calls; all on one thread.</summary>
/// <param name="Designs">By problem name: radar, sdr, zf, zf-pinv.</param>
/// <param name="Projection">Problem (29) for a raw design; its objective is the squared distance.</param>
/// <param name="MinimumPower">Smallest transmit power that meets the SINRs.</param>
public sealed record CaseSolvers(
    IReadOnlyDictionary<string, Func<IsacInstance, SolveResult>> Designs,
    Func<IsacInstance, Design, SolveResult> Projection,
    Func<IsacInstance, MinimumPowerOutcome> MinimumPower);

/// <summary>Outcome of the minimum-power problem.</summary>
/// <param name="Power">Smallest Tr R; NaN unless optimal.</param>
/// <param name="Certificate">Present exactly when the status is infeasible: no power suffices.</param>
public sealed record MinimumPowerOutcome(SolveStatus Status, double Power, InfeasibilityCertificate? Certificate, int Iterations);
