using System.Text.RegularExpressions;
using IsacCluster.Campaigns.Algorithms;
using IsacCluster.Campaigns.Specs.Yaml;

namespace IsacCluster.Campaigns.Specs;

/// <summary>A parsed file of known kind, and the fields that several kinds share.</summary>
/// <param name="AllowedAlgorithms">Of campaigns; other kinds take the baselines among them.</param>
/// <param name="LoadModel">Loads the model file at an absolute path, as <see cref="ModelFiles.Load"/> does.</param>
internal sealed partial record SpecificationSource(
    Field Root, string Path, IReadOnlyCollection<string> AllowedAlgorithms, Func<string, ILearnedModel> LoadModel)
{
    /// <summary>Seed where none is given.</summary>
    public const ulong DefaultSeed = 2025;

    /// <summary>Most samples of a point or a dataset.</summary>
    public const long MostSamples = 1_000_000_000;

    private const string Auto = "auto", ExpectedName = "1 to 64 letters, digits and . _ - that begin with a letter or digit";
    private const int LargestShard = 1_000_000, MostAlgorithms = 100;

    public static string Name(FieldMapping root) => Name(root.Required("name", ExpectedName));

    public static string Name(Field field)
    {
        string name = field.Text(ExpectedName);
        return NamePattern.IsMatch(name) ? name : throw field.NotAllowed(ExpectedName);
    }

    public static ulong Seed(FieldMapping root) =>
        (ulong?)root.Optional("seed")?.WholeNumber(0, ulong.MaxValue) ?? DefaultSeed;

    public static long Samples(FieldMapping root) =>
        (long)root.Required("samples", $"a whole number from 1 to {MostSamples}").WholeNumber(1, MostSamples);

    /// <summary>Null is auto.</summary>
    public static int? ShardSize(FieldMapping root) => root.Optional("shard_size") switch
    {
        null or { Node: ScalarNode { Text: Auto } } => null,
        Field field => (int)field.WholeNumber(1, LargestShard, $", or {Auto}"),
    };

    /// <summary>The entries of a non-empty list of algorithms.</summary>
    public static IReadOnlyList<Field> AlgorithmItems(FieldMapping root, IEnumerable<string> allowed)
    {
        string expected = $"a list of one or more of {string.Join(", ", allowed)}";
        return root.Required("algorithms", expected).Items(expected, MostAlgorithms);
    }

    /// <summary>A non-empty list of distinct names of baselines.</summary>
    public IReadOnlyList<string> Baselines(FieldMapping root)
    {
        string[] allowed = [.. AllowedAlgorithms.Where(name => LearnedKind.Of(name) is null)];
        var names = new List<string>();
        foreach (Field item in AlgorithmItems(root, allowed))
        {
            string name = item.Choice(allowed);
            if (names.Contains(name)) throw item.NotAllowed("distinct algorithms; this one is listed already");
            names.Add(name);
        }

        return names;
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern { get; }
}
