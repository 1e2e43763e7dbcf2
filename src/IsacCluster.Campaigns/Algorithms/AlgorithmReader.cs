using IsacCluster.Isac.Scenarios;
using IsacCluster.Specifications;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// Reads the algorithms of a campaign: each is a name, or for one with options a mapping of its name to them, {model, label, repair} for a
/// learned one. Files are loaded and checked against every point. Any other name is that of an algorithm of the user, from one of the
/// sources of <see cref="AlgorithmCatalog.OwnSources"/>: a program, by {command, batch, ...}, a .NET class, a model.
/// </summary>
internal sealed class AlgorithmReader(SpecificationSource source, IReadOnlyList<SweepPoint> points)
{
    /// <summary>The option of every algorithm that has options.</summary>
    public const string Label = "label";

    private readonly string[] _names = [.. source.Algorithms.Select(entry => entry.Name)];
    private readonly List<AlgorithmSpecification> _read = [];

    public static IReadOnlyList<AlgorithmSpecification> Read(
        SpecificationSource source, FieldMapping root, IReadOnlyList<SweepPoint> points)
    {
        var reader = new AlgorithmReader(source, points);
        foreach (Field item in SpecificationSource.AlgorithmItems(root, reader._names)) reader._read.Add(reader.Entry(item));
        return reader._read;
    }

    private AlgorithmSpecification Entry(Field item)
    {
        if (item.Node is MappingNode mapping) return OwnEntry(item, mapping) ?? WithOptions(item);
        AlgorithmEntry entry = Named(item.Choice(_names));
        if (entry.Needs is { } needs) throw item.NotAllowed($"it with {needs}, {{{entry.Name}: {{{entry.Options[0]}: FILE}}}}");
        if (IsTaken(entry.Name)) throw item.NotAllowed("distinct algorithms; this one is listed already");
        CheckPlain(item, entry);
        return entry.Read(entry.Name, null, source, points);
    }

    /// <summary>An algorithm of the user, whose name is free; null where the entry has not the form of one.</summary>
    private AlgorithmSpecification? OwnEntry(Field item, MappingNode mapping)
    {
        if (mapping.Entries is not [{ Value: MappingNode fields } entry] || _names.Contains(entry.Key.Text)) return null;
        bool Has(string name) => fields.Entries.Any(field => field.Key.Text == name);
        OwnSource? found = AlgorithmCatalog.OwnSources.FirstOrDefault(own => Has(own.Field))
            ?? AlgorithmCatalog.OwnSources.FirstOrDefault(own => own.Known.Any(Has));
        var key = new Field(entry.Key, item.Path);
        if (found is null)
        {
            // With an option of a built-in algorithm it is one of these, misspelt.
            if (fields.Entries.Count == 0 || source.Algorithms.Any(known => known.Options.Any(Has))) return null;
            string sources = string.Join(", ", AlgorithmCatalog.OwnSources.Select(static own => own.Field));
            throw key.NotAllowed($"one of {string.Join(", ", _names)}, or a name of your own with one of {sources}");
        }

        string label = CommonFields.Name(key);
        if (IsTaken(label)) throw key.NotAllowed("a name of its own; another algorithm has this one");
        return found.Read(label, new Field(fields, $"{item.Path}.{label}"), source, points);
    }

    private AlgorithmSpecification WithOptions(Field item)
    {
        FieldMapping mapping = FieldMapping.Of(item, _names);
        if (mapping.Given.Count != 1)
            throw item.NotAllowed("the name of one algorithm, or of one with its model, {gnn-ip: {model: FILE}}");
        (string name, Field value) = mapping.Given.First();
        AlgorithmEntry entry = Named(name);
        if (entry.Options.Count == 0)
        {
            IEnumerable<AlgorithmEntry> others = source.Algorithms.Where(other => other.Options.Count > 0);
            throw value.NotAllowed(
                $"the name {name} alone; only {string.Join(", ", others.Select(other => other.Name))} take options");
        }

        FieldMapping options = FieldMapping.Of(value, entry.Options);
        CheckPlain(item, entry);
        return entry.Read(ReadLabel(item, name, options.Optional(Label)), options, source, points);
    }

    /// <summary>Refuses a baseline where its problem is another one.</summary>
    private void CheckPlain(Field item, AlgorithmEntry entry)
    {
        CheckCriterion(item, entry, points.Select(static point => (point.Scenario, $" at the point {point.Id}")));
        if (entry is not (BaselineEntry { IsForPlainOnly: true } or RepairedEntry { IsForPlainOnly: true })) return;
        SweepPoint? other = points.FirstOrDefault(static point => point.Scenario is not
        {
            AntennaPowers: null, UserNoise: null or { Count: 1 }, UserSinrDb: null or { Count: 1 }, CrossCorrelationWeight: 0,
            Criterion: null,
        });
        if (other is null) return;
        throw item.NotAllowed(
            $"an algorithm for antenna powers, limits of each user, a cross-correlation and criteria at the point {other.Id}; "
            + $"{entry.Name} knows none");
    }

    /// <summary>Refuses a baseline that does not optimise a scenario's criterion.</summary>
    /// <param name="scenarios">With where they are, in words.</param>
    public static void CheckCriterion(Field item, AlgorithmEntry entry, IEnumerable<(Scenario Scenario, string Where)> scenarios)
    {
        if (entry is not BaselineEntry baseline) return;
        foreach ((Scenario scenario, string where) in scenarios)
        {
            if (scenario.Criterion is not { } criterion || baseline.Optimises(criterion)) continue;
            IEnumerable<string> able = AlgorithmCatalog.Baselines.Where(other => other.Optimises(criterion)).Select(other => other.Name);
            throw item.NotAllowed($"an algorithm for the objective {criterion.Describe().Name}{where}, {string.Join(" or ", able)}");
        }
    }

    private AlgorithmEntry Named(string name) => source.Algorithms.First(entry => entry.Name == name);

    private string ReadLabel(Field item, string name, Field? field)
    {
        if (field is null)
        {
            return IsTaken(name)
                ? throw item.NotAllowed($"distinct algorithms; '{name}' is listed already: give one of them a {Label}")
                : name;
        }

        string label = CommonFields.Name(field);
        if (label != name && _names.Contains(label))
            throw field.NotAllowed("a label that is not the name of another algorithm");
        return IsTaken(label) ? throw field.NotAllowed("distinct labels; this one is taken already") : label;
    }

    private bool IsTaken(string label) => _read.Any(algorithm => algorithm.Label == label);
}
