using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// Stands for a model file that is not on this machine, where a campaign is only planned and its results merged: nothing of that depends on
/// weights.
/// </summary>
/// <param name="file">As it is written in the specification.</param>
internal sealed class MissingModel(string file, NetworkKind kind) : ILearnedModel
{
    public string File => file;

    public NetworkKind Kind => kind;

    /// <summary>Of no file, so that the job's identity is another than that of the whole one.</summary>
    public string Digest => $"missing:{file}";

    public string? Refusal(Scenario scenario) => null;

    public Inference CreateInference() => throw new FileNotFoundException($"{file} is not on this machine.", file);
}
