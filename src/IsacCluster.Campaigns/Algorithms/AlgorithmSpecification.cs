using IsacCluster.Specifications;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>One entry of a campaign's algorithms.</summary>
/// <param name="Name">Which algorithm: radar, sdr, gnn-ip, ...</param>
/// <param name="Label">What results call it, distinct in a campaign; a baseline's is its name.</param>
/// <param name="Learned">Null for a baseline.</param>
public sealed record AlgorithmSpecification(string Name, string Label, LearnedSpecification? Learned = null)
{
    /// <summary>A baseline is its name; a learned algorithm is also what its files contain, not where they lie.</summary>
    internal object ToCanonical() => Learned is null ? Name : new Dictionary<string, object?>
    {
        ["label"] = Label,
        ["models"] = Learned.ModelByPoint.Values.Select(model => model.Digest),
        ["name"] = Name,
        ["repair"] = Learned.Repair is { } repair ? EnumNames<DesignRepair>.Of(repair) : null,
    };
}

/// <summary>What a learned algorithm needs beside its name.</summary>
/// <param name="Repair">Null where the algorithm has none: gnn, dnn.</param>
/// <param name="ModelByPoint">By id of the point, in the order of the points.</param>
public sealed record LearnedSpecification(DesignRepair? Repair, IReadOnlyDictionary<string, ILearnedModel> ModelByPoint);
