using System.Text.Json;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Samples;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>Sector centres: targets_deg (fixed) or targets (random for every sample, or from a file).</summary>
internal static class TargetFields
{
    private const int MostTargets = 180;
    private const string Count = "count", Uniform = "uniform_deg", Separation = "min_separation_deg";
    private const string File = SampleFileKind.Name, UsualDataset = "targets_deg";
    private const string LowAngle = "low_deg", HighAngle = "high_deg";
    private const string Interval = "[low, high] in degrees within -90 to 90";
    private static readonly NumberRange Angle = NumberRange.Closed(-90, 90);
    private static readonly StoredKind<int> Counts = ValueKinds.Whole(1, MostTargets);
    private static readonly StoredKind<double> Separations = ValueKinds.Real(NumberRange.Closed(0, 180));

    /// <summary>The fields of a mapping of random targets; the last stands alone.</summary>
    private static readonly IReadOnlyList<FieldDeclaration> RandomParts =
    [
        new(Count, Counts.Allowed) { Symbol = "K", Default = "required" },
        new(Uniform, "[low, high] with -90 <= low < high <= 90") { Unit = "deg", Default = "required" },
        new(Separation, Separations.Allowed) { Unit = "deg", Meaning = "(count - 1) x separation <= high - low", Default = "0" },
        new(File, "")
        {
            Meaning = "instead of these: the angles of sample i are [i, :] of (samples, targets)",
            Default = "",
            Parts = SampleFileKind.Parts,
        },
    ];

    /// <summary>The two fields that set the targets; identities have one name for them.</summary>
    public static IReadOnlyList<ScenarioField> All { get; } =
    [
        ScenarioField.Of(
            ScenarioFields.FixedTargets,
            new StoredKind<TargetModel>(
                $"list of 1 to {MostTargets} distinct angles, -90 to 90", ReadFixed, targets => ((FixedTargets)targets).AnglesDeg,
                ReadFixedJson, WriteFixedJson),
            scenario => scenario.Targets, With)
            with
            {
                Title = "Targets",
                Unit = "deg",
                IdentityName = ScenarioFields.RandomTargets,
                Applies = scenario => scenario.Targets is FixedTargets,
            },
        ScenarioField.Of(
            ScenarioFields.RandomTargets,
            new StoredKind<TargetModel>(
                $"`{{{Count}, {Uniform}: [low, high], {Separation}}}`, or `{{{File}: {{path, dataset}}}}`", ReadRandom,
                Canonical, ReadRandomJson, WriteRandomJson)
            {
                Name = Label,
            },
            scenario => scenario.Targets, With)
            with
            {
                Meaning = $"new random angles for every sample; instead of `{ScenarioFields.FixedTargets}`",
                Default = "",
                Parts = RandomParts,
                InsteadOf = ScenarioFields.FixedTargets,
                Applies = scenario => scenario.Targets is not Isac.Scenarios.FixedTargets,
            },
    ];

    /// <summary>targets_deg: a list of 1 to 180 distinct angles in [-90, 90].</summary>
    private static FixedTargets ReadFixed(Field field)
    {
        var angles = new List<double>();
        foreach (Field item in field.Items("a list of angles in degrees, such as [-40, 0, 40]", MostTargets))
        {
            double angle = item.Number(Angle);
            if (angles.Contains(angle)) throw item.NotAllowed("distinct angles; this one is listed already");
            angles.Add(angle);
        }

        return new FixedTargets(angles.AsReadOnly());
    }

    /// <summary>targets: {count, uniform_deg: [low, high], min_separation_deg (default 0)}; they must fit.</summary>
    private static TargetModel ReadRandom(Field field)
    {
        FieldMapping mapping = FieldMapping.Of(field, [.. RandomParts.Select(part => part.Name)]);
        if (mapping.Optional(File) is Field file)
        {
            return mapping.Given.Count == 1
                ? SampleFileKind.Read(file, UsualDataset, given => new FileTargets(given))
                : throw field.NotAllowed($"{File} alone, or {Count}, {Uniform} and {Separation}");
        }

        int count = Counts.Read(mapping.Required(Count, $"a whole number from 1 to {MostTargets}"));
        Field uniform = mapping.Required(Uniform, Interval);
        IReadOnlyList<Field> ends = uniform.Items(Interval, 2);
        if (ends.Count != 2) throw uniform.Error($"a list of one is not allowed; expected {Interval}.");
        (double low, double high) = (ends[0].Number(Angle), ends[1].Number(Angle));
        if (high <= low) throw ends[1].NotAllowed(FormattableString.Invariant($"a number > {low}, the lower end"));
        double separation = mapping.Optional(Separation) is Field given ? Separations.Read(given) : 0;
        if ((count - 1) * separation > high - low)
        {
            throw (mapping.Optional(Separation) ?? field).NotAllowed(
                FormattableString.Invariant($"at most {(high - low) / (count - 1)}, for {count} targets to fit in [{low}, {high}]"));
        }

        return new RandomTargets(count, low, high, separation);
    }

    private static Dictionary<string, object?> Canonical(TargetModel targets)
    {
        if (targets is FileTargets given) return new() { [File] = SampleFileKind.Canonical(given.File()) };
        var model = (RandomTargets)targets;
        return new()
        {
            [Count] = model.Count,
            [Separation] = model.MinSeparationDeg,
            [Uniform] = new[] { model.LowDeg, model.HighDeg },
        };
    }

    private static string Label(TargetModel targets)
    {
        if (targets is FileTargets given) return SampleFileKind.Label(given.File());
        var model = (RandomTargets)targets;
        string range = $"from_{CanonicalJson.Number(model.LowDeg)}_to_{CanonicalJson.Number(model.HighDeg)}";
        return $"uniform_{model.Count}_{range}_apart_{CanonicalJson.Number(model.MinSeparationDeg)}";
    }

    private static FixedTargets ReadFixedJson(JsonFields fields, string name) =>
        new(fields.Numbers(name, value => Angle.Contains(value), "a list of degrees in [-90, 90]"));

    private static void WriteFixedJson(Utf8JsonWriter json, TargetModel targets)
    {
        json.WriteStartArray();
        foreach (double angle in ((FixedTargets)targets).AnglesDeg) json.WriteNumberValue(angle);
        json.WriteEndArray();
    }

    private static TargetModel ReadRandomJson(JsonFields fields, string name)
    {
        JsonFields random = fields.Nested(name);
        if (random.Has(File)) return new FileTargets(SampleFileKind.ReadJson(random.Nested(File)), Counts.ReadJson(random, Count));
        return new RandomTargets(
            Counts.ReadJson(random, Count),
            AngleOf(random, LowAngle),
            AngleOf(random, HighAngle),
            Separations.ReadJson(random, Separation));
    }

    private static double AngleOf(JsonFields fields, string name) =>
        fields.Number(name, value => Angle.Contains(value), "degrees in [-90, 90]");

    private static void WriteRandomJson(Utf8JsonWriter json, TargetModel targets)
    {
        if (targets is FileTargets given)
        {
            json.WriteStartObject();
            json.WriteNumber(Count, given.CountPerSample());
            json.WriteStartObject(File);
            SampleFileKind.WriteJson(json, given.File());
            json.WriteEndObject();
            json.WriteEndObject();
            return;
        }

        var model = (RandomTargets)targets;
        json.WriteStartObject();
        json.WriteNumber(Count, model.Count);
        json.WriteNumber(LowAngle, model.LowDeg);
        json.WriteNumber(HighAngle, model.HighDeg);
        json.WriteNumber(Separation, model.MinSeparationDeg);
        json.WriteEndObject();
    }

    private static Scenario With(Scenario scenario, TargetModel targets) => scenario with { Targets = targets };
}
