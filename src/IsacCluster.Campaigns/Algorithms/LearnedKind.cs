using IsacCluster.Networks.Layouts;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// A learned algorithm by its name: gnn and dnn are the network's inference alone; gnn-ip and dnn-ip repair those of its designs that are
/// not feasible (Zhao et al., (29) to (31)).
/// </summary>
public sealed record LearnedKind(string Name, NetworkKind Network, bool Repairs)
{
    public static IReadOnlyList<LearnedKind> All { get; } =
    [
        new("dnn", NetworkKind.Dnn, false),
        new("dnn-ip", NetworkKind.Dnn, true),
        new("gnn", NetworkKind.Gnn, false),
        new("gnn-ip", NetworkKind.Gnn, true),
    ];

    /// <summary>Null where the name is not that of a learned algorithm.</summary>
    public static LearnedKind? Of(string name) => All.FirstOrDefault(kind => kind.Name == name);
}
