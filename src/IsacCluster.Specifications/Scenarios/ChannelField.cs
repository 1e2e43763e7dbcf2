using IsacCluster.Isac.Channels;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>
/// channel: rayleigh | rician | geometric, or {rician: {factor_db: 5}} or {geometric: {paths: 3, spread_deg: 20}}, which
/// are also the defaults of the two models that take parameters.
/// </summary>
public static class ChannelField
{
    private const string Rayleigh = "rayleigh", Rician = "rician", Geometric = "geometric";
    private static readonly string[] Models = [Rayleigh, Rician, Geometric];
    private static readonly RicianChannel DefaultRician = new(5);
    private static readonly GeometricChannel DefaultGeometric = new(3, 20);

    public static FieldSetting Read(Field field)
    {
        ChannelModel channel = field.Node is MappingNode ? ReadWithParameters(field) : FromName(field.Choice(Models));
        string label = Label(channel);
        return new FieldSetting(label, label, Canonical(channel), scenario => scenario with { Channel = channel });
    }

    public static object Canonical(ChannelModel channel) => channel switch
    {
        RayleighChannel => Rayleigh,
        RicianChannel rician => new Dictionary<string, object?> { ["factor_db"] = rician.FactorDb, ["model"] = Rician },
        GeometricChannel model => new Dictionary<string, object?>
        {
            ["model"] = Geometric,
            ["paths"] = model.Paths,
            ["spread_deg"] = model.SpreadDeg,
        },
        _ => throw new NotSupportedException($"Channel model {channel.GetType().Name} has no canonical form."),
    };

    private static ChannelModel FromName(string name) => name switch
    {
        Rician => DefaultRician,
        Geometric => DefaultGeometric,
        _ => new RayleighChannel(),
    };

    private static ChannelModel ReadWithParameters(Field field)
    {
        FieldMapping mapping = FieldMapping.Of(field, Models);
        if (mapping.Given.Count != 1) throw field.NotAllowed($"exactly one of {string.Join(", ", Models)}");
        (string name, Field parameters) = mapping.Given.First();
        return name switch
        {
            Rician => ReadRician(FieldMapping.Of(parameters, ["factor_db"])),
            Geometric => ReadGeometric(FieldMapping.Of(parameters, ["paths", "spread_deg"])),
            _ => throw parameters.NotAllowed($"'channel: {Rayleigh}', which takes no parameters"),
        };
    }

    private static RicianChannel ReadRician(FieldMapping mapping) =>
        new(mapping.Optional("factor_db")?.Number(NumberRange.Closed(-60, 60)) ?? DefaultRician.FactorDb);

    private static GeometricChannel ReadGeometric(FieldMapping mapping) => new(
        (int)(mapping.Optional("paths")?.WholeNumber(1, 1000) ?? DefaultGeometric.Paths),
        mapping.Optional("spread_deg")?.Number(NumberRange.Closed(0, 180)) ?? DefaultGeometric.SpreadDeg);

    private static string Label(ChannelModel channel) => channel switch
    {
        RicianChannel rician => $"{Rician}_{CanonicalJson.Number(rician.FactorDb)}dB",
        GeometricChannel model => $"{Geometric}_{model.Paths}paths_{CanonicalJson.Number(model.SpreadDeg)}deg",
        _ => Rayleigh,
    };
}
