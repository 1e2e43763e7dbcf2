using IsacCluster.Networks.Layouts;
using IsacCluster.Solvers;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// A learned algorithm: gnn and dnn are the network's inference alone; gnn-ip and dnn-ip repair those of its designs that are not feasible
/// (Zhao et al., (29) to (31)).
/// </summary>
/// <param name="repairs">Whether it repairs.</param>
public sealed class LearnedEntry(string name, NetworkKind network, bool repairs) : AlgorithmEntry
{
    private const string Model = "model", Repair = "repair";

    public override string Name => name;

    /// <summary>A repair fails only where no design serves the users; a network alone decides nothing.</summary>
    public override InfeasibilityClaim Claim => repairs ? InfeasibilityClaim.NoDesign : InfeasibilityClaim.Never;

    public override IReadOnlyList<string> Options { get; } = repairs
        ? [Model, AlgorithmReader.Label, Repair]
        : [Model, AlgorithmReader.Label];

    public override string Needs => "a trained network";

    public override AlgorithmSpecification Read(
        string label, FieldMapping? options, SpecificationSource source, IReadOnlyList<SweepPoint> points)
    {
        ArgumentNullException.ThrowIfNull(options);
        DesignRepair? repair = repairs
            ? options.Optional(Repair) is Field asked ? EnumNames<DesignRepair>.Read(asked) : DesignRepair.Projection
            : null;
        var models = new ModelReader(options.Required(Model, ModelReader.ExpectedFile), network, source);
        return new LearnedSpecification(name, label, repair, models.Read(points));
    }
}

/// <summary>A trained network of a campaign.</summary>
/// <param name="Repair">Null where the algorithm has none: gnn, dnn.</param>
/// <param name="ModelByPoint">By id of the point, in the order of the points.</param>
public sealed record LearnedSpecification(
    string Name, string Label, DesignRepair? Repair,
    IReadOnlyDictionary<string, ILearnedModel> ModelByPoint) : AlgorithmSpecification(Name, Label)
{
    public override bool HasParts => true;

    public override IReadOnlyList<string> Lacks =>
        [.. ModelByPoint.Values.OfType<MissingModel>().Select(model => model.File).Distinct(StringComparer.Ordinal)];

    public override string? ModelDigest(SweepPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return ModelByPoint[point.Id].Digest;
    }

    public override IDesignAlgorithm Create(SweepPoint point, SampleMemo? memo = null)
    {
        ArgumentNullException.ThrowIfNull(point);
        ILearnedModel model = ModelByPoint[point.Id];
        return new LearnedAlgorithm(
            Label, (memo ?? new SampleMemo()).InferenceOf(model.Digest, model.CreateInference),
            Repair is { } repair ? DesignRepairs.Create(repair, memo?.MinimumPowers) : null);
    }

    /// <summary>Points that share a model share a network.</summary>
    public override object? SharedBy(SweepPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return ModelByPoint[point.Id];
    }

    /// <summary>What its files contain, not where they lie.</summary>
    public override object ToCanonical() => new Dictionary<string, object?>
    {
        ["label"] = Label,
        ["models"] = ModelByPoint.Values.Select(model => model.Digest),
        ["name"] = Name,
        ["repair"] = Repair is { } repair ? EnumNames<DesignRepair>.Of(repair) : null,
    };
}
