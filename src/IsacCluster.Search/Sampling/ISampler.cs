using IsacCluster.Search.Space;
using IsacCluster.Search.Trials;

namespace IsacCluster.Search.Sampling;

/// <summary>
/// Proposes the parameters of trials. A proposal is a function of the study's seed, the trial's number and the history that is shown,
/// and of nothing else; an instance may keep a memo of the history, so one instance belongs to one study and is not shared by threads.
/// </summary>
public interface ISampler
{
    /// <summary>Its name in specifications.</summary>
    string Name { get; }

    /// <summary>Whether its proposals depend on the results of trials before.</summary>
    bool Learns => true;

    /// <summary>How many objectives it can optimise.</summary>
    int MostObjectives { get; }

    /// <summary>How many trials it has in a space; null: as many as wanted.</summary>
    long? Capacity(ParameterSpace space);

    /// <summary>The parameters of a trial; feasible.</summary>
    /// <exception cref="SearchSpaceException">No feasible point was found in a bounded number of tries.</exception>
    ParameterSet Propose(StudyView history, long trialNumber);
}
