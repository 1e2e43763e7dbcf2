using System.Text.RegularExpressions;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications;

/// <summary>Fields that several kinds of jobs share.</summary>
public static partial class CommonFields
{
    /// <summary>Seed where none is given.</summary>
    public const ulong DefaultSeed = 2025;

    /// <summary>Most samples of a point or a dataset.</summary>
    public const long MostSamples = 1_000_000_000;

    private const string Auto = "auto", ExpectedName = "1 to 64 letters, digits and . _ - that begin with a letter or digit";
    private const int LargestShard = 1_000_000;

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

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern { get; }
}
