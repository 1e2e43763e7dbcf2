using IsacCluster.Solvers.InteriorPoint.Coupled;

namespace IsacCluster.Solvers.InteriorPoint.Lanes;

/// <summary>A program with a strictly feasible start.</summary>
/// <param name="Multipliers">y.</param>
/// <param name="Slacks">s.</param>
internal sealed record LaneStart(CoupledProgram Program, double[] Multipliers, double[] Slacks);
