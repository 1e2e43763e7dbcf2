using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Layouts;
using IsacCluster.Networks.Models;
using IsacCluster.Solvers.Presolve;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>A model file of this project as an algorithm's model.</summary>
public sealed class NetworkModel(DesignModel model) : ILearnedModel
{
    public NetworkKind Kind => model.Architecture.Kind;

    public string Digest => model.Digest;

    public string? Refusal(Scenario scenario) => model.Refusal(scenario);

    public Inference CreateInference() => model.CreateNetwork(RadarStart.Of).Infer;
}
