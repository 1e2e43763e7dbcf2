using IsacCluster.Specifications;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// Reads the algorithms of a campaign: each is a name, or for a learned one a mapping of one name to {model, label, repair}. Model files
/// are loaded and checked against every point.
/// </summary>
internal sealed class AlgorithmReader(SpecificationSource source, IReadOnlyList<SweepPoint> points)
{
    private const string Model = "model", Label = "label", Repair = "repair", Example = "{gnn-ip: {model: FILE}}";
    private readonly List<AlgorithmSpecification> _read = [];

    public static IReadOnlyList<AlgorithmSpecification> Read(
        SpecificationSource source, FieldMapping root, IReadOnlyList<SweepPoint> points)
    {
        var reader = new AlgorithmReader(source, points);
        foreach (Field item in SpecificationSource.AlgorithmItems(root, source.AllowedAlgorithms)) reader._read.Add(reader.Entry(item));
        return reader._read;
    }

    private AlgorithmSpecification Entry(Field item)
    {
        if (item.Node is MappingNode) return Learned(item);
        string name = item.Choice(source.AllowedAlgorithms);
        if (LearnedKind.Of(name) is not null) throw item.NotAllowed($"it with a trained network, {{{name}: {{{Model}: FILE}}}}");
        if (IsTaken(name)) throw item.NotAllowed("distinct algorithms; this one is listed already");
        return new AlgorithmSpecification(name, name);
    }

    private AlgorithmSpecification Learned(Field item)
    {
        FieldMapping entry = FieldMapping.Of(item, source.AllowedAlgorithms);
        if (entry.Given.Count != 1) throw item.NotAllowed($"the name of one algorithm, or of one with its model, {Example}");
        (string name, Field value) = entry.Given.First();
        LearnedKind kind = LearnedKind.Of(name) ?? throw value.NotAllowed(
            $"the name {name} alone; only {string.Join(", ", LearnedKind.All.Select(learned => learned.Name))} take a {Model}");
        FieldMapping fields = FieldMapping.Of(value, kind.Repairs ? [Model, Label, Repair] : [Model, Label]);
        string label = ReadLabel(item, name, fields.Optional(Label));
        DesignRepair? repair = kind.Repairs
            ? fields.Optional(Repair) is Field asked ? EnumNames<DesignRepair>.Read(asked) : DesignRepair.Projection
            : null;
        var models = new ModelReader(fields.Required(Model, ModelReader.ExpectedFile), kind.Network, source);
        return new AlgorithmSpecification(name, label, new LearnedSpecification(repair, models.Read(points)));
    }

    private string ReadLabel(Field item, string name, Field? field)
    {
        if (field is null)
        {
            return IsTaken(name)
                ? throw item.NotAllowed($"distinct algorithms; '{name}' is listed already: give one of them a {Label}")
                : name;
        }

        string label = CommonFields.Name(field);
        if (label != name && source.AllowedAlgorithms.Contains(label))
            throw field.NotAllowed("a label that is not the name of another algorithm");
        return IsTaken(label) ? throw field.NotAllowed("distinct labels; this one is taken already") : label;
    }

    private bool IsTaken(string label) => _read.Any(algorithm => algorithm.Label == label);
}
