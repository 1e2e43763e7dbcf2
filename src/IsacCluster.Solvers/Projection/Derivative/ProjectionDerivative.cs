using IsacCluster.Isac.Designs;
using IsacCluster.Numerics;
using IsacCluster.Solvers.Projection.Formulation;

namespace IsacCluster.Solvers.Projection.Derivative;

/// <summary>
/// The vector-Jacobian product of the projection layer: raw design (C, S) -> covariances C_l = c_l c_l^H, R = C C^H + S S^H -> projection
/// (29) -> R^ and the recovered beams of (30),
/// <code>
/// c^_l = C^_l h_l / sqrt(h_l^H C^_l h_l).
/// </code>
/// Exact up to the accuracy of the solution; one positive semidefinite system of at most M^2 + 1 + L real unknowns. A cotangent G_S of
/// S^ S^H = R^ - sum_l c^_l c^_l^H (Hermitian) is covered: add G_S to the cotangent of R^ and -2 G_S c^_l to that of c^_l.
/// <para>Around a raw design that meets every SINR strictly with power P0, the layer is the identity on covariances but for the power:
/// Tr R^ = P0 is an equality, so a change of R loses its component along I, dR^ = dR - (Tr dR / M) I. The beams are still those of
/// (30), the raw ones turned so that h_l^H c^_l > 0, although <see cref="ProjectionSolution.Result"/> holds the raw design itself.</para>
/// <para>The map is differentiable where complementarity is strict. Elsewhere the result is that of one element of the generalised
/// Jacobian; a singular system is regularised by a relative 1e-13. Not thread-safe: the work space is kept between calls of one
/// (M, L).</para>
/// </summary>
public sealed class ProjectionDerivative
{
    private Workspace? _workspace;

    /// <summary>The gradient of a loss with respect to the raw design.</summary>
    /// <param name="instance">The instance that was solved.</param>
    /// <param name="raw">The design that was projected, of any power.</param>
    /// <param name="solution">What <see cref="ProjectionSolver.Project"/> returned, with status optimal.</param>
    /// <param name="covarianceCotangent">G of R^, M x M Hermitian (its Hermitian part is used), dL = Re sum conj(G_ij) dR^_ij.</param>
    /// <param name="beamCotangent">G of the beams (30), M x L, dL = Re sum conj(G_ml) dc^_ml; null: zero.</param>
    /// <exception cref="ArgumentException">The solution is not optimal, or a shape does not fit.</exception>
    /// <exception cref="ArithmeticException">Matrices are not finite: the arguments do not belong together.</exception>
    public DesignGradient Backward(
        IsacInstance instance, Design raw, ProjectionSolution solution,
        ComplexMatrix covarianceCotangent, ComplexMatrix? beamCotangent = null)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(solution);
        ArgumentNullException.ThrowIfNull(covarianceCotangent);
        ProjectionSolver.CheckShapes(instance, raw);
        if (solution.Multipliers is null)
            throw new ArgumentException($"A projection with status {solution.Result.Status} has no derivative.", nameof(solution));
        if (_workspace is not { } space || space.Problem.Antennas != instance.Antennas || space.Problem.Users != instance.Users)
            _workspace = space = new Workspace(instance.Antennas, instance.Users);
        space.Cotangent.Load(covarianceCotangent, beamCotangent, instance.Channel, solution.BeamCovariances!);
        if (!space.Problem.Load(instance, raw) || !space.Jacobian.Load(space.Problem, solution)
            || !space.Jacobian.Apply(space.Problem, space.Cotangent.Beams, space.Cotangent.Covariance))
        {
            throw new ArithmeticException(
                "The projection's derivative is not finite: instance, raw design and solution do not belong together.");
        }

        return space.Cotangent.PullBack(raw);
    }

    /// <summary>Everything that is allocated once per (M, L).</summary>
    private sealed class Workspace(int antennas, int users)
    {
        public ScaledProblem Problem { get; } = new(antennas, users);

        public ProjectionJacobian Jacobian { get; } = new(antennas, users);

        public CovarianceCotangent Cotangent { get; } = new(antennas, users);
    }
}
