namespace IsacCluster.Benchmarks.Scaling;

/// <summary>The instances of one size; each that has an optimum counts with the least time of its repeats.</summary>
/// <param name="Size">M, L or N.</param>
/// <param name="SetUpMs">Once for a target set, no part of a solve: the objective's factor and, for the presolve, the radar-only
/// optima.</param>
/// <param name="Iterations">Median of the interior-point iterations.</param>
/// <param name="Outcomes">"5 Optimal", or how many ended how.</param>
/// <param name="LargestGap">Largest |relative duality gap| of the optimal ones.</param>
internal sealed record ScalingRow(
    int Size, double MedianMs, double LeastMs, double LargestMs, double SetUpMs, double Iterations, string Outcomes, double LargestGap);
