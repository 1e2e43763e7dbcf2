using System.Text.Json;
using IsacCluster.Isac.Channels;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>
/// channel: a model's name, such as rayleigh, or a mapping of it to parameters, {rician: {factor_db: 5}}. All forms come from the
/// models' descriptions.
/// </summary>
internal static class ChannelKind
{
    private const string Model = "model";

    /// <param name="models">Those that specifications and files may name.</param>
    public static StoredKind<ChannelModel> Of(ChannelModels models) => new(
        $"{string.Join(", ", models.Names.Select(name => $"`{name}`"))}, or one with parameters, `{{NAME: {{PARAMETER: VALUE}}}}`",
        field => field.Node is MappingNode ? ReadWithParameters(field, models) : models.Named(field.Choice(models.Names)).Default,
        Canonical,
        (fields, name) => ReadJson(fields.Nested(name), models),
        WriteJson)
    {
        Name = Label,
    };

    /// <summary>A row for each model and each of its parameters.</summary>
    public static IReadOnlyList<FieldDeclaration> Parts(ChannelModels models) => [.. models.All.Select(Part)];

    private static FieldDeclaration Part(ChannelDescription model) => new(model.Name, "")
    {
        Meaning = $"`{model.Equation}`",
        Default = "",
        Parts = [.. model.Parameters.Select(parameter => new FieldDeclaration(parameter.Name, Allowed(parameter))
        {
            Symbol = parameter.Symbol,
            Unit = parameter.Unit,
            Meaning = parameter.Meaning,
            Default = CanonicalJson.Number(parameter.ValueOf(model.Default)),
        })],
    };

    /// <summary>The name, or a mapping of it and the parameters.</summary>
    private static object Canonical(ChannelModel channel)
    {
        ChannelDescription model = channel.Describe();
        if (model.Parameters.Count == 0) return model.Name;
        var canonical = new Dictionary<string, object?> { [Model] = model.Name };
        foreach (ChannelParameter parameter in model.Parameters) canonical.Add(parameter.Name, parameter.ValueOf(channel));
        return canonical;
    }

    /// <summary>{"model": NAME, PARAMETER: VALUE, ...}.</summary>
    private static void WriteJson(Utf8JsonWriter json, ChannelModel channel)
    {
        ChannelDescription model = channel.Describe();
        json.WriteStartObject();
        json.WriteString(Model, model.Name);
        foreach (ChannelParameter parameter in model.Parameters) json.WriteNumber(parameter.Name, parameter.ValueOf(channel));
        json.WriteEndObject();
    }

    private static ChannelModel ReadJson(JsonFields fields, ChannelModels models)
    {
        ChannelDescription model = models.Named(fields.OneOf(Model, [.. models.Names]));
        return model.Parameters.Aggregate(model.Default, (channel, parameter) => parameter.With(channel, parameter.IsWhole
            ? Whole(parameter).ReadJson(fields, parameter.Name)
            : Real(parameter).ReadJson(fields, parameter.Name)));
    }

    private static ChannelModel ReadWithParameters(Field field, ChannelModels models)
    {
        FieldMapping mapping = FieldMapping.Of(field, models.Names);
        if (mapping.Given.Count != 1) throw field.NotAllowed($"exactly one of {string.Join(", ", models.Names)}");
        (string name, Field parameters) = mapping.Given.First();
        ChannelDescription model = models.Named(name);
        if (model.Parameters.Count == 0) throw parameters.NotAllowed($"'channel: {name}', which takes no parameters");
        FieldMapping given = FieldMapping.Of(parameters, [.. model.Parameters.Select(parameter => parameter.Name)]);
        return model.Parameters.Aggregate(model.Default, (channel, parameter) => given.Optional(parameter.Name) is not Field value
            ? channel
            : parameter.With(channel, parameter.IsWhole ? Whole(parameter).Read(value) : Real(parameter).Read(value)));
    }

    private static string Allowed(ChannelParameter parameter) => parameter.IsWhole ? Whole(parameter).Allowed : Real(parameter).Allowed;

    private static StoredKind<int> Whole(ChannelParameter parameter) => ValueKinds.Whole((int)parameter.Low, (int)parameter.High);

    private static StoredKind<double> Real(ChannelParameter parameter) =>
        ValueKinds.Real(NumberRange.Closed(parameter.Low, parameter.High));

    /// <summary>rician_5dB, geometric_3paths_20deg: each value with its unit, or its name where it has none.</summary>
    private static string Label(ChannelModel channel)
    {
        ChannelDescription model = channel.Describe();
        IEnumerable<string> values = model.Parameters.Select(parameter =>
            CanonicalJson.Number(parameter.ValueOf(channel)) + (parameter.Unit.Length > 0 ? parameter.Unit : parameter.Name));
        return string.Join('_', values.Prepend(model.Name));
    }
}
