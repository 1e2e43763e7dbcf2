using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Trainings;
using IsacCluster.Jobs;
using IsacCluster.Search.Space;
using IsacCluster.Specifications.Json;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Studies.Specification;

/// <summary>
/// A training specification in which parameters of a study stand in place of fields. Each trial's is read by the reader of trainings, so
/// that it is checked as if somebody had written it.
/// </summary>
internal sealed class TrainingTemplate
{
    private readonly SpecificationSource _source;
    private readonly MappingNode _root;

    private TrainingTemplate(SpecificationSource source, MappingNode root) => (_source, _root) = (source, root);

    /// <param name="source">Its root is the training's mapping.</param>
    /// <param name="name">Of the training, where it has none of its own.</param>
    public static TrainingTemplate Read(SpecificationSource source, string name)
    {
        if (source.Root.Node is not MappingNode root) throw source.Root.NotAllowed("a training specification");
        foreach (string refused in (string[])["sweep", TrainingFields.StartFrom])
        {
            if (root.Entries.FirstOrDefault(entry => entry.Key.Text == refused) is { } given)
                throw new Field(given.Key, refused).Error($"a training of a study has no {refused}.");
        }

        bool named = root.Entries.Any(entry => entry.Key.Text == "name");
        return new TrainingTemplate(source, named ? root : Set(root, ["name"], new ScalarNode(root.At, name, IsPlain: true)));
    }

    /// <summary>The field that a parameter of a study sets.</summary>
    /// <param name="key">Where the parameter is named.</param>
    public static string PathOf(Field key, string parameter)
    {
        return Find(parameter) ?? throw key.Error(
            $"'{parameter}' is not allowed; expected a field of a training, one of "
            + $"{string.Join(", ", TrainingFields.StudyPaths.Select(Leaf))}.");
    }

    /// <summary>
    /// The same with a loss to compare trials by, its own before any parameter is set, where parameters change the loss: a value under the
    /// loss of each trial would say nothing.
    /// </summary>
    public TrainingTemplate WithYardstick(ParameterSpace space)
    {
        bool changesLoss = space.Parameters.Any(
            parameter => Resolve(parameter.Name).StartsWith(TrainingFields.Loss + ".", StringComparison.Ordinal));
        if (!changesLoss || _root.Entries.Any(entry => entry.Key.Text == TrainingFields.ValidationLoss)) return this;
        MappingNode root = _root;
        foreach ((string field, object? value) in TrainingFields.LossTable.Identity(TrainingFields.LossOf(Read([]).Settings)))
        {
            string text = value as string ?? CanonicalJson.Write(value);
            root = Set(root, [TrainingFields.ValidationLoss, field], new ScalarNode(root.At, text, IsPlain: true));
        }

        return new TrainingTemplate(_source, root);
    }

    /// <summary>Whether a parameter sets something of the network itself, so that weights do not pass from one value to another.</summary>
    public static bool ChangesNetwork(string parameter) => Resolve(parameter).StartsWith("network.", StringComparison.Ordinal);

    /// <summary>The training of some parameters; of none the template itself.</summary>
    /// <exception cref="SpecificationException">The values do not go together.</exception>
    public TrainingSpecification Read(IEnumerable<KeyValuePair<string, string>> parameters) =>
        TrainingReader.Read(_source with { Root = new Field(Filled(parameters), "") });

    /// <summary>The training of some parameters as a specification file.</summary>
    /// <param name="name">The file's name field.</param>
    public string ToYaml(IEnumerable<KeyValuePair<string, string>> parameters, string name)
    {
        MappingNode filled = Set(Filled(parameters), ["name"], new ScalarNode(_root.At, name, IsPlain: true));
        MappingNode kind = filled.Entries.Any(entry => entry.Key.Text == "kind")
            ? filled
            : filled with
            {
                Entries =
                [
                    new MappingEntry(
                        new ScalarNode(_root.At, "kind", true), new ScalarNode(_root.At, TrainingSpecification.KindName, true)),
                    .. filled.Entries,
                ],
            };
        return YamlText.Write(kind);
    }

    private MappingNode Filled(IEnumerable<KeyValuePair<string, string>> parameters)
    {
        MappingNode root = _root;
        foreach ((string name, string value) in parameters)
            root = Set(root, Resolve(name).Split('.'), new ScalarNode(root.At, value, IsPlain: true));
        return root;
    }

    private static string Resolve(string parameter) =>
        Find(parameter) ?? throw new ArgumentException($"'{parameter}' is no field of a training.", nameof(parameter));

    /// <summary>The path of a field that is named with its mapping, or without where that is clear.</summary>
    private static string? Find(string parameter) => TrainingFields.StudyPaths.FirstOrDefault(path => path == parameter)
        ?? TrainingFields.StudyPaths.FirstOrDefault(path => path.EndsWith("." + parameter, StringComparison.Ordinal));

    private static string Leaf(string path) => path[(path.IndexOf('.', StringComparison.Ordinal) + 1)..];

    private static MappingNode Set(MappingNode mapping, ReadOnlySpan<string> path, ScalarNode value)
    {
        string key = path[0];
        MappingEntry? present = mapping.Entries.FirstOrDefault(entry => entry.Key.Text == key);
        SpecNode node = path.Length == 1
            ? value
            : Set(present?.Value as MappingNode ?? new MappingNode(mapping.At, []), path[1..], value);
        if (present is null)
            return mapping with { Entries = [.. mapping.Entries, new MappingEntry(new ScalarNode(mapping.At, key, true), node)] };
        return mapping with { Entries = [.. mapping.Entries.Select(entry => entry.Key.Text == key ? entry with { Value = node } : entry)] };
    }
}
