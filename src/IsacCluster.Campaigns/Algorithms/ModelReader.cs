using System.Text.RegularExpressions;
using IsacCluster.Jobs;
using IsacCluster.Networks.Layouts;
using IsacCluster.Specifications.Scenarios;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>
/// Reads the model of a learned algorithm: a file relative to the specification's folder, in whose name {FIELD} of a swept field stands for
/// the point's value as in its id, so models/gnn-{sinr_db}.safetensors is one file for each threshold.
/// </summary>
internal sealed partial class ModelReader(Field field, NetworkKind network, SpecificationSource source)
{
    public const string ExpectedFile = "the path of a model file";
    private readonly Dictionary<string, ILearnedModel> _loaded = new(StringComparer.Ordinal);

    private string Kind => network == NetworkKind.Gnn ? "gnn" : "dnn";

    /// <summary>The model of each point, by its id.</summary>
    /// <exception cref="SpecificationException">A placeholder is not swept, or a file is missing, damaged or does not fit.</exception>
    public IReadOnlyDictionary<string, ILearnedModel> Read(IReadOnlyList<SweepPoint> points)
    {
        string pattern = field.Text(ExpectedFile);
        CheckPlaceholders(pattern, [.. points[0].Labels.Keys]);
        var models = new OrderedDictionary<string, ILearnedModel>(StringComparer.Ordinal);
        foreach (SweepPoint point in points)
        {
            string file = Placeholder.Replace(pattern, match => point.Labels[match.Groups[1].Value]);
            if (!_loaded.TryGetValue(file, out ILearnedModel? model)) model = _loaded[file] = Load(file);
            if (model.Refusal(point.Scenario) is { } reason)
                throw Refused(file, $"cannot serve the point {point.Id}: {OneLine.Escape(reason)}");
            models.Add(point.Id, model);
        }

        return models;
    }

    private void CheckPlaceholders(string pattern, IReadOnlyList<string> swept)
    {
        string? unknown = Placeholder.Matches(pattern).Select(match => match.Groups[1].Value).FirstOrDefault(name => !swept.Contains(name));
        if (unknown is null) return;
        string allowed = swept.Count == 0
            ? "no placeholder, since nothing is swept"
            : $"placeholders of the swept fields, {string.Join(", ", swept.Select(name => $"{{{name}}}"))}";
        throw field.NotAllowed($"{allowed}; {{{OneLine.FieldPath(unknown)}}} is none");
    }

    private ILearnedModel Load(string file)
    {
        ILearnedModel model;
        try
        {
            string folder = Path.GetDirectoryName(Path.GetFullPath(source.Path))!;
            model = source.LoadModel(Path.GetFullPath(file, folder));
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return source.MayLackFiles ? new MissingModel(file, network) : throw Refused(file, "does not exist", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw Refused(file, "cannot be read: permission denied", error);
        }
        catch (IOException error)
        {
            throw Refused(file, $"cannot be read: {OneLine.Escape(error.Message)}", error);
        }
        catch (InvalidDataException error)
        {
            throw Refused(file, $"is not a model file: {OneLine.Escape(error.Message)}", error);
        }

        return model.Kind == network ? model : throw Refused(file, $"holds a {(network == NetworkKind.Gnn ? "dnn" : "gnn")}");
    }

    private SpecificationException Refused(string file, string why, Exception? cause = null)
    {
        SpecificationException error = field.NotAllowed($"the file of a trained {Kind}; {OneLine.Quote(file)} {why.TrimEnd('.')}");
        return cause is null ? error : new SpecificationException(error.Message, cause);
    }

    [GeneratedRegex(@"\{([^{}]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder { get; }
}
