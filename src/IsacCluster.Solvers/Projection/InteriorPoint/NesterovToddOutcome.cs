namespace IsacCluster.Solvers.Projection.InteriorPoint;

/// <summary>How the interior-point iteration ended.</summary>
internal enum NesterovToddOutcome
{
    /// <summary>Complementarity and primal rows fell below their tolerances.</summary>
    Converged,

    IterationLimit,

    /// <summary>A step vanished or a matrix that must be positive definite was not; the last point may still be good enough.</summary>
    Breakdown,
}
