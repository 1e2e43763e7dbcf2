namespace IsacCluster.Isac.Refinement;

/// <summary>
/// The scalars of a closed-loop descent (<see cref="FeedbackDescent"/>), one set for every M, L, Gamma0, noise and target set. The defaults
/// were found by a random search at 24 steps over 16 settings (L = 1..6, 3 to 15 dB, noise 1e-10 and 1e-9, fixed and random targets) with
/// channels of a seed that no test or campaign uses.
/// </summary>
public sealed record DescentScalars
{
    /// <summary>K, the steps: from 1. More steps cost time in proportion and bring L(R) nearer to the optimum.</summary>
    public int Steps { get; init; } = 24;

    /// <summary>eta_1, length of the first step on the sphere ||B||_F = 1 along the averaged direction.</summary>
    public double FirstStep { get; init; } = 0.546;

    /// <summary>eta_K / eta_1: lengths fall geometrically.</summary>
    public double LastStep { get; init; } = 0.0231;

    /// <summary>rho, weight of a user's shortfall ln(m Gamma0 / SINR_l) beside L(R) / L_0 in the first step.</summary>
    public double Penalty { get; init; } = 0.209;

    /// <summary>
    /// beta: in step k = 0..K-1 rho_l grows by the factor 1 + beta (k / K) times the shortfall. Early shortfalls pass by themselves.
    /// </summary>
    public double PenaltyGain { get; init; } = 1.21;

    /// <summary>mu, what remains of the direction in the next step.</summary>
    public double Momentum { get; init; } = 0.518;

    /// <summary>m, the thresholds of the descent are m Gamma0.</summary>
    public double Margin { get; init; } = 1.056;

    /// <summary>kappa, ln w_l rises by kappa times the shortfall.</summary>
    public double WeightGain { get; init; } = 0.34;

    /// <summary>eta_k for k = 0..K-1.</summary>
    public double Step(int k) => Steps == 1 ? FirstStep : FirstStep * Math.Pow(LastStep, (double)k / (Steps - 1));

    /// <summary>The factor of rho_l in step k.</summary>
    public double Growth(int k, double shortfall) => 1 + PenaltyGain * shortfall * k / Steps;
}
