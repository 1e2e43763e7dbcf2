using IsacCluster.Jobs;
using IsacCluster.Specifications.Yaml;

namespace IsacCluster.Specifications;

/// <summary>The field that says what kind of job a file specifies.</summary>
public static class KindField
{
    private const string Kind = "kind";

    /// <summary>The kind that a file names.</summary>
    /// <param name="kinds">Those that there are.</param>
    /// <exception cref="SpecificationException">None, or an unknown one.</exception>
    public static string Of(Field root, IReadOnlyList<string> kinds) => Given(root, kinds).Choice(kinds);

    /// <summary>Whether a file is of a kind.</summary>
    /// <exception cref="SpecificationException">It names none.</exception>
    public static bool Is(Field root, string kind) => Given(root, [kind]).Node is ScalarNode { Text: var text } && text == kind;

    private static Field Given(Field root, IReadOnlyList<string> kinds)
    {
        if (root.Node is not MappingNode mapping)
            throw root.NotAllowed("a mapping that begins with kind");
        SpecNode value = mapping.Entries.FirstOrDefault(entry => entry.Key.Text == Kind)?.Value
            ?? throw new Field(root.Node, Kind).Error($"the field is missing; expected one of {string.Join(", ", kinds)}.");
        return new Field(value, Kind);
    }
}
