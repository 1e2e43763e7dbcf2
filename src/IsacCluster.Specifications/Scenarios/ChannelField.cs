using System.Text.Json;
using IsacCluster.Isac.Channels;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>
/// channel: a model's name, such as rayleigh, or a mapping of it to parameters, {rician: {factor_db: 5}}. All forms come from the
/// models' descriptions.
/// </summary>
internal static class ChannelField
{
    private const string Model = "model";

    /// <param name="models">Those that the field may name.</param>
    public static FieldSetting Read(Field field, ChannelModels models)
    {
        ChannelModel channel = field.Node is MappingNode
            ? ReadWithParameters(field, models)
            : models.Named(field.Choice(models.Names)).Default;
        string label = Label(channel);
        return new FieldSetting(label, label, Canonical(channel), scenario => scenario with { Channel = channel });
    }

    /// <summary>The name, or a mapping of it and the parameters.</summary>
    public static object Canonical(ChannelModel channel)
    {
        ChannelDescription model = channel.Describe();
        if (model.Parameters.Count == 0) return model.Name;
        var canonical = new Dictionary<string, object?> { [Model] = model.Name };
        foreach (ChannelParameter parameter in model.Parameters) canonical.Add(parameter.Name, parameter.ValueOf(channel));
        return canonical;
    }

    /// <summary>{"model": NAME, PARAMETER: VALUE, ...}.</summary>
    public static void WriteJson(Utf8JsonWriter json, ChannelModel channel)
    {
        ChannelDescription model = channel.Describe();
        json.WriteStartObject();
        json.WriteString(Model, model.Name);
        foreach (ChannelParameter parameter in model.Parameters) json.WriteNumber(parameter.Name, parameter.ValueOf(channel));
        json.WriteEndObject();
    }

    /// <param name="models">Those that the file may name.</param>
    public static ChannelModel ReadJson(JsonFields fields, ChannelModels models)
    {
        ChannelDescription model = models.Named(fields.OneOf(Model, [.. models.Names]));
        return model.Parameters.Aggregate(model.Default, (channel, parameter) => parameter.With(channel, Value(parameter, fields)));
    }

    private static ChannelModel ReadWithParameters(Field field, ChannelModels models)
    {
        FieldMapping mapping = FieldMapping.Of(field, models.Names);
        if (mapping.Given.Count != 1) throw field.NotAllowed($"exactly one of {string.Join(", ", models.Names)}");
        (string name, Field parameters) = mapping.Given.First();
        ChannelDescription model = models.Named(name);
        if (model.Parameters.Count == 0) throw parameters.NotAllowed($"'channel: {name}', which takes no parameters");
        FieldMapping given = FieldMapping.Of(parameters, [.. model.Parameters.Select(parameter => parameter.Name)]);
        return model.Parameters.Aggregate(model.Default, (channel, parameter) =>
            given.Optional(parameter.Name) is Field value ? parameter.With(channel, Value(parameter, value)) : channel);
    }

    private static double Value(ChannelParameter parameter, Field field) => parameter.IsWhole
        ? (double)field.WholeNumber((Int128)parameter.Low, (Int128)parameter.High)
        : field.Number(NumberRange.Closed(parameter.Low, parameter.High));

    private static double Value(ChannelParameter parameter, JsonFields fields)
    {
        if (parameter.IsWhole) return fields.WholeNumber(parameter.Name, (long)parameter.Low, (long)parameter.High);
        var range = NumberRange.Closed(parameter.Low, parameter.High);
        return fields.Number(parameter.Name, value => range.Contains(value), range.Description);
    }

    /// <summary>rician_5dB, geometric_3paths_20deg: each value with its unit, or its name where it has none.</summary>
    private static string Label(ChannelModel channel)
    {
        ChannelDescription model = channel.Describe();
        IEnumerable<string> values = model.Parameters.Select(parameter =>
            CanonicalJson.Number(parameter.ValueOf(channel)) + (parameter.Unit.Length > 0 ? parameter.Unit : parameter.Name));
        return string.Join('_', values.Prepend(model.Name));
    }
}
