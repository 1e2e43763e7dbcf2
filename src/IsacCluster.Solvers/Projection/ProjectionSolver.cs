using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Auditing;
using IsacCluster.Solvers.Projection.Formulation;
using IsacCluster.Solvers.Projection.InteriorPoint;
using IsacCluster.Solvers.Projection.Newton;
using IsacCluster.Solvers.Projection.Recovery;

namespace IsacCluster.Solvers.Projection;

/// <summary>
/// The projection of a raw design (C, S) on the feasible set of the SDR, equation (29), and its rank-one recovery (30). With
/// C_l = c_l c_l^H and R = C C^H + S S^H:
/// <code>
/// minimise   sum_l |C^_l - C_l|_F^2 + |R^ - R|_F^2
/// subject to C^_l >= 0,  R^ - sum_l C^_l >= 0,  Tr R^ = P0 (or R^_mm = P_m),
///            (1 + 1/Gamma0) h_l^H C^_l h_l >= h_l^H R^ h_l + sigma^2.
/// </code>
/// <para>Solved in the dual by a proximal semismooth Newton method; where that does not close the gap to 1e-8, by an interior-point
/// method (docs/adr/0004-projection-method.md). Certified by weak duality and checked on the returned beamformers. A raw design
/// that already meets the constraints is returned as it is. Not thread-safe: the work space is kept between calls of one (M, L).</para>
/// </summary>
public sealed class ProjectionSolver
{
    /// <summary>The name used in telemetry and command lines.</summary>
    public const string Name = "projection";

    /// <summary>A raw design is feasible as it stands when no constraint is off by more than rounding, relatively.</summary>
    private const double RawFeasibility = 1e-13;

    /// <summary>
    /// What rounding leaves of a distance: it is a difference of squares of order 1 in the unit scale. No method does better, so a smaller
    /// gap is no reason to try the next one, however small the distance.
    /// </summary>
    private const double DistanceRounding = 1e-12;

    private readonly Func<IsacInstance, InfeasibilityCertificate?>? _certifyInfeasible;
    private readonly SolveBudget _budget;
    private Workspace? _workspace;

    /// <param name="certifyInfeasible">
    /// Decides feasibility where the Newton method fails, before the interior-point method is tried: a certificate when no design
    /// meets the constraints, null when one does (the minimum-power problem). Without it such an instance ends as
    /// <see cref="SolveStatus.IterationLimit"/> or <see cref="SolveStatus.NumericalFailure"/>.
    /// </param>
    /// <param name="options">Limits on iterations and time.</param>
    public ProjectionSolver(Func<IsacInstance, InfeasibilityCertificate?>? certifyInfeasible = null, SolverOptions? options = null) =>
        (_certifyInfeasible, _budget) = (certifyInfeasible, new SolveBudget(options ?? new SolverOptions()));

    /// <summary>Projects; Objective is the squared distance, RelativeGap is over max(distance^2, 1e-6 P0^2).</summary>
    /// <exception cref="ArgumentException">The raw design has not the instance's M and L.</exception>
    public SolveResult Solve(IsacInstance instance, Design raw) => Project(instance, raw).Result;

    /// <summary>Projects and returns the projected covariances and the multipliers too.</summary>
    /// <exception cref="ArgumentException">The raw design has not the instance's M and L.</exception>
    public ProjectionSolution Project(IsacInstance instance, Design raw)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(raw);
        CheckShapes(instance, raw);
        _budget.Start();
        int limits = instance.AntennaPowers?.Count ?? 1;
        if (_workspace is not { } space || space.Problem.Antennas != instance.Antennas || space.Problem.Users != instance.Users
            || space.Limits != limits)
        {
            _workspace = space = new Workspace(instance.Antennas, instance.Users, limits);
        }

        if (!space.Problem.Load(instance, raw))
        {
            return _certifyInfeasible?.Invoke(instance) is { } proof
                ? Infeasible(proof, 0)
                : Unsolved(SolveStatus.NumericalFailure, 0);
        }

        var asIs = DesignAudit.Of(raw, instance);
        if (asIs.Violation <= RawFeasibility) return Unchanged(instance, raw, asIs);
        ProjectionSolution? newton = space.Newton.Solve(space.Problem, _budget) == ProximalNewtonOutcome.Converged
            ? Certified(instance, space) : null;
        // A Newton result with a larger gap is kept only if the interior-point method does no better.
        if (newton is { } good && IsExact(good.Result, instance.Power)) return good;
        if (newton is null && _certifyInfeasible?.Invoke(instance) is { } certificate)
            return Infeasible(certificate, space.Newton.Iterations);
        if (_budget.Limit != SolveLimit.None && newton is null) return Unsolved(_budget.Limit.Status(), space.Newton.Iterations);
        // The interior-point method knows the trace alone.
        if (limits > 1) return newton ?? Unsolved(SolveStatus.NumericalFailure, space.Newton.Iterations);
        ProjectionSolution interior = InteriorPoint(instance, space);
        return newton is null || Math.Abs(interior.Result.RelativeGap) < Math.Abs(newton.Result.RelativeGap) ? interior : newton;
    }

    /// <summary>Whether the gap is small beside the distance, or as small as rounding allows.</summary>
    private static bool IsExact(SolveResult result, double power)
    {
        double distance = Math.Max(result.Objective / (power * power), DesignAudit.ValueFloor);
        return Math.Abs(result.RelativeGap) <= Math.Max(DesignAudit.CertifiedGap, DistanceRounding / distance);
    }

    /// <summary>The dual Newton method's point as a result, if the recovered beamformers and the duality gap confirm it.</summary>
    private static ProjectionSolution? Certified(IsacInstance instance, Workspace space)
    {
        space.Factors.Load(space.Newton.Point);
        if (space.Recovery.Recover(space.Factors, instance.AntennaPowers is not null) is not { } design) return null;
        if (space.Problem.AntennaShares is { } shares)
        {
            space.Recovery.ScaleAntennas(shares);
            design = DesignAudit.ScaledToPower(design, instance);
        }

        DualPoint point = space.Newton.Point;
        space.Bound.Evaluate(space.Problem, point);
        var multipliers = new ScaledMultipliers(space.Bound.Z, point.Nus, space.Bound.Lambda);
        return Confirmed(instance, space, design, space.Bound.Value, space.Bound.DualResidual, multipliers, space.Newton.Iterations);
    }

    private ProjectionSolution InteriorPoint(IsacInstance instance, Workspace space)
    {
        SolveLimit limit = space.Fallback.Solve(space.Problem, _budget);
        int iterations = space.Newton.Iterations + space.Fallback.Iterations;
        NesterovToddPoint point = space.Fallback.Point;
        point.EvaluateBound(space.Problem);
        space.Factors.Load(point.Blocks);
        if (space.Recovery.Recover(space.Factors, interiorPoint: true) is { } design)
        {
            var multipliers = new ScaledMultipliers(point.Z, [point.Nu], point.Lambda);
            if (Confirmed(instance, space, design, point.Bound, point.DualResidual, multipliers, iterations) is { } solution)
                return solution;
        }

        return Unsolved(limit.Status(), iterations);
    }

    /// <summary>The result of a design and a lower bound in scaled units; null when design or gap miss the tolerances.</summary>
    private static ProjectionSolution? Confirmed(
        IsacInstance instance, Workspace space, Design design, double bound, double dualResidual, ScaledMultipliers scaled, int iterations)
    {
        double power = instance.Power, distance = space.Recovery.SquaredDistance, gap = DesignAudit.RelativeGap(distance, bound, 1);
        var audit = DesignAudit.Of(design, instance);
        if (!audit.Confirms(gap)) return null;
        var result = new SolveResult
        {
            Status = SolveStatus.Optimal,
            Design = design,
            Objective = distance * power * power,
            RelativeGap = gap,
            PrimalResidual = audit.Violation,
            DualResidual = dualResidual,
            Iterations = iterations,
        };
        double[] lambda = [.. scaled.Lambda.Select((value, l) => value * power / space.Problem.ChannelGain[l])];
        var multipliers = new ProjectionMultipliers(scaled.Z.ToComplex(power), scaled.Nus.Average() * power, lambda)
        {
            AntennaNus = scaled.Nus.Count == 1 ? null : [.. scaled.Nus.Select(nu => nu * power)],
        };
        ComplexMatrix[] beams = [.. space.Recovery.BeamCovariances.Select(beam => beam.ToComplex(power))];
        return new ProjectionSolution(result, beams, space.Recovery.Covariance.ToComplex(power), multipliers);
    }

    /// <summary>The raw design itself, at distance 0 with zero multipliers.</summary>
    private static ProjectionSolution Unchanged(IsacInstance instance, Design raw, DesignAudit audit)
    {
        var result = new SolveResult
        {
            Status = SolveStatus.Optimal,
            Design = raw,
            Objective = 0,
            RelativeGap = 0,
            PrimalResidual = audit.Violation,
            DualResidual = 0,
        };
        ComplexMatrix[] beams = [.. Enumerable.Range(0, instance.Users).Select(l => Column(raw.C, l).Gram())];
        var zero = new ProjectionMultipliers(new ComplexMatrix(instance.Antennas, instance.Antennas), 0, new double[instance.Users]);
        return new ProjectionSolution(result, beams, raw.Covariance(), zero);
    }

    private static ProjectionSolution Unsolved(SolveStatus status, int iterations) =>
        new(new SolveResult { Status = status, Iterations = iterations });

    private static ProjectionSolution Infeasible(InfeasibilityCertificate certificate, int iterations) =>
        new(new SolveResult { Status = SolveStatus.Infeasible, Certificate = certificate, Iterations = iterations });

    private static ComplexMatrix Column(ComplexMatrix matrix, int column)
    {
        var result = new ComplexMatrix(matrix.Rows, 1);
        for (int m = 0; m < matrix.Rows; m++) result[m, 0] = matrix[m, column];
        return result;
    }

    /// <exception cref="ArgumentException">The raw design has not the instance's M and L.</exception>
    internal static void CheckShapes(IsacInstance instance, Design raw)
    {
        if (raw.C.Rows != instance.Antennas || raw.C.Columns != instance.Users || raw.S.Rows != instance.Antennas)
        {
            throw new ArgumentException(
                $"The raw design has C {raw.C.Rows} x {raw.C.Columns} and S {raw.S.Rows} x {raw.S.Columns}; "
                + $"{instance.Antennas} antennas and {instance.Users} users need C {instance.Antennas} x {instance.Users} "
                + $"and S with {instance.Antennas} rows.", nameof(raw));
        }
    }

    /// <summary>Z, nu, lambda in the units of <see cref="ScaledProblem"/>.</summary>
    private sealed record ScaledMultipliers(PlanarMatrix Z, IReadOnlyList<double> Nus, IReadOnlyList<double> Lambda);

    /// <summary>Everything that is allocated once per (M, L).</summary>
    private sealed class Workspace
    {
        public Workspace(int antennas, int users, int limits)
        {
            Limits = limits;
            Problem = new ScaledProblem(antennas, users);
            Newton = new ProximalNewton(antennas, users, limits);
            Recovery = new DesignRecovery(Problem);
            Bound = new DualBound(antennas, users);
            Factors = new CovarianceFactors(antennas, users);
        }

        /// <summary>1 for the trace, M for the antennas' powers.</summary>
        public int Limits { get; }

        public ScaledProblem Problem { get; }

        public ProximalNewton Newton { get; }

        public DesignRecovery Recovery { get; }

        public DualBound Bound { get; }

        public CovarianceFactors Factors { get; }

        /// <summary>Made on first use: most instances never need it.</summary>
        public NesterovToddMethod Fallback => field ??= new NesterovToddMethod(Problem.Antennas, Problem.Users);
    }
}
