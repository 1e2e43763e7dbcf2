using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>Sector centres: targets_deg (fixed) or targets (random for every sample).</summary>
public static class TargetFields
{
    private const int MostTargets = 180;
    private static readonly NumberRange Angle = NumberRange.Closed(-90, 90), Separation = NumberRange.Closed(0, 180);

    /// <summary>targets_deg: a list of 1 to 180 distinct angles in [-90, 90].</summary>
    public static FieldSetting ReadFixed(Field field)
    {
        var angles = new List<double>();
        foreach (Field item in field.Items("a list of angles in degrees, such as [-40, 0, 40]", MostTargets))
        {
            double angle = item.Number(Angle);
            if (angles.Contains(angle)) throw item.NotAllowed("distinct angles; this one is listed already");
            angles.Add(angle);
        }

        IReadOnlyList<double> fixedAngles = angles.AsReadOnly();
        var targets = new FixedTargets(fixedAngles);
        return new FieldSetting(fixedAngles, string.Join('_', angles.Select(CanonicalJson.Number)), Canonical(targets), With(targets));
    }

    /// <summary>targets: {count, uniform_deg: [low, high], min_separation_deg (default 0)}; they must fit.</summary>
    public static FieldSetting ReadRandom(Field field)
    {
        FieldMapping mapping = FieldMapping.Of(field, ["count", "uniform_deg", "min_separation_deg"]);
        const string interval = "[low, high] in degrees within -90 to 90";
        var count = (int)mapping.Required("count", $"a whole number from 1 to {MostTargets}").WholeNumber(1, MostTargets);
        Field uniform = mapping.Required("uniform_deg", interval);
        IReadOnlyList<Field> ends = uniform.Items(interval, 2);
        if (ends.Count != 2) throw uniform.Error($"a list of one is not allowed; expected {interval}.");
        (double low, double high) = (ends[0].Number(Angle), ends[1].Number(Angle));
        if (high <= low) throw ends[1].NotAllowed(FormattableString.Invariant($"a number > {low}, the lower end"));
        double separation = mapping.Optional("min_separation_deg")?.Number(Separation) ?? 0;
        if ((count - 1) * separation > high - low)
        {
            throw (mapping.Optional("min_separation_deg") ?? field).NotAllowed(
                FormattableString.Invariant($"at most {(high - low) / (count - 1)}, for {count} targets to fit in [{low}, {high}]"));
        }

        var targets = new RandomTargets(count, low, high, separation);
        string range = $"from_{CanonicalJson.Number(low)}_to_{CanonicalJson.Number(high)}";
        string label = $"uniform_{count}_{range}_apart_{CanonicalJson.Number(separation)}";
        return new FieldSetting(label, label, Canonical(targets), With(targets));
    }

    /// <summary>A list for fixed targets, a mapping for random ones.</summary>
    public static object Canonical(TargetModel targets) => targets switch
    {
        FixedTargets model => model.AnglesDeg,
        RandomTargets model => new Dictionary<string, object?>
        {
            ["count"] = model.Count,
            ["min_separation_deg"] = model.MinSeparationDeg,
            ["uniform_deg"] = new[] { model.LowDeg, model.HighDeg },
        },
        _ => throw new NotSupportedException($"Target model {targets.GetType().Name} has no canonical form."),
    };

    private static Func<Scenario, Scenario> With(TargetModel targets) => scenario => scenario with { Targets = targets };
}
