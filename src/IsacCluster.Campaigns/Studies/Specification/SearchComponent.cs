using IsacCluster.Search.Space;
using IsacCluster.Specifications.Json;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>A sampler or a pruner of a study: its name, its options, and how to make one.</summary>
/// <param name="Options">Given options by name; defaults are those of the search library.</param>
/// <param name="Create">A new instance, which may keep a memo of its study.</param>
public sealed record SearchComponent<T>(string Name, IReadOnlyDictionary<string, double> Options, Func<T> Create)
{
    /// <summary>As it is written: the name, with its options where some are given.</summary>
    public override string ToString() => Options.Count == 0
        ? Name
        : $"{Name} ({string.Join(", ", Options.Select(option => $"{option.Key} {CanonicalJson.Number(option.Value)}"))})";

    internal object ToCanonical() => new Dictionary<string, object?>
    {
        ["name"] = Name,
        ["options"] = Options.ToDictionary(option => option.Key, option => (object?)option.Value),
    };
}

/// <summary>A search space in canonical form.</summary>
internal static class SpaceIdentity
{
    public static object Of(ParameterSpace space) => new Dictionary<string, object?>
    {
        ["parameters"] = space.Parameters.Select(Of),
        ["constraints"] = space.Constraints.Select(constraint => constraint.Text),
    };

    private static Dictionary<string, object?> Of(Parameter parameter)
    {
        var fields = new Dictionary<string, object?> { ["name"] = parameter.Name };
        switch (parameter)
        {
            case FloatParameter real:
                (fields["float"], fields["log"], fields["step"]) = (new[] { real.Low, real.High }, real.Log, real.Step);
                break;
            case IntParameter whole:
                (fields["int"], fields["log"], fields["step"]) = (new[] { whole.Low, whole.High }, whole.Log, whole.Step);
                break;
            case CategoricalParameter category:
                fields["choice"] = category.Categories;
                break;
            default:
                throw new NotSupportedException($"A {parameter.GetType().Name} has no canonical form.");
        }

        if (parameter.When is { } when) fields["when"] = new Dictionary<string, object?> { [when.Parameter] = when.Values };
        return fields;
    }
}
