namespace IsacCluster.Solvers.InteriorPoint;

/// <summary>
/// What <see cref="InteriorPointLoop"/> asks of a form of the primal-dual interior-point method: a point, its residuals, the factored
/// Newton system, Mehrotra's two directions and a step. A form owns its variables; the loop owns the order and the limits.
/// </summary>
internal interface IInteriorPointForm
{
    /// <summary>Work of an iteration by <see cref="SolveWork"/>; 0 for a form that charges its own.</summary>
    double IterationWork { get; }

    /// <summary>Sets the point to a strictly feasible start; false where rounding leaves none.</summary>
    bool Start();

    /// <summary>Measures residuals and gap of the point; false when it is good enough or when no further step can improve it.</summary>
    bool Measure();

    /// <summary>Factors the Newton system at the point; false if it is not numerically positive definite.</summary>
    bool Factor();

    /// <summary>The affine direction, which aims at complementarity 0.</summary>
    void Predict();

    /// <summary>The direction that aims at sigma mu, sigma from how far the affine one could go, with its second-order term.</summary>
    void Correct();

    /// <summary>Moves along the direction, not quite to the boundary; false if nothing is left of the step.</summary>
    bool Step();
}
