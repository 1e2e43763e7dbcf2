using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Studies;

/// <summary>How asking for a trial ended.</summary>
public enum AskStatus
{
    /// <summary>There is a trial to evaluate.</summary>
    Proposed = 0,

    /// <summary>The next proposal needs the result of a trial that is still running.</summary>
    WaitsForResults = 1,

    /// <summary>The sampler has no further point (a finite grid).</summary>
    Exhausted = 2,
}

/// <summary>The trial to evaluate, or why there is none.</summary>
public readonly record struct AskResult(AskStatus Status, Trial? Trial);
