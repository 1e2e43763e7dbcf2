using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Campaigns.Algorithms;

/// <summary>A parsed file of known kind, and the fields that several kinds share.</summary>
/// <param name="Algorithms">That may be named.</param>
/// <param name="LoadModel">Loads the model file at an absolute path, as <see cref="ModelFiles.Load"/> does.</param>
public sealed record SpecificationSource(
    Field Root, string Path, IReadOnlyList<AlgorithmEntry> Algorithms, Func<string, ILearnedModel> LoadModel)
{
    private const int MostAlgorithms = 100;

    /// <summary>
    /// Whether files of algorithms, models and those of programs, may be missing: <see cref="AlgorithmSpecification.Lacks"/> names them
    /// then. Default: no, that is an error.
    /// </summary>
    public bool MayLackFiles { get; init; }

    /// <summary>The entries of a non-empty list of algorithms.</summary>
    public static IReadOnlyList<Field> AlgorithmItems(FieldMapping root, IEnumerable<string> allowed)
    {
        string expected = $"a list of one or more of {string.Join(", ", allowed)}";
        return root.Required("algorithms", expected).Items(expected, MostAlgorithms);
    }

    /// <summary>A non-empty list of distinct names of baselines.</summary>
    public IReadOnlyList<string> Baselines(FieldMapping root)
    {
        string[] allowed = [.. Algorithms.OfType<BaselineEntry>().Select(entry => entry.Name)];
        var names = new List<string>();
        foreach (Field item in AlgorithmItems(root, allowed))
        {
            string name = item.Choice(allowed);
            if (names.Contains(name)) throw item.NotAllowed("distinct algorithms; this one is listed already");
            names.Add(name);
        }

        return names;
    }
}
