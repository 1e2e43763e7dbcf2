using System.Text.Json;
using IsacCluster.Isac.Sensing;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>How criteria stand in specifications and files, {crb: {target_deg: 20}}, from their descriptions.</summary>
public static class CriterionForm
{
    /// <summary>A row for each criterion and each of its parameters.</summary>
    public static IEnumerable<FieldDeclaration> Parts => SensingCriteria.All.Select(criterion => new FieldDeclaration(criterion.Name, "")
    {
        Meaning = criterion.Equation,
        Default = "",
        Parts = [.. criterion.Parameters.Select(parameter => new FieldDeclaration(parameter.Name, KindOf(parameter).Allowed)
        {
            Symbol = parameter.Symbol,
            Unit = parameter.Unit,
            Meaning = parameter.Meaning,
            Default = parameter.IsRequired ? "required" : CanonicalJson.Number(parameter.ValueOf(criterion.Default)),
        })],
    });

    /// <summary>The criterion of an object of its parameters.</summary>
    /// <param name="fields">The object.</param>
    public static SensingCriterion ReadJson(string name, JsonFields fields)
    {
        CriterionDescription criterion = SensingCriteria.Named(name);
        return criterion.Parameters.Aggregate(criterion.Default, (read, parameter) => parameter.IsRequired || fields.Has(parameter.Name)
            ? parameter.With(read, KindOf(parameter).ReadJson(fields, parameter.Name))
            : read);
    }

    /// <summary>The name and the parameters of a criterion, within an object.</summary>
    internal static void WriteJson(Utf8JsonWriter json, SensingCriterion criterion)
    {
        json.WriteStartObject(criterion.Describe().Name);
        foreach (CriterionParameter parameter in criterion.Describe().Parameters)
            json.WriteNumber(parameter.Name, parameter.ValueOf(criterion));
        json.WriteEndObject();
    }

    /// <param name="name">Of the criterion.</param>
    /// <param name="field">A mapping of its parameters.</param>
    internal static SensingCriterion Read(string name, Field field)
    {
        CriterionDescription criterion = SensingCriteria.Named(name);
        FieldMapping given = FieldMapping.Of(field, [.. criterion.Parameters.Select(parameter => parameter.Name)]);
        return criterion.Parameters.Aggregate(criterion.Default, (read, parameter) =>
        {
            Field? value = parameter.IsRequired
                ? given.Required(parameter.Name, KindOf(parameter).Allowed)
                : given.Optional(parameter.Name);
            return value is null ? read : parameter.With(read, KindOf(parameter).Read(value));
        });
    }

    internal static Dictionary<string, object?> Canonical(SensingCriterion criterion) => new()
    {
        [criterion.Describe().Name] = criterion.Describe().Parameters.ToDictionary(
            parameter => parameter.Name, parameter => (object?)parameter.ValueOf(criterion)),
    };

    /// <summary>crb_20deg_256symbols_-20dB: each value with its unit, or its name where it has none.</summary>
    internal static string Label(SensingCriterion criterion) => string.Join('_', criterion.Describe().Parameters.Select(parameter =>
        CanonicalJson.Number(parameter.ValueOf(criterion)) + (parameter.Unit.Length > 0 ? parameter.Unit : parameter.Name))
        .Prepend(criterion.Describe().Name));

    private static StoredKind<double> KindOf(CriterionParameter parameter) =>
        ValueKinds.Real(NumberRange.Closed(parameter.Low, parameter.High));
}
