using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Channels;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications.Arrays;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>
/// Every field of the scenario mapping, declared once: reader, sweep, identity, files, labels and the tables of the documentation come
/// from here. Immutable and thread-safe.
/// </summary>
/// <param name="models">Those that the channel field may name.</param>
/// <param name="arrays">Those that the array field may name; null: the registered ones.</param>
public sealed class ScenarioFields(ChannelModels models, ArrayGeometries? arrays = null)
{
    public const string Noise = "noise", SinrDb = "sinr_db", Power = "power";
    public const string Antennas = "antennas", Users = "users", FixedTargets = "targets_deg", RandomTargets = "targets";
    public const string Channel = "channel", Array = "array", ElevationPoints = "elevation_points";
    public const int MostAntennas = 256;
    private const int LargestGrid = 100_000;

    private static ScenarioFields _registered = new(ChannelModels.BuiltIn);

    private readonly ChannelModels _models = models;
    private readonly ArrayGeometries _arrays = arrays ?? ArrayGeometries.Registered;

    /// <summary>With the channel models that this process has registered.</summary>
    public static ScenarioFields Registered
    {
        get
        {
            ScenarioFields latest = Volatile.Read(ref _registered);
            if (latest._models == ChannelModels.Registered && latest._arrays == ArrayGeometries.Registered) return latest;
            latest = new ScenarioFields(ChannelModels.Registered, ArrayGeometries.Registered);
            Volatile.Write(ref _registered, latest);
            return latest;
        }
    }

    public FieldTable<Scenario> Table { get; } = new([
        .. Sizes(), .. TargetFields.All, .. Grids(), .. Powers(), .. Arrays(arrays ?? ArrayGeometries.Registered),
        .. Channels(models)]);

    public IEnumerable<ScenarioField> All => Table.Values.Cast<ScenarioField>();

    /// <summary>The declaration of a field; null: there is none.</summary>
    public ScenarioField? Find(string name) => All.FirstOrDefault(field => field.Name == name);

    /// <summary>
    /// The fields of a scenario: of those that stand for one another the one that is swept or, if none is, the one that is set.
    /// </summary>
    /// <param name="scenario">Before the sweep.</param>
    /// <param name="swept">Names.</param>
    public IEnumerable<ScenarioField> InForce(Scenario scenario, IReadOnlySet<string> swept) => All
        .GroupBy(field => field.IdentityName ?? field.Name)
        .Select(group => group.FirstOrDefault(field => swept.Contains(field.Name))
            ?? group.SingleOrDefault(field => field.Applies(scenario)))
        .OfType<ScenarioField>();

    /// <summary>The scenario with what stands for another field's value filled in, as files and results show it.</summary>
    public static Scenario Complete(Scenario scenario) =>
        scenario with { EvaluationGridPoints = scenario.EvaluationGridPoints ?? scenario.GridPoints };

    private static IEnumerable<ScenarioField> Sizes() =>
    [
        ScenarioField.Of(
            Antennas, ValueKinds.Whole(2, MostAntennas), scenario => scenario.Antennas,
            (scenario, value) => scenario with { Antennas = value })
            with { Title = "Antennas", Symbol = "M", Attribute = 0 },
        ScenarioField.Of(
            Users, ValueKinds.Whole(1, MostAntennas), scenario => scenario.Users,
            (scenario, value) => scenario with { Users = value })
            with { Title = "Users", Symbol = "L", Meaning = "at most as many as antennas", Attribute = 1 },
    ];

    private static IEnumerable<ScenarioField> Grids() =>
    [
        ScenarioField.Of(
            "beamwidth_deg", ValueKinds.Real(NumberRange.LeftOpen(0, 180)), scenario => scenario.BeamwidthDeg,
            (scenario, value) => scenario with { BeamwidthDeg = value })
            with { Title = "Beam width", Unit = "deg", Meaning = "full width of a sector", Attribute = 5 },
        ScenarioField.Of(
            "grid_points", ValueKinds.Whole(1, LargestGrid), scenario => scenario.GridPoints,
            (scenario, value) => scenario with { GridPoints = value })
            with { Title = "Grid points", Symbol = "N", Meaning = "angles on which designs are optimised", Attribute = 6 },
        ScenarioField.Of(
            "evaluation_grid_points", ValueKinds.Optional(ValueKinds.Whole(1, LargestGrid)), scenario => scenario.EvaluationGridPoints,
            (scenario, value) => scenario with { EvaluationGridPoints = value })
            with { Meaning = "angles on which they are evaluated", Default = "`grid_points`" },
    ];

    private static IEnumerable<ScenarioField> Powers() =>
    [
        PowerField.Declaration,
        UserValues.Field(
            Noise, NumberRange.Positive, scenario => scenario.UserNoise, scenario => scenario.Noise,
            (scenario, one, list) => scenario with { Noise = one, UserNoise = list })
            with { Title = "Noise power", Symbol = "σ²", Unit = "W", Attribute = 3 },
        UserValues.Field(
            SinrDb, NumberRange.Closed(-50, 60), scenario => scenario.UserSinrDb, scenario => scenario.SinrDb,
            (scenario, one, list) => scenario with { SinrDb = one, UserSinrDb = list })
            with { Title = "SINR threshold", Symbol = "Γ₀", Unit = "dB", Attribute = 4 },
        ScenarioField.Of(
            "spacing", ValueKinds.Real(NumberRange.LeftOpen(0, 100)), scenario => scenario.Spacing,
            (scenario, value) => scenario with { Spacing = value })
            with
        {
            Title = "Antenna spacing",
            Symbol = "d",
            Unit = "wavelengths",
            Meaning = "between neighbouring antennas",
            Attribute = 8,
            Applies = scenario => scenario.Spacing != UniformLinearArray.HalfWavelength,
            IsGivenOnly = true,
        },
        ObjectiveField.Declaration,
        CsiField.Declaration,
        GridField.Declaration,
        PatternField.Declaration,
    ];

    private static IEnumerable<ScenarioField> Arrays(ArrayGeometries arrays) =>
    [
        ScenarioField.Of(
            Array, ArrayKind.Of(arrays), scenario => scenario.Array,
            (scenario, value) => scenario with { Array = value, Antennas = value.Antennas() ?? scenario.Antennas })
            with
        {
            Title = "Array",
            Meaning = "where the antennas stand; one that says how many there are takes the place of `antennas`",
            Default = "`linear`",
            Parts = ArrayKind.Parts(arrays),
            Attribute = 11,
            Value = scenario => CanonicalJson.Write(ArrayKind.Of(arrays).Canonical(scenario.Array)),
            Applies = scenario => scenario.Array is not LinearGeometry,
            IsGivenOnly = true,
        },
        ScenarioField.Of(
            ElevationPoints, ValueKinds.Whole(1, LargestGrid), scenario => scenario.ElevationPoints,
            (scenario, value) => scenario with { ElevationPoints = value })
            with
        {
            Title = "Elevations",
            Symbol = "N_e",
            Meaning = "elevations of both grids, φ_n = -90 + 180 n/N_e, of an array that sees them: each with all azimuths",
            Attribute = 12,
            Applies = scenario => scenario.Array is not LinearGeometry && scenario.AntennaArray().SeesElevation,
            IsGivenOnly = true,
        },
    ];

    private static IEnumerable<ScenarioField> Channels(ChannelModels models) =>
    [
        ScenarioField.Of(
            Channel, ChannelKind.Of(models), scenario => scenario.Channel, (scenario, value) => scenario with { Channel = value })
            with { Title = "Channel model", Parts = ChannelKind.Parts(models) },
        ScenarioField.Of(
            "slots", ValueKinds.Whole(1, 100_000), scenario => scenario.Slots,
            (scenario, value) => scenario with { Slots = value })
            with { Meaning = "slots of a trajectory in which users move; 1 draws fresh positions for every sample" },
    ];
}
