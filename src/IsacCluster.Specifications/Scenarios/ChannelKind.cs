using System.Text.Json;
using IsacCluster.Isac.Catalogues;
using IsacCluster.Isac.Channels;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Samples;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>
/// channel: a model's name, such as rayleigh, or a mapping of it to parameters, {rician: {factor_db: 5}}, whose forms come from the models'
/// descriptions; or {file: {path, dataset}}, a file of channels.
/// </summary>
internal static class ChannelKind
{
    private const string Model = "model", File = SampleFileKind.Name, UsualDataset = "channel";

    /// <param name="models">Those that specifications and files may name.</param>
    public static StoredKind<ChannelSource> Of(ChannelModels models) => new(
        $"{string.Join(", ", models.Names.Select(name => $"`{name}`"))}, one with parameters, `{{NAME: {{PARAMETER: VALUE}}}}`, or a file, "
        + "`{file: {path: FILE, dataset: NAME}}`",
        field => field.Node is MappingNode ? ReadMapping(field, models) : models.Named(field.Choice(models.Names)).Default,
        Canonical,
        (fields, name) => ReadJson(fields.Nested(name), models),
        WriteJson)
    {
        Name = Label,
    };

    /// <summary>The value of file.</summary>
    public static FileChannel ReadFile(Field file) => SampleFileKind.Read(file, UsualDataset, given => new FileChannel(given));

    /// <summary>A row for each model and each of its parameters.</summary>
    public static IReadOnlyList<FieldDeclaration> Parts(ChannelModels models) =>
    [
        .. models.All.Select(Part),
        new(File, "")
        {
            Meaning = "h_l of sample i is [i, l, :] of (samples, users, antennas)",
            Default = "",
            Parts = SampleFileKind.Parts,
        },
    ];

    private static FieldDeclaration Part(ChannelDescription model) => new(model.Name, "")
    {
        Meaning = $"`{model.Equation}`",
        Default = "",
        Parts = [.. model.Parameters.Select(parameter => new FieldDeclaration(parameter.Name, ParameterKind.Of(parameter).Allowed)
        {
            Symbol = parameter.Symbol,
            Unit = parameter.Unit,
            Meaning = parameter.Meaning,
            Default = CanonicalJson.Number(parameter.ValueOf(model.Default)),
        })],
    };

    /// <summary>The name, or a mapping of it and the parameters; of a file its digest.</summary>
    private static object Canonical(ChannelSource source)
    {
        if (source is FileChannel given) return new Dictionary<string, object?> { [File] = SampleFileKind.Canonical(given.File()) };
        var channel = (ChannelModel)source;
        ChannelDescription model = channel.Describe();
        if (model.Parameters.Count == 0) return model.Name;
        var canonical = new Dictionary<string, object?> { [Model] = model.Name };
        foreach (ModelParameter<ChannelModel> parameter in model.Parameters) canonical.Add(parameter.Name, parameter.ValueOf(channel));
        return canonical;
    }

    /// <summary>{"model": NAME, PARAMETER: VALUE, ...}; of a file {"model": "file", "dataset": ..., "sha256": ...}.</summary>
    private static void WriteJson(Utf8JsonWriter json, ChannelSource source)
    {
        json.WriteStartObject();
        if (source is FileChannel given)
        {
            json.WriteString(Model, File);
            SampleFileKind.WriteJson(json, given.File());
            json.WriteEndObject();
            return;
        }

        var channel = (ChannelModel)source;
        ChannelDescription model = channel.Describe();
        json.WriteString(Model, model.Name);
        foreach (ModelParameter<ChannelModel> parameter in model.Parameters) json.WriteNumber(parameter.Name, parameter.ValueOf(channel));
        json.WriteEndObject();
    }

    private static ChannelSource ReadJson(JsonFields fields, ChannelModels models)
    {
        string name = fields.OneOf(Model, [.. models.Names, File]);
        if (name == File) return new FileChannel(SampleFileKind.ReadJson(fields));
        ChannelDescription model = models.Named(name);
        return model.Parameters.Aggregate(
            model.Default,
            (channel, parameter) => parameter.With(channel, ParameterKind.Of(parameter).ReadJson(fields, parameter.Name)));
    }

    private static ChannelSource ReadMapping(Field field, ChannelModels models)
    {
        string[] names = [.. models.Names, File];
        FieldMapping mapping = FieldMapping.Of(field, names);
        if (mapping.Given.Count != 1) throw field.NotAllowed($"exactly one of {string.Join(", ", names)}");
        (string name, Field parameters) = mapping.Given.First();
        if (name == File) return ReadFile(parameters);
        ChannelDescription model = models.Named(name);
        if (model.Parameters.Count == 0) throw parameters.NotAllowed($"'channel: {name}', which takes no parameters");
        FieldMapping given = FieldMapping.Of(parameters, [.. model.Parameters.Select(parameter => parameter.Name)]);
        return model.Parameters.Aggregate(model.Default, (channel, parameter) => given.Optional(parameter.Name) is not Field value
            ? channel
            : parameter.With(channel, ParameterKind.Of(parameter).Read(value)));
    }

    /// <summary>rician_5dB, geometric_3paths_20deg: each value with its unit, or its name where it has none.</summary>
    private static string Label(ChannelSource source)
    {
        if (source is FileChannel given) return SampleFileKind.Label(given.File());
        var channel = (ChannelModel)source;
        ChannelDescription model = channel.Describe();
        IEnumerable<string> values = model.Parameters.Select(parameter =>
            CanonicalJson.Number(parameter.ValueOf(channel)) + (parameter.Unit.Length > 0 ? parameter.Unit : parameter.Name));
        return string.Join('_', values.Prepend(model.Name));
    }
}
