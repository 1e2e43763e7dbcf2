using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Projection.Formulation;

/// <summary>
/// A projection with what its derivative needs: the projected covariances before rank-one recovery and the multipliers, all in
/// the units of the instance. With H_l = h_l h_l^H they satisfy
/// <code>
/// R^ = R + (Z - nu I - sum_l lambda_l H_l) / 2,   C^_l = PSD(C_l - (Z - (1 + 1/Gamma0) lambda_l H_l) / 2),   Z >= 0, lambda >= 0.
/// </code>
/// </summary>
/// <param name="Result">Status, recovered design, squared distance, gap and residuals.</param>
/// <param name="BeamCovariances">C^_l, L matrices M x M; null unless the status is optimal.</param>
/// <param name="Covariance">R^, M x M; null unless optimal.</param>
/// <param name="Multipliers">Z, nu, lambda; null unless optimal.</param>
public sealed record ProjectionSolution(
    SolveResult Result,
    IReadOnlyList<ComplexMatrix>? BeamCovariances = null,
    ComplexMatrix? Covariance = null,
    ProjectionMultipliers? Multipliers = null);

/// <summary>Multipliers of R^ - sum_l C^_l >= 0, Tr R^ = P0 and the SINR rows.</summary>
/// <param name="Z">M x M, Hermitian positive semidefinite.</param>
/// <param name="Nu">Real, of either sign.</param>
/// <param name="Lambda">Length L, nonnegative.</param>
public sealed record ProjectionMultipliers(ComplexMatrix Z, double Nu, IReadOnlyList<double> Lambda)
{
    /// <summary>nu_m of each antenna's power, diag(nu) in the place of nu I; null where only the trace is given.</summary>
    public IReadOnlyList<double>? AntennaNus { get; init; }
}
