using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Refinement;
using IsacCluster.Solvers.Auditing;
using IsacCluster.Solvers.Presolve;

namespace IsacCluster.Solvers.Baselines;

/// <summary>
/// The closed-loop descent of <see cref="FeedbackDescent"/> as a baseline: no training, no convex program; the same few scalars for every
/// number of antennas, users and targets. From the radar-only covariance, K steps down
/// <code>
///   L(R) / L_0 + sum_l rho_l (ln(m Gamma0) - ln SINR_l)+
/// </code>
/// with user weights and rho_l raised by the shortfalls. A heuristic: it claims neither optimality nor that every threshold is met, and
/// decides nothing about feasibility.
/// </summary>
internal sealed class DescentSolver(DescentScalars scalars) : IBeamformingSolver
{
    private static readonly DescentScalars Defaults = new();
    private FeedbackDescent? _descent;

    /// <summary>Its line in the catalogue.</summary>
    public static SolverEntry Entry { get; } = new("descent", static _ => new DescentSolver(Defaults), InDefaultSolve: false)
    {
        Parameters =
        [
            new("steps", 1, 1000, Defaults.Steps, IsWhole: true),
            new("first_step", 1e-6, 10, Defaults.FirstStep),
            new("last_step", 1e-6, 1, Defaults.LastStep),
            new("penalty", 0, 1e3, Defaults.Penalty),
            new("penalty_gain", 0, 1e3, Defaults.PenaltyGain),
            new("momentum", 0, 0.999, Defaults.Momentum),
            new("margin", 1, 100, Defaults.Margin),
            new("weight_gain", 0, 10, Defaults.WeightGain),
        ],
        CreateWith = static (_, values) => new DescentSolver(new DescentScalars
        {
            Steps = (int)values[0],
            FirstStep = values[1],
            LastStep = values[2],
            Penalty = values[3],
            PenaltyGain = values[4],
            Momentum = values[5],
            Margin = values[6],
            WeightGain = values[7],
        }),
    };

    public string Name => "descent";

    public InfeasibilityClaim Claim => InfeasibilityClaim.Never;

    public bool IsForPlainOnly => true;

    public SolveResult Solve(IsacInstance instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        if (!instance.IsPlain) return new SolveResult { Status = SolveStatus.NumericalFailure };
        if (_descent is null || _descent.Users != instance.Users || _descent.Antennas != instance.Antennas)
            _descent = new FeedbackDescent(instance.Users, instance.Antennas);
        Design design = _descent.Run(instance, RadarStart.Of(instance.Objective), scalars);
        bool finite = double.IsFinite(design.Power());
        return new SolveResult
        {
            Status = finite ? SolveStatus.Heuristic : SolveStatus.NumericalFailure,
            Design = finite ? design : null,
            PrimalResidual = finite ? DesignAudit.Of(design, instance).Violation : double.NaN,
            Iterations = scalars.Steps,
        };
    }
}
