using IsacCluster.Search.Studies;

namespace IsacCluster.Search.Pruning;

/// <summary>Lets every trial go on.</summary>
public sealed class NoPruner : IPruner
{
    public string Name => "none";

    public PruneDecision Decide(StudyView view, Trial trial, long step) => PruneDecision.Continue;
}
