namespace IsacCluster.Benchmarks.Scaling;

/// <summary>The instances of one size; each that has an optimum counts with the least time of its repeats.</summary>
/// <param name="Size">M, L or N.</param>
/// <param name="ObjectiveMs">Making the Gram matrix of the target set, which is done once for a point and is no part of a solve.</param>
/// <param name="Iterations">Median of the interior-point iterations.</param>
/// <param name="Outcomes">"5 Optimal", or how many ended how.</param>
/// <param name="LargestGap">Largest |relative duality gap| of the optimal ones.</param>
internal sealed record ScalingRow(
    int Size, double MedianMs, double LeastMs, double LargestMs, double ObjectiveMs, double Iterations, string Outcomes, double LargestGap);
