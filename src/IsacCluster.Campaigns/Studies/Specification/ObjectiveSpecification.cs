using IsacCluster.Campaigns.Trainings;
using IsacCluster.Search.Space;
using IsacCluster.Search.Synthetic;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>What a study optimises.</summary>
public abstract record ObjectiveSpecification
{
    protected ObjectiveSpecification() { }

    private readonly IReadOnlyList<Formula> _formulas = [];
    private readonly IReadOnlyList<Constraint> _constraints = [];

    /// <summary>Its values, at least one: each the name of what is measured, or an expression of such names.</summary>
    public required IReadOnlyList<Formula> Formulas
    {
        get => _formulas;
        init => (_formulas, Metrics, Columns) = (value, [.. value.Select(formula => formula.Text)], Named(value, _constraints));
    }

    /// <summary>Comparisons of what is measured that a trial is to fulfil.</summary>
    public IReadOnlyList<Constraint> Constraints
    {
        get => _constraints;
        init => (_constraints, Columns) = (value, Named(_formulas, value));
    }

    /// <summary>Texts of the formulas.</summary>
    public IReadOnlyList<string> Metrics { get; private init; } = [];

    /// <summary>Names of what is measured of a trial: those of the formulas, then further ones of the constraints.</summary>
    public IReadOnlyList<string> Columns { get; private init; } = [];

    /// <summary>Whether its values are not simply what is measured.</summary>
    internal bool Judges => Constraints.Count > 0 || !Columns.SequenceEqual(Metrics);

    /// <summary>Names that can be measured; null: whatever is named.</summary>
    internal abstract IReadOnlyList<string>? Measurable { get; }

    /// <summary>Steps of a full evaluation; null where it does not tell.</summary>
    public abstract long? Steps { get; }

    /// <summary>Everything that changes its values.</summary>
    internal abstract object ToCanonical();

    /// <param name="measured">One finite number for each column.</param>
    internal TrialValues Judge(IReadOnlyList<double> measured)
    {
        double[] values = [.. measured];
        return new TrialValues(
            [.. Formulas.Select(formula => formula.Evaluate(Columns, values))],
            [.. Constraints.Select(constraint => constraint.Excess(Columns, values))]);
    }

    private static string[] Named(IReadOnlyList<Formula> formulas, IReadOnlyList<Constraint> constraints) =>
    [
        .. formulas.SelectMany(formula => formula.Names).Concat(constraints.SelectMany(constraint => constraint.Names))
            .Distinct(StringComparer.Ordinal),
    ];
}

/// <summary>A test function of the search library, whose parameters are the first of the space.</summary>
public sealed record SyntheticSpecification(SyntheticObjective Function) : ObjectiveSpecification
{
    public override long? Steps => Function.Steps;

    internal override IReadOnlyList<string>? Measurable => Function.Measured;

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

    internal override IReadOnlyList<string>? Measurable => null;

    internal override object ToCanonical() => new Dictionary<string, object?>
    {
        ["command"] = Written,
        ["files"] = FileDigests.ToDictionary(file => file.Key, file => (object?)file.Value),
        ["metrics"] = Metrics,
    };
}

/// <summary>Workers outside of the cluster, which ask for trials and tell their values.</summary>
/// <param name="Lease">A worker that says nothing for so long may lose its trial to another one.</param>
public sealed record ExternalSpecification(TimeSpan Lease) : ObjectiveSpecification
{
    public override long? Steps => null;

    internal override IReadOnlyList<string>? Measurable => null;

    internal override object ToCanonical() => new Dictionary<string, object?> { ["external"] = true, ["metrics"] = Metrics };
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

    internal override IReadOnlyList<string>? Measurable =>
        [.. TrainingMetrics.Names, .. Campaign is null ? [] : CampaignMetrics.Names];

    internal override object ToCanonical()
    {
        var canonical = new Dictionary<string, object?> { ["training"] = Base.IdentityText, ["metrics"] = Metrics };
        if (Campaign is not null) canonical["campaign"] = Campaign.ToCanonical();
        return canonical;
    }
}
