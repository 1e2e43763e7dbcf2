namespace IsacCluster.Benchmarks.Coverage;

/// <summary>One independent observation of a pool: a sample, or the sums over the slots of a trajectory.</summary>
/// <param name="Mse">Of each algorithm, summed over the counted samples.</param>
/// <param name="Counted">Samples on which every algorithm returned a design.</param>
/// <param name="Satisfied">Of the feasible ones, those on which the network alone meets every threshold.</param>
/// <param name="Feasible">Samples for which some design exists.</param>
/// <param name="Projected">Samples on which the repaired network projected.</param>
/// <param name="Known">Samples on which it says whether it did.</param>
internal sealed record PoolUnit(double[] Mse, int Counted, int Satisfied, int Feasible, int Projected, int Known);
