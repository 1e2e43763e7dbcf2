using IsacCluster.Numerics;

namespace IsacCluster.Solvers.Projection.Formulation;

/// <summary>
/// The gradient of a real loss with respect to the entries of a design, in the real inner product:
/// <code>
/// dL = Re sum_ij conj(G_ij) dX_ij,   so Re G_ij = dL / d Re X_ij and Im G_ij = dL / d Im X_ij.
/// </code>
/// Cotangents of the layers' outputs follow the same convention. For a Hermitian output R^ the cotangent is Hermitian, dL = Re Tr(G dR^)
/// with both triangles counted.
/// </summary>
/// <param name="C">With respect to the beams, M x L.</param>
/// <param name="S">With respect to the radar beams, of the shape of S.</param>
public sealed record DesignGradient(ComplexMatrix C, ComplexMatrix S);
