using IsacCluster.Campaigns.Datasets;

namespace IsacCluster.Campaigns.Solving;

/// <summary>Which dataset a solve job solves, and by which algorithms. Checked at construction.</summary>
public sealed record SolveSettings
{
    /// <param name="name">For people and the folder designs-NAME: letters, digits, '.', '_' and '-'.</param>
    /// <param name="datasetFolder">Folder of a dataset, or its manifest; made absolute here.</param>
    /// <param name="algorithms">Names of solvers, at least one, none twice.</param>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    public SolveSettings(string name, string datasetFolder, IReadOnlyList<string> algorithms)
    {
        ArgumentException.ThrowIfNullOrEmpty(datasetFolder);
        ArgumentNullException.ThrowIfNull(algorithms);
        if (algorithms.Count == 0 || algorithms.Distinct(StringComparer.Ordinal).Count() != algorithms.Count
            || !algorithms.All(FileNames.IsValid))
            throw new ArgumentException(
                $"[{string.Join(", ", algorithms)}] is no list of algorithms; allowed: one or more, none twice.", nameof(algorithms));
        Name = FileNames.Checked(name);
        DatasetFolder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(datasetFolder));
        Algorithms = [.. algorithms.Order(StringComparer.Ordinal)];
    }

    public string Name { get; }

    /// <summary>Absolute path.</summary>
    public string DatasetFolder { get; }

    /// <summary>In ordinal order: the order in which they were named changes nothing.</summary>
    public IReadOnlyList<string> Algorithms { get; }
}
