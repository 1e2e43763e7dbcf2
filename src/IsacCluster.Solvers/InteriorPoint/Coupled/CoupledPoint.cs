using IsacCluster.Numerics;

namespace IsacCluster.Solvers.InteriorPoint.Coupled;

/// <summary>Where an iteration ended; whoever recovers a design from it may overwrite it.</summary>
/// <param name="Covariance">R in steering coordinates.</param>
/// <param name="Shares">C_l; empty for zero forcing.</param>
internal sealed record CoupledPoint(PlanarMatrix Covariance, IReadOnlyList<PlanarMatrix> Shares);
