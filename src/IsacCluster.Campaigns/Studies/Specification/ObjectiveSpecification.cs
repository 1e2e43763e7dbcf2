using IsacCluster.Campaigns.Trainings;
using IsacCluster.Search.Synthetic;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>What a study optimises.</summary>
public abstract record ObjectiveSpecification
{
    protected ObjectiveSpecification() { }

    /// <summary>Names of its values, at least one.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>Steps of a full evaluation; null where it does not tell.</summary>
    public abstract long? Steps { get; }

    /// <summary>Everything that changes its values.</summary>
    internal abstract object ToCanonical();
}

/// <summary>A test function of the search library, whose parameters are the first of the space.</summary>
public sealed record SyntheticSpecification(SyntheticObjective Function) : ObjectiveSpecification
{
    public override long? Steps => Function.Steps;

    internal override object ToCanonical() => new Dictionary<string, object?> { ["synthetic"] = Function.Name, ["steps"] = Function.Steps };
}

/// <summary>A program that is given the parameters as arguments and prints its values as JSON.</summary>
/// <param name="Command">The program and its first arguments; files beside the specification are absolute paths.</param>
/// <param name="FileDigests">SHA-256 of those files, of scripts without their comments, by their names in the specification.</param>
/// <param name="Timeout">Of one run; null: none.</param>
public sealed record CommandSpecification(
    IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> FileDigests, TimeSpan? Timeout) : ObjectiveSpecification
{
    /// <summary>The command as it is written.</summary>
    public required IReadOnlyList<string> Written { get; init; }

    public override long? Steps => null;

    internal override object ToCanonical() => new Dictionary<string, object?>
    {
        ["command"] = Written,
        ["files"] = FileDigests.ToDictionary(file => file.Key, file => (object?)file.Value),
        ["metrics"] = Metrics,
    };
}

/// <summary>A training whose fields are the parameters.</summary>
public sealed record TrainingObjectiveSpecification : ObjectiveSpecification
{
    internal TrainingObjectiveSpecification(TrainingTemplate template) => (Template, Base) = (template, template.Read([]));

    /// <summary>Before any parameter is set.</summary>
    public TrainingSpecification Base { get; }

    internal TrainingTemplate Template { get; }

    /// <summary>Where metrics of a campaign are asked for: the campaign.</summary>
    public ValidationCampaign? Campaign { get; init; }

    public override long? Steps => Base.Settings.Epochs;

    internal override object ToCanonical()
    {
        var canonical = new Dictionary<string, object?> { ["training"] = Base.IdentityText, ["metrics"] = Metrics };
        if (Campaign is not null) canonical["campaign"] = Campaign.ToCanonical();
        return canonical;
    }
}
