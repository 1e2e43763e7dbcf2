using System.Text.Json;
using IsacCluster.Isac.Arrays;
using IsacCluster.Isac.Scenarios;
using IsacCluster.Jobs;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Samples;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>Sector centres: targets_deg (fixed) or targets (random for every sample, or from a file).</summary>
public static class TargetFields
{
    private const int MostTargets = 180;
    private const string Count = "count", Uniform = "uniform_deg", Separation = "min_separation_deg";
    private const string File = SampleFileKind.Name, UsualDataset = "targets_deg";
    private const string LowAngle = "low_deg", HighAngle = "high_deg";
    private const string Elevation = "elevation_deg", LowElevation = "low_elevation_deg", HighElevation = "high_elevation_deg";
    private const string Interval = "[low, high] in degrees within -90 to 90";
    private const string OneTarget = "an azimuth or [azimuth, elevation] in degrees";
    private static readonly NumberRange Angle = NumberRange.Closed(-90, 90);
    private static readonly StoredKind<int> Counts = ValueKinds.Whole(1, MostTargets);
    private static readonly StoredKind<double> Separations = ValueKinds.Real(NumberRange.Closed(0, 180));

    /// <summary>The fields of a mapping of random targets; the last stands alone.</summary>
    private static readonly IReadOnlyList<FieldDeclaration> RandomParts =
    [
        new(Count, Counts.Allowed) { Symbol = "K", Default = "required" },
        new(Uniform, "[low, high] with -90 <= low < high <= 90") { Unit = "deg", Default = "required" },
        new(Separation, Separations.Allowed) { Unit = "deg", Meaning = "(count - 1) x separation <= high - low", Default = "0" },
        new(Elevation, "[low, high] with -90 <= low <= high <= 90")
        {
            Unit = "deg", Meaning = "uniform elevations, for arrays that see them", Default = "[0, 0]",
        },
        new(File, "")
        {
            Meaning = "instead of these: the angles of sample i are [i, :] of (samples, targets), or [azimuth, elevation] of (samples, "
                + "targets, 2)",
            Default = "",
            Parts = SampleFileKind.Parts,
        },
    ];

    /// <summary>The two fields that set the targets; identities have one name for them.</summary>
    internal static IReadOnlyList<ScenarioField> All { get; } =
    [
        ScenarioField.Of(
            ScenarioFields.FixedTargets,
            new StoredKind<TargetModel>(
                $"list of 1 to {MostTargets} distinct angles, -90 to 90, or pairs of azimuth and elevation", ReadFixed,
                targets => Listed((FixedTargets)targets), ReadFixedJson, WriteFixedJson),
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
                $"`{{{Count}, {Uniform}: [low, high], {Separation}, {Elevation}}}`, or `{{{File}: {{path, dataset}}}}`", ReadRandom,
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

    /// <summary>targets_deg: a list of 1 to 180 distinct angles in [-90, 90], or of pairs of azimuth and elevation.</summary>
    private static FixedTargets ReadFixed(Field field)
    {
        var read = new List<Direction>();
        foreach (Field item in field.Items("a list of angles in degrees, such as [-40, 0, 40]", MostTargets))
        {
            Direction target = ReadTarget(item);
            if (read.Contains(target)) throw item.NotAllowed("distinct angles; this one is listed already");
            read.Add(target);
        }

        return FixedAt(read);
    }

    private static Direction ReadTarget(Field item)
    {
        if (item.Node is not SequenceNode) return new Direction(item.Number(Angle));
        IReadOnlyList<Field> pair = item.Items(OneTarget, 2);
        return pair.Count == 2
            ? new Direction(pair[0].Number(Angle), pair[1].Number(Angle))
            : throw item.Error($"a list of one is not allowed; expected {OneTarget}.");
    }

    private static FixedTargets FixedAt(IReadOnlyList<Direction> targets) => new([.. targets.Select(static target => target.AzimuthDeg)])
    {
        ElevationsDeg = targets.Any(static target => target.ElevationDeg != 0)
            ? new ValueList(targets.Select(static target => target.ElevationDeg))
            : null,
    };

    /// <summary>Angles, or pairs where one has an elevation.</summary>
    private static object Listed(FixedTargets targets) => targets.ElevationsDeg is null
        ? targets.AnglesDeg
        : targets.Directions().Select(static target => (double[])[target.AzimuthDeg, target.ElevationDeg]).ToArray();

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

        (double lowest, double highest) = mapping.Optional(Elevation) is Field elevations ? ReadElevations(elevations) : (0, 0);
        return new RandomTargets(count, low, high, separation) { LowElevationDeg = lowest, HighElevationDeg = highest };
    }

    private static (double Low, double High) ReadElevations(Field field)
    {
        IReadOnlyList<Field> ends = field.Items(Interval, 2);
        if (ends.Count != 2) throw field.Error($"a list of one is not allowed; expected {Interval}.");
        (double low, double high) = (ends[0].Number(Angle), ends[1].Number(Angle));
        return high >= low ? (low, high) : throw ends[1].NotAllowed(FormattableString.Invariant($"a number >= {low}, the lower end"));
    }

    private static Dictionary<string, object?> Canonical(TargetModel targets)
    {
        if (targets is FileTargets given) return new() { [File] = SampleFileKind.Canonical(given.File()) };
        var model = (RandomTargets)targets;
        Dictionary<string, object?> canonical = new()
        {
            [Count] = model.Count,
            [Separation] = model.MinSeparationDeg,
            [Uniform] = new[] { model.LowDeg, model.HighDeg },
        };
        if (model.HasElevations()) canonical[Elevation] = new[] { model.LowElevationDeg, model.HighElevationDeg };
        return canonical;
    }

    private static string Label(TargetModel targets)
    {
        if (targets is FileTargets given) return SampleFileKind.Label(given.File());
        var model = (RandomTargets)targets;
        string range = $"from_{CanonicalJson.Number(model.LowDeg)}_to_{CanonicalJson.Number(model.HighDeg)}";
        return $"uniform_{model.Count}_{range}_apart_{CanonicalJson.Number(model.MinSeparationDeg)}"
            + (model.HasElevations()
                ? $"_elevation_{CanonicalJson.Number(model.LowElevationDeg)}_to_{CanonicalJson.Number(model.HighElevationDeg)}"
                : "");
    }

    /// <summary>A list of azimuths, or of pairs of azimuth and elevation.</summary>
    /// <exception cref="SpecificationException">It is none, or an angle is beyond [-90, 90].</exception>
    public static FixedTargets ReadFixedJson(JsonFields fields, string name)
    {
        const string Allowed = "a list of degrees in [-90, 90], or of pairs of them";
        JsonElement list = fields.Raw(name, JsonValueKind.Array, Allowed);
        return FixedAt([.. list.EnumerateArray().Select((item, i) =>
        {
            JsonElement[] pair = item.ValueKind == JsonValueKind.Array ? [.. item.EnumerateArray()] : [item];
            double[] values = [.. pair.Select(value => JsonFields.TryFinite(value, out double number) ? number : double.NaN)];
            return values.Length is 1 or 2 && values.All(Angle.Contains)
                ? new Direction(values[0], values.Length > 1 ? values[1] : 0)
                : throw fields.Mistake($"{name}[{i}]", item, Allowed);
        })]);
    }

    private static void WriteFixedJson(Utf8JsonWriter json, TargetModel targets)
    {
        json.WriteStartArray();
        foreach (Direction target in ((FixedTargets)targets).Directions())
        {
            if (!targets.HasElevations())
            {
                json.WriteNumberValue(target.AzimuthDeg);
                continue;
            }

            json.WriteStartArray();
            json.WriteNumberValue(target.AzimuthDeg);
            json.WriteNumberValue(target.ElevationDeg);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static TargetModel ReadRandomJson(JsonFields fields, string name)
    {
        JsonFields random = fields.Nested(name);
        if (random.Has(File))
            return new FileTargets(SampleFileKind.ReadJson(random.Nested(File)), Counts.ReadJson(random, Count), random.Has(Elevation));
        return new RandomTargets(
            Counts.ReadJson(random, Count),
            AngleOf(random, LowAngle),
            AngleOf(random, HighAngle),
            Separations.ReadJson(random, Separation))
        {
            LowElevationDeg = random.Has(LowElevation) ? AngleOf(random, LowElevation) : 0,
            HighElevationDeg = random.Has(HighElevation) ? AngleOf(random, HighElevation) : 0,
        };
    }

    private static double AngleOf(JsonFields fields, string name) =>
        fields.Number(name, value => Angle.Contains(value), "degrees in [-90, 90]");

    private static void WriteRandomJson(Utf8JsonWriter json, TargetModel targets)
    {
        if (targets is FileTargets given)
        {
            json.WriteStartObject();
            json.WriteNumber(Count, given.CountPerSample());
            if (given.HasElevations()) json.WriteBoolean(Elevation, true);
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
        if (model.HasElevations())
        {
            json.WriteNumber(LowElevation, model.LowElevationDeg);
            json.WriteNumber(HighElevation, model.HighElevationDeg);
        }

        json.WriteEndObject();
    }

    private static Scenario With(Scenario scenario, TargetModel targets) => scenario with { Targets = targets };
}
