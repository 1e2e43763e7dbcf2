using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Solvers;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// An algorithm of a campaign: maps a sample to a design. Pure; owns work space, so one object serves one thread.
/// </summary>
public interface IDesignAlgorithm
{
    /// <summary>The name in specifications and reports, and the name of its stage in traces and timings.</summary>
    string Name { get; }

    DesignOutcome Run(Sample sample);
}

/// <summary>What an algorithm returned for a sample.</summary>
/// <param name="Design">Null unless the status is optimal.</param>
/// <param name="Projected">Whether the projection touched the design; null where the algorithm has none.</param>
public sealed record DesignOutcome(SolveStatus Status, Design? Design, bool? Projected = null);
