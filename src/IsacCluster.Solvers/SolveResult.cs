using IsacCluster.Isac.Designs;

namespace IsacCluster.Solvers;

/// <summary>How a solve ended.</summary>
public enum SolveStatus
{
    /// <summary>The design meets every constraint and its objective is optimal to the reported gap.</summary>
    Optimal,

    /// <summary>No design meets the constraints; <see cref="SolveResult.Certificate"/> proves it.</summary>
    Infeasible,

    /// <summary>The iteration limit was reached first; residuals tell how far it came.</summary>
    IterationLimit,

    /// <summary>Arithmetic broke down (a matrix that must be positive definite was not), or the a-posteriori check failed.</summary>
    NumericalFailure,

    /// <summary>
    /// The method returned a design of which it claims no optimality: a network's, a closed form's. How good it is, and whether it meets
    /// constraints that its documentation does not promise, is measured by whoever asks. "heuristic" in files.
    /// </summary>
    Heuristic,

    /// <summary>The time limit was reached first; only with <see cref="SolverOptions.TimeLimit"/>.</summary>
    TimeLimit,
}

/// <summary>What statuses have in common.</summary>
public static class SolveStatusKinds
{
    /// <summary>Whether a solve ended without an answer: neither a design nor a proof that there is none.</summary>
    public static bool IsFailure(this SolveStatus status) => status != SolveStatus.Infeasible && !status.HasDesign();

    /// <summary>Whether a solve ended with a design, optimal or not.</summary>
    public static bool HasDesign(this SolveStatus status) => status is SolveStatus.Optimal or SolveStatus.Heuristic;
}

/// <summary>Outcome of one solve. Numerical outcomes are statuses with residuals, never exceptions.</summary>
public sealed record SolveResult
{
    public required SolveStatus Status { get; init; }

    /// <summary>The rank-one recovered, checked design; null unless the status has a design.</summary>
    public Design? Design { get; init; }

    /// <summary>The optimised value: L(R), squared distance or power; NaN unless optimal.</summary>
    public double Objective { get; init; } = double.NaN;

    /// <summary>
    /// (primal - dual objective) / max(primal, 1e-6 scale). The scale of an MSE is the mean square of the design's pattern, at least P0^2:
    /// the pattern of a large array on a coarse grid is matched to rounding, which grows with it. NaN where no dual bound is known.
    /// </summary>
    public double RelativeGap { get; init; } = double.NaN;

    /// <summary>
    /// Largest relative violation of the returned design itself: |Tr R - P0| / P0, (Gamma0 - SINR_l)+ / Gamma0 and the
    /// solver's own equality residuals.
    /// </summary>
    public double PrimalResidual { get; init; } = double.NaN;

    /// <summary>Relative residual of dual feasibility.</summary>
    public double DualResidual { get; init; } = double.NaN;

    public int Iterations { get; init; }

    /// <summary>Whether a shortcut whose own certificate held replaced the iteration; Iterations then counts its rounds.</summary>
    public bool Presolved { get; init; }

    /// <summary>Present exactly when the status is infeasible.</summary>
    public InfeasibilityCertificate? Certificate { get; init; }
}

/// <summary>Proof that no design meets the constraints.</summary>
public abstract record InfeasibilityCertificate;

/// <summary>
/// A feasible point of the dual of the minimum-power problem whose value sigma^2 sum_l lambda_l exceeds P0. It can be checked
/// with one factorisation: I + sum_j lambda_j h_j h_j^H - (1 + 1/Gamma0) lambda_l h_l h_l^H is positive semidefinite for every l.
/// </summary>
public sealed record MinimumPowerCertificate(IReadOnlyList<double> Lambda, double LowerBoundOnPower) : InfeasibilityCertificate;

/// <summary>
/// No power suffices: along the ray t * Direction, t to infinity, the dual of the minimum-power problem stays feasible and its
/// value grows without bound.
/// </summary>
public sealed record DivergenceCertificate(IReadOnlyList<double> Direction) : InfeasibilityCertificate;

/// <summary>
/// No design has the antennas' powers: a feasible point of the dual of the least scale t of the powers, R_mm = t P_m, whose value exceeds
/// 1. It can be checked with one factorisation for each user: diag(nu) + sum_j lambda_j h_j h_j^H - (1 + 1/Gamma_l) lambda_l h_l h_l^H is
/// positive semidefinite for every l, and sum_l lambda_l sigma_l^2 = <see cref="LowerBoundOnPower"/> exceeds sum_m nu_m P_m = P0. The
/// nu_m may be of any sign.
/// </summary>
/// <param name="Lambda">lambda.</param>
/// <param name="AntennaWeights">nu, scaled to sum_m nu_m P_m = P0.</param>
/// <param name="LowerBoundOnPower">t P0 is at least this.</param>
public sealed record AntennaPowerCertificate(
    IReadOnlyList<double> Lambda, IReadOnlyList<double> AntennaWeights, double LowerBoundOnPower) : InfeasibilityCertificate;

/// <summary>
/// No design keeps the sidelobes of a max_min_power objective below epsilon times the power t at the weakest target. With the
/// multipliers, of which all but nu are at least 0, and a_k, a_n the steering vectors of targets and sidelobes,
/// <code>
///   Z_l = diag(nu) + sum_j lambda_j h_j h_j^H - (1 + 1/Gamma_l) lambda_l h_l h_l^H - sum_k mu_k a_k a_k^H + sum_n eta_n a_n a_n^H >= 0
/// </code>
/// for every l (with nobody served: without lambda), any design has 0 &lt;= sum_m nu_m P_m - sum_l lambda_l sigma_l^2 + tau t with tau =
/// (epsilon sum_n eta_n - sum_k mu_k)+ and t at most M P0; P_m = P0 / M where all nu_m are equal and only the total is given. The proof is
/// sum_l lambda_l sigma_l^2 > sum_m nu_m P_m + tau M P0.
/// </summary>
/// <param name="Lambda">lambda; empty where nobody is served.</param>
/// <param name="AntennaWeights">nu.</param>
/// <param name="TargetWeights">mu.</param>
/// <param name="SidelobeWeights">eta, in the order of the grid.</param>
public sealed record SidelobeCertificate(
    IReadOnlyList<double> Lambda, IReadOnlyList<double> AntennaWeights, IReadOnlyList<double> TargetWeights,
    IReadOnlyList<double> SidelobeWeights) : InfeasibilityCertificate;

/// <summary>A restriction of a named solver makes the instance infeasible for it although the SDR may be feasible.</summary>
/// <param name="Reason">The violated condition with its numbers, for people.</param>
/// <param name="Multipliers">Dual ray or multipliers that prove it; the solver's documentation says of what.</param>
public sealed record RestrictionCertificate(string Reason, IReadOnlyList<double> Multipliers) : InfeasibilityCertificate
{
    /// <summary>nu where the antennas' powers are what cannot be met; the multipliers are then lambda. Else null.</summary>
    public IReadOnlyList<double>? AntennaWeights { get; init; }
}
