using IsacCluster.Isac.Designs;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Networks.Layouts;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>A trained network as a campaign uses it. Immutable and shared between threads.</summary>
public interface ILearnedModel
{
    /// <summary>What gnn and dnn in an algorithm's name ask for.</summary>
    NetworkKind Kind { get; }

    /// <summary>sha256:... of the model file; part of a job's identity.</summary>
    string Digest { get; }

    /// <summary>Why this model cannot serve a scenario; null if it can.</summary>
    string? Refusal(Scenario scenario);

    /// <summary>An evaluator with work space of its own, for one thread.</summary>
    Inference CreateInference();
}

/// <summary>
/// Maps instances, all of one M, L and K, to designs with Tr R = P0. The design of an instance is the same bits
/// whatever else is in the batch.
/// </summary>
public delegate IReadOnlyList<Design> Inference(IReadOnlyList<IsacInstance> instances);
