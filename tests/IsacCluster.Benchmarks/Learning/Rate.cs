namespace IsacCluster.Benchmarks.Learning;

/// <summary>Samples per second of one pass, medians over its repeats.</summary>
/// <param name="PerCpuSecond">By the CPU time of the process, which other work on the machine does not lengthen.</param>
/// <param name="PerSecond">By wall-clock time.</param>
internal sealed record Rate(double PerCpuSecond, double PerSecond);
