using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications.Fields;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications.Scenarios;

/// <summary>Reads the sweep mapping and forms its points.</summary>
public static class SweepReader
{
    /// <summary>Keeps reports and plans of a mistyped sweep from exhausting memory.</summary>
    public const int MostPoints = 10_000;

    /// <param name="field">Null: no sweep.</param>
    /// <param name="known">Null: <see cref="ScenarioFields.Registered"/>.</param>
    /// <param name="mayLackFiles">Whether files of samples may be missing; else that is an error.</param>
    public static IReadOnlyList<SweepAxis> Read(Field? field, ScenarioFields? known = null, bool mayLackFiles = false)
    {
        if (field is null) return [];
        known ??= ScenarioFields.Registered;
        FieldMapping mapping = FieldMapping.Of(field, known.Table.Names);
        if (mapping.Given.Count == 0) throw field.NotAllowed($"at least one of {string.Join(", ", known.Table.Names)}");
        ScenarioReader.RefuseAlternatives(mapping, known);
        SweepAxis[] axes = [.. mapping.Given.Select(entry => ReadAxis(known.Find(entry.Key)!, entry.Value, mayLackFiles))];
        long points = 1;
        foreach (SweepAxis axis in axes)
        {
            points *= axis.Values.Count;
            if (points > MostPoints)
                throw mapping.Given[axis.Field].Error($"the sweep has more than {MostPoints} points; expected fewer values.");
        }

        return axes;
    }

    /// <summary>The Cartesian product in file order; the last axis varies fastest.</summary>
    public static IReadOnlyList<SweepPoint> Points(ScenarioSource source, IReadOnlyList<SweepAxis> axes)
    {
        var points = new SweepPoint[axes.Aggregate(1, (product, axis) => product * axis.Values.Count)];
        var chosen = new SweepValue[axes.Count];
        for (int p = 0; p < points.Length; p++)
        {
            int rest = p;
            for (int a = axes.Count - 1; a >= 0; a--)
            {
                (rest, int value) = int.DivRem(rest, axes[a].Values.Count);
                chosen[a] = axes[a].Values[value];
            }

            points[p] = Point(source, axes, chosen);
        }

        return points;
    }

    private static SweepAxis ReadAxis(ScenarioField declared, Field field, bool mayLackFiles)
    {
        var values = new List<SweepValue>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (Field item in field.Items($"a non-empty list of values of {declared.Name}", MostPoints))
        {
            FieldSetting<Scenario> setting = declared.Read(item);
            if (!mayLackFiles) SampleFiles.Require(item, SampleFiles.Of(setting.Apply(new Scenario()), declared.Name));
            if (!seen.Add(setting.Label)) throw item.NotAllowed("distinct values; this one is listed already");
            values.Add(new SweepValue(item, setting));
        }

        return new SweepAxis(declared.Name, values);
    }

    private static SweepPoint Point(ScenarioSource source, IReadOnlyList<SweepAxis> axes, SweepValue[] chosen)
    {
        Scenario scenario = chosen.Aggregate(source.Scenario, (current, value) => value.ApplyTo(current));
        var parameters = new OrderedDictionary<string, object>();
        var swept = new Dictionary<string, Field>();
        for (int a = 0; a < chosen.Length; a++)
        {
            parameters.Add(axes[a].Field, chosen[a].Parameter);
            swept.Add(axes[a].Field, chosen[a].Source);
        }

        source.CheckTogether(scenario, swept);
        string id = chosen.Length == 0 ? "all" : string.Join(',', axes.Zip(chosen, (axis, value) => $"{axis.Field}={value.Label}"));
        var labels = new OrderedDictionary<string, string>(axes.Zip(chosen, (axis, value) => KeyValuePair.Create(axis.Field, value.Label)));
        return new SweepPoint(id, parameters, scenario) { Labels = labels };
    }
}
