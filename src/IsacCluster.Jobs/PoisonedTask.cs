namespace IsacCluster.Jobs;

/// <summary>A task that was given up after three failed attempts.</summary>
/// <param name="Point">Label of its lane.</param>
/// <param name="First">Its first index.</param>
public sealed record PoisonedTask(string Point, long First, int Count, string Error);
