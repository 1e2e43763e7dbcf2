using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>A field that is a number for all users or a list of one for each: sinr_db: 8, sinr_db: [6, 8].</summary>
internal static class UserValues
{
    private const int Most = 256;

    /// <param name="list">The list, or null.</param>
    /// <param name="one">The number where there is no list.</param>
    /// <param name="with">Sets both: the number, or the mean of a list.</param>
    public static ScenarioField Field(
        string name, NumberRange range, Func<Scenario, ValueList?> list, Func<Scenario, double> one,
        Func<Scenario, double, ValueList?, Scenario> with)
    {
        StoredKind<ValueList> lists = Kind(range, "user");
        var kind = new StoredKind<OneOrList>(
            lists.Allowed,
            field => field.Node is SequenceNode ? OneOrList.Of(lists.Read(field)) : new OneOrList(field.Number(range), null),
            value => value.List is { } values ? values.ToArray() : value.One,
            (fields, fieldName) => fields.IsList(fieldName)
                ? OneOrList.Of(lists.ReadJson(fields, fieldName))
                : new OneOrList(lists.ReadJson(fields, fieldName)[0], null),
            (json, value) => lists.WriteJson(json, value.List ?? new ValueList([value.One])));
        return ScenarioField.Of(
            name, kind, scenario => new OneOrList(one(scenario), list(scenario)),
            (scenario, value) => with(scenario, value.One, value.List))
            with
        {
            Value = scenario => list(scenario) is { } values ? values.ToArray() : one(scenario),
        };
    }

    /// <summary>A number, which is a list of one, or a list.</summary>
    /// <param name="of">Whom a list has a number for.</param>
    public static StoredKind<ValueList> Kind(NumberRange range, string of) => new(
        $"{range.Description["a ".Length..]}, or a list of one for each {of}",
        field => new ValueList(Read(field, range, of)),
        values => values.Count == 1 ? values[0] : values.ToArray(),
        (fields, name) => new ValueList(fields.IsList(name)
            ? fields.Numbers(name, value => range.Contains(value), range.Description)
            : [fields.Number(name, value => range.Contains(value), range.Description)]),
        (json, values) =>
        {
            if (values.Count == 1)
            {
                json.WriteNumberValue(values[0]);
                return;
            }

            json.WriteStartArray();
            foreach (double value in values) json.WriteNumberValue(value);
            json.WriteEndArray();
        });

    private static IEnumerable<double> Read(Field field, NumberRange range, string of)
    {
        if (field.Node is not SequenceNode) return [field.Number(range)];
        return [.. field.Items($"a number or a list of one for each {of}", Most).Select(item => item.Number(range))];
    }

    /// <summary>One number for all, or the mean of a list and the list.</summary>
    private readonly record struct OneOrList(double One, ValueList? List)
    {
        public static OneOrList Of(ValueList values) => new(values.Average(), values);
    }
}
