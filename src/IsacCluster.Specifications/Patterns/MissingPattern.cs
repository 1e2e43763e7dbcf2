using IsacCluster.Isac.Arrays;

namespace IsacCluster.Specifications.Patterns;

/// <summary>A pattern whose file is not on this machine: what does not compute with it may still read the specification.</summary>
/// <param name="Path">As it is written.</param>
public sealed record MissingPattern(string Path) : DesiredPattern
{
    /// <exception cref="IOException">Always.</exception>
    public override (double[] Levels, double[] Weights) On(
        IReadOnlyList<Direction> grid, AntennaArray array, IReadOnlyList<Direction> targets, double beamwidthDeg) =>
        throw new FileNotFoundException($"The file of the desired pattern, {Path}, is not here.");
}
